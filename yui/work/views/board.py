"""The worker's pages: what there is to do, its terms, one field at a time."""

from collections.abc import Mapping
from ipaddress import ip_address

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from yui.engines.values import PICKED, Kind, fault
from yui.pay import queries as pay
from yui.people.http import PersonRequest, may
from yui.people.rules import Act
from yui.words import say
from yui.work.actions import handout, orders
from yui.work.labels import FAULT_LABELS, KIND_LABELS, REFUSAL_LABELS
from yui.work.models import Answer, Job, Lease, Task
from yui.work.queries import desk, terms
from yui.work.queries import handout as queries
from yui.work.rules import TO_SIGN, LeaseState, Mark, Refusal

HERE = "X-Yui-Outbox"


def in_room(request: PersonRequest) -> bool:
    """Whether the request comes from a room where work on the spot is done."""
    address = ip_address(request.META["REMOTE_ADDR"])
    return any(address in network for network in settings.ROOM_NETWORKS)


@may(Act.WORK)
def board(request: PersonRequest) -> HttpResponse:
    """Show the jobs of the person's hubs, each with its terms or the reason why not."""
    now = timezone.now()
    offers = queries.offers(request.user, at=now, in_room=in_room(request))
    seconds = desk.seconds_per_skill()
    cards = [_card(offer, seconds) for offer in offers]
    open_cards = [card for card in cards if card["possible"]]
    return render(
        request,
        "work/board.html",
        {
            "open_cards": open_cards,
            "other_cards": [card for card in cards if not card["possible"]],
            "today": _today(request),
        },
    )


def _card(offer: queries.Offer, seconds: Mapping[str, float]) -> dict[str, object]:
    refusal = offer.refusal
    return {
        "offer": offer,
        "job": offer.job,
        "possible": refusal is None or refusal in TO_SIGN,
        "reason": REFUSAL_LABELS[refusal] if refusal else "",
        "hourly": desk.typical_hourly(offer.job, seconds),
    }


@may(Act.WORK)
def offer(request: PersonRequest, pk: int) -> HttpResponse:
    """Show all terms of one job before anybody takes anything."""
    job = _job(request, pk)
    now = timezone.now()
    found = queries.offer(request.user, job, at=now, in_room=in_room(request))
    today = timezone.localdate()
    seconds = desk.seconds_per_skill()
    return render(
        request,
        "work/offer.html",
        _card(found, seconds)
        | {
            "to_sign": found.refusal in TO_SIGN,
            "items": terms.notice_items(job, request.user, today),
            "prices": [(KIND_LABELS[p.kind], p) for p in desk.prices(job, seconds)],
            "agreement": _text("agreement", job, request),
            "agreed": pay.has_agreement(request.user, job.order.hub_id, today),
            "pledge": _text("pledge", job, request),
        },
    )


def _text(name: str, job: Job, request: PersonRequest) -> str:
    """The Japanese text that is signed, as it is kept."""
    words = {"hub": job.order.hub.name, "person": request.user.name, "job": job.title}
    return render_to_string(f"work/terms/{name}.txt", words)


@may(Act.WORK)
@require_POST
def start(request: PersonRequest, pk: int) -> HttpResponse:
    """Keep that the worker agrees to the terms, and go on to the first field."""
    job = _job(request, pk)
    if request.POST.get("agree") != "yes":
        messages.error(
            request,
            say(
                "内容を読んで、同意に印を付けてください。",
                "Please read the terms and tick that you agree.",
            ),
        )
        return redirect("offer", pk=pk)
    today = timezone.localdate()
    orders.start(
        job=job,
        texts={name: _text(name, job, request) for name in ("agreement", "pledge")},
        items=terms.frozen(terms.notice_items(job, request.user, today)),
        by=request.user,
        at=timezone.now(),
        valid_until=terms.agreement_ends(today),
    )
    return _next(request, job)


@may(Act.WORK)
@require_POST
def take(request: PersonRequest, pk: int) -> HttpResponse:
    """Take the next field of a job."""
    return _next(request, _job(request, pk))


def _next(request: PersonRequest, job: Job) -> HttpResponse:
    try:
        lease = handout.take(job=job, by=request.user, at=timezone.now(), in_room=in_room(request))
    except handout.CannotTake as stop:
        return redirect("finished" if stop.refusal is Refusal.NOTHING_LEFT else "offer", pk=job.pk)
    return redirect("lease", pk=lease.pk)


@may(Act.WORK)
@never_cache
def lease(request: PersonRequest, pk: int) -> HttpResponse:
    """Show one field: its picture, enlarged, and one input of the right kind."""
    found = get_object_or_404(
        Lease.objects.select_related("task", "job"), pk=pk, person=request.user
    )
    if found.state == LeaseState.HELD.value:
        return _field(request, found)
    if found.state != LeaseState.ANSWERED.value:
        messages.info(
            request,
            say(
                "その項目は、もう手もとにありません。次の項目へどうぞ。",
                "That field is no longer yours. Please go on to the next one.",
            ),
        )
    return redirect("offer", pk=found.job_id)


def _field(
    request: PersonRequest, found: Lease, *, typed: str = "", doubt: str = ""
) -> HttpResponse:
    return render(request, "work/task.html", _field_context(request, found, typed, doubt))


def _field_context(
    request: PersonRequest, found: Lease, typed: str = "", doubt: str = ""
) -> dict[str, object]:
    task = found.task
    kind = Kind(task.kind)
    return {
        "lease": found,
        "task": task,
        "job": found.job,
        "kind": kind.value,
        "kind_label": KIND_LABELS[kind],
        "picked": kind in PICKED,
        "multi": task.payload.get("multi", False),
        "options": task.payload.get("options", []),
        "typed": typed,
        "chosen": typed.split("|"),
        "doubt": doubt,
        "today": _today(request),
        "ended": found.ends_at < timezone.now(),
    }


@may(Act.WORK)
@require_POST
def answer(request: PersonRequest, pk: int) -> HttpResponse:
    """Store an answer and hand out the next field. The same lease twice is harmless."""
    found = get_object_or_404(
        Lease.objects.select_related("task", "job__order"), pk=pk, person=request.user
    )
    given = _given(request)
    if found.state != LeaseState.ANSWERED.value and (doubt := _doubt(found.task, given, request)):
        return _field(request, found, typed=given.raw, doubt=doubt)
    _tell_if_another_counts(request, found, given)
    try:
        handout.submit(lease_id=pk, given=given, by=request.user, at=timezone.now())
    except handout.TooLate:
        messages.warning(
            request,
            say(
                "時間がすぎて、ほかの人が入力をすませました。次の項目へどうぞ。",
                "Time ran out and somebody else has keyed it. Please go on to the next field.",
            ),
        )
        return _next(request, found.job)
    if request.headers.get(HERE):
        return _saved(request, found)
    return _next(request, found.job)


def _tell_if_another_counts(request: PersonRequest, found: Lease, given: handout.Given) -> None:
    """Say so when another answer to this field is kept already, such as from another window."""
    kept = Answer.objects.filter(pk=found.pk).first()
    if kept and (kept.mark, kept.raw) != (given.mark.value, given.raw):
        messages.info(
            request,
            say(
                "この項目には、もう回答をいただいています。はじめの回答を使います。",
                "You have answered this field already; your first answer counts.",
            ),
        )


def _given(request: PersonRequest) -> handout.Given:
    mark = request.POST.get("mark", Mark.VALUE.value)
    if mark in {Mark.BLANK.value, Mark.UNREADABLE.value}:
        return handout.Given(Mark(mark))
    return handout.Given(Mark.VALUE, "|".join(request.POST.getlist("value"))[:2000])


def _doubt(task: Task, given: handout.Given, request: PersonRequest) -> str:
    """Ask back once where the value cannot be right; what is on the paper counts in the end."""
    if given.mark is not Mark.VALUE:
        return ""
    vote = handout.vote_of(task, given)
    if vote.mark is Mark.BLANK:
        return say(
            "何も入力されていません。紙が空欄なら「空欄」を押してください。",
            "Nothing is entered. If the paper is blank, press “Blank”.",
        )
    if request.POST.get("sure") == given.raw:
        return ""
    wrong = fault(
        Kind(task.kind),
        vote.value,
        digits=task.payload.get("digits"),
        options=task.payload.get("options", ()),
    )
    return str(FAULT_LABELS[wrong]) if wrong else ""


def _saved(request: PersonRequest, answered: Lease) -> HttpResponse:
    """Confirm to the outbox and bring the next field along in the same response."""
    try:
        following = handout.take(
            job=answered.job, by=request.user, at=timezone.now(), in_room=in_room(request)
        )
    except handout.CannotTake:
        response = _finished(request, answered.job)
        address = reverse("finished", args=[answered.job_id])
    else:
        response = _field(request, following)
        address = reverse("lease", args=[following.pk])
    response.headers["X-Yui-Saved"] = str(answered.pk)
    response.headers["X-Yui-Next"] = address
    return response


@may(Act.WORK)
@require_POST
def give_back(request: PersonRequest, pk: int) -> HttpResponse:
    """Give a place back without an answer."""
    found = get_object_or_404(Lease, pk=pk, person=request.user)
    handout.give_back(lease=found, by=request.user, at=timezone.now())
    if request.POST.get("then") == "next":
        return _next(request, found.job)
    return HttpResponseRedirect(reverse("board"))


@may(Act.WORK)
def finished(request: PersonRequest, pk: int) -> HttpResponse:
    """Say thank you when nothing is left for this person, and what comes next."""
    return _finished(request, _job(request, pk))


def _finished(request: PersonRequest, job: Job) -> HttpResponse:
    return render(request, "work/finished.html", {"job": job, "today": _today(request)})


def _job(request: PersonRequest, pk: int) -> Job:
    jobs = queries.jobs_visible_to(request.user).select_related("order__hub")
    return get_object_or_404(jobs, pk=pk)


def _today(request: PersonRequest) -> dict[str, float]:
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    return {
        "n": desk.own_answers_since(request.user, midnight),
        "yen": pay.earned_sen(request.user, since=midnight.date()) / 100,
    }
