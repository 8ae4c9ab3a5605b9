"""How the sign-in library behaves here."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils import timezone

from yui import words
from yui.people import actions
from yui.people.models import Person


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]
    """People are entered by the roster; nobody opens an account alone."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002
        """Keep the sign-up page shut."""
        return False

    def clean_password(self, password: str, user: Any = None) -> str:
        """Refuse the one-time code as the new password: whoever printed it knows it."""
        if isinstance(user, Person) and user.must_change_password and user.check_password(password):
            raise ValidationError(
                words.say(
                    "初回用コードとは違うパスワードにしてください。",
                    "Choose a password other than the one-time code.",
                )
            )
        cleaned: str = super().clean_password(password, user=user)
        return cleaned

    def set_password(self, user: Person, password: str) -> None:
        """Set the password somebody chose, which also ends the duty to choose one."""
        actions.set_password(person=user, password=password, by=user, at=timezone.now())
