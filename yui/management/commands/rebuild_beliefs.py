"""`python manage.py rebuild_beliefs` makes the beliefs about skills anew from the evidence."""

from typing import Any

from django.core.management.base import BaseCommand

from yui.skills.actions import rebuild


class Command(BaseCommand):
    """Make all beliefs anew; say how many there are."""

    help = "Make the beliefs about skills anew from the evidence."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Do it."""
        self.stdout.write(f"{rebuild()}")
