"""Requests of people who are signed in, and the one gate before every page."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from yui.people import queries
from yui.people.models import Person
from yui.people.rules import Act, Refusal


class PersonRequest(HttpRequest):
    """A request whose user is a Person, because `signed_in` stands before the view."""

    user: Person


P = ParamSpec("P")
View = Callable[Concatenate[PersonRequest, P], HttpResponse]
AnyView = Callable[Concatenate[HttpRequest, P], HttpResponse]


def refused(request: HttpRequest, reason: Refusal) -> HttpResponse:
    """Say in plain words why not; status 403."""
    return render(request, "refused.html", {"reason": reason.value}, status=403)


def signed_in(view: View[P]) -> AnyView[P]:
    """Let only people who are signed in come to `view`."""
    return cast("AnyView[P]", login_required(cast("Callable[..., HttpResponse]", view)))


def may(act: Act) -> Callable[[View[P]], AnyView[P]]:
    """Let only people come to the view who may do `act` somewhere; others read why not."""

    def decorate(view: View[P]) -> AnyView[P]:
        @wraps(view)
        def gate(request: PersonRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if reason := queries.refusal(request.user, act):
                return refused(request, reason)
            return view(request, *args, **kwargs)

        return signed_in(cast("View[P]", gate))

    return decorate
