"""The first page, the language switch and the pages of trouble."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from yui.home import queries
from yui.people import http
from yui.people.labels import ROLE
from yui.people.queries import belongings
from yui.work.views.board import in_room


@http.signed_in
def home(request: http.PersonRequest) -> HttpResponse:
    """Show what this person can do now."""
    found = queries.to_do(request.user, at=timezone.now(), in_room=in_room(request))
    shown = [_shown(todo) for todo in found]
    context = {
        "first": shown[0] if shown else None,
        "others": shown[1:],
        "belongings": [
            {"organisation": b.organisation, "role_label": ROLE[b.role]}
            for b in belongings(request.user)
        ],
    }
    return render(request, "home/home.html", context)


def _shown(todo: queries.ToDo) -> dict[str, str]:
    return {
        "title": todo.title,
        "text": todo.text,
        "button": todo.button,
        "href": reverse(todo.url, args=todo.arguments),
    }


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Keep the chosen language in a cookie and go back to the page."""
    back = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}):
        back = "/"
    response = HttpResponseRedirect(back)
    chosen = "en" if request.POST.get("language") == "en" else "ja"
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        chosen,
        max_age=365 * 24 * 3600,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
    )
    return response


def healthy(request: HttpRequest) -> JsonResponse:
    """Answer that the server is up; for watchers and for `make run`."""
    return JsonResponse({"ok": True})


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say in plain words that the page was open for too long."""
    return render(request, "csrf_failure.html", status=403)
