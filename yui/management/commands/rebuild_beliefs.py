"""`python manage.py rebuild_beliefs` makes the beliefs about skills anew from the evidence."""

from typing import Any

from django.core.management.base import BaseCommand

from yui.skills.actions import rebuild


class Command(BaseCommand):
    help = "Make the beliefs about skills anew from the evidence."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{rebuild()}")
