"""The pages of people, organisations, the journal and the sights."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from yui.people import actions, forms, http, lists, queries
from yui.people.models import Membership, Person
from yui.people.rules import Act, Refusal
from yui.words import say


@require_safe
@http.may(Act.SEE_PEOPLE)
def people(request: http.PersonRequest) -> HttpResponse:
    """Show who is registered; each look is written down."""
    form = forms.FindPeople(request.GET)
    found = form.cleaned_data if form.is_valid() else {}
    everyone = lists.people(request.user, **found)
    page = Paginator(everyone, lists.PEOPLE_PER_PAGE).get_page(request.GET.get("page"))
    actions.saw(
        by=request.user, at=timezone.now(), subject="people", what="people_list", why="directory"
    )
    context = {
        "form": form,
        "page": page,
        "rows": lists.rows(list(page.object_list)),
        "query": _without_page(request),
        "may_import": queries.refusal(request.user, Act.IMPORT_ROSTER) is None,
        "searched": any(found.values()),
    }
    return render(request, "people/people.html", context)


def _without_page(request: HttpRequest) -> str:
    kept = request.GET.copy()
    kept.pop("page", None)
    return f"&{kept.urlencode()}" if kept else ""


@require_safe
@http.signed_in
def person(request: http.PersonRequest, pk: int) -> HttpResponse:
    """Show what is written down about one person, to them and to those who may see people."""
    someone = queries.people_visible_to(request.user).filter(pk=pk).first()
    if someone is None:
        return http.refused(request, Refusal.ROLE)
    if someone.pk != request.user.pk:
        actions.saw(
            by=request.user,
            at=timezone.now(),
            subject=f"person:{someone.pk}",
            what="person_entry",
            why="directory",
        )
    return render(request, "people/person.html", _entry(request, someone))


def _entry(request: http.PersonRequest, someone: Person, **more: Any) -> dict[str, Any]:
    refusal = queries.refusal_to_manage(request.user, someone)
    oneself = someone.pk == request.user.pk
    may_see_sights = oneself or queries.refusal(request.user, Act.READ_SIGHTS) is None
    return {
        "person": someone,
        "roles": queries.belongings(someone),
        "oneself": oneself,
        "may_manage": refusal is None,
        "may_give_roles": not oneself and queries.refusal(request.user, Act.MANAGE_PEOPLE) is None,
        "add_role": forms.AddRole(),
        "may_see_sights": may_see_sights,
        "sights": lists.sights_of(someone) if may_see_sights else [],
    } | more


@require_POST
@http.may(Act.MANAGE_PEOPLE)
def give_role(request: http.PersonRequest, pk: int) -> HttpResponse:
    """Give somebody a role."""
    someone = get_object_or_404(queries.people_visible_to(request.user), pk=pk)
    form = forms.AddRole(request.POST)
    if not form.is_valid():
        return render(request, "people/person.html", _entry(request, someone, add_role=form))
    try:
        actions.add_membership(
            person=someone,
            organisation=form.cleaned_data["organisation"],
            role=form.cleaned_data["role"],
            by=request.user,
            at=timezone.now(),
        )
    except actions.Refused as refused:
        return http.refused(request, refused.reason)
    messages.success(request, say("役割を追加しました。", "The role was added."))
    return redirect("person", pk=pk)


@require_POST
@http.may(Act.MANAGE_PEOPLE)
def take_role(request: http.PersonRequest, pk: int, membership_pk: int) -> HttpResponse:
    """Take a role away; that it is gone already is fine."""
    membership = Membership.objects.filter(pk=membership_pk, person=pk).first()
    if membership:
        try:
            actions.end_membership(membership=membership, by=request.user, at=timezone.now())
        except actions.Refused as refused:
            return http.refused(request, refused.reason)
        messages.success(request, say("役割を外しました。", "The role was taken away."))
    return redirect("person", pk=pk)


@require_POST
@never_cache
@http.may(Act.MANAGE_PEOPLE)
def give_code(request: http.PersonRequest, pk: int) -> HttpResponse:
    """Show a new one-time code, once."""
    someone = get_object_or_404(queries.people_visible_to(request.user), pk=pk)
    try:
        code = actions.give_first_password(person=someone, by=request.user, at=timezone.now())
    except actions.Refused as refused:
        return http.refused(request, refused.reason)
    return render(request, "people/code.html", {"person": someone, "code": code})


@require_POST
@http.may(Act.MANAGE_PEOPLE)
def set_active(request: http.PersonRequest, pk: int) -> HttpResponse:
    """Stop somebody from signing in, or let them again."""
    someone = get_object_or_404(queries.people_visible_to(request.user), pk=pk)
    active = request.POST.get("active") == "yes"
    try:
        actions.set_active(person=someone, active=active, by=request.user, at=timezone.now())
    except actions.Refused as refused:
        return http.refused(request, refused.reason)
    return redirect("person", pk=pk)


@require_safe
@http.may(Act.SEE_PEOPLE)
def organisations(request: http.PersonRequest) -> HttpResponse:
    """Show the organisations that people can belong to."""
    return render(request, "people/organisations.html", _organisations(request))


def _organisations(
    request: http.PersonRequest, form: forms.AddOrganisation | None = None
) -> dict[str, Any]:
    may_add = queries.refusal(request.user, Act.MANAGE_PEOPLE) is None
    return {
        "rows": lists.organisations(),
        "form": form or forms.AddOrganisation(),
        "may_add": may_add,
    }


@require_POST
@http.may(Act.MANAGE_PEOPLE)
def add_organisation(request: http.PersonRequest) -> HttpResponse:
    """Enter an organisation."""
    form = forms.AddOrganisation(request.POST)
    if not form.is_valid():
        return render(request, "people/organisations.html", _organisations(request, form))
    made = actions.add_organisation(**form.cleaned_data, by=request.user, at=timezone.now())
    messages.success(request, say(f"「{made}」を登録しました。", f"“{made}” was entered."))
    return redirect("organisations")


@require_safe
@http.may(Act.READ_JOURNAL)
def journal(request: http.PersonRequest) -> HttpResponse:
    """Show who did what, and on request whether the chain of hashes holds."""
    form = forms.FindLines(request.GET, acts=lists.acts())
    checked = "check" in request.GET
    seals = lists.seal_state()
    context = {
        "form": form,
        "lines": lists.journal(form.found(), before=_before(request)),
        "seals": seals,
        "checked": checked,
        "sealed_at": _clock(seals.sealed_at),
        "fault": queries.verify_seals() if checked else None,
        "query": _without_before(request),
    }
    return render(request, "people/journal.html", context)


@require_safe
@http.may(Act.READ_SIGHTS)
def sights(request: http.PersonRequest) -> HttpResponse:
    """Show who saw whose personal data."""
    form = forms.FindLines(request.GET, acts=lists.whats())
    context = {
        "form": form,
        "lines": lists.sights(form.found(), before=_before(request)),
        "query": _without_before(request),
    }
    return render(request, "people/sights.html", context)


def _before(request: HttpRequest) -> int | None:
    before = request.GET.get("before", "")
    return int(before) if before.isascii() and before.isdigit() and len(before) < 19 else None


def _without_before(request: HttpRequest) -> str:
    kept = request.GET.copy()
    for name in ("before", "check"):
        kept.pop(name, None)
    return f"&{kept.urlencode()}" if kept else ""


def _clock(at: datetime | None) -> str:
    return timezone.localtime(at).strftime("%Y-%m-%d %H:%M") if at else ""
