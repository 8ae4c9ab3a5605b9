"""The gate for people who signed in with a one-time code: first they choose a password."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import Resolver404, resolve

# What somebody may reach before they have chosen a password.
OPEN = frozenset({"account_change_password", "account_logout", "language", "healthy"})


class ChoosePasswordFirst:
    """Middleware, after authentication: leads to the password page until one is chosen."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Let the request through, or lead to the password page."""
        if getattr(request.user, "must_change_password", False) and not _open(request.path_info):
            return redirect("account_change_password")
        return self.get_response(request)


def _open(path: str) -> bool:
    if path.startswith(f"/{settings.STATIC_URL.lstrip('/')}"):
        return True
    try:
        return resolve(path).url_name in OPEN
    except Resolver404:
        return False
