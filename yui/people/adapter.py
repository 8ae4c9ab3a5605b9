"""How the sign-in library behaves here."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class Adapter(DefaultAccountAdapter):
    """People are entered by the roster; nobody opens an account alone."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
