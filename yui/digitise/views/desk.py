"""The director's desk for one job: its pages, its progress, and the one next step."""

from itertools import islice
from typing import Any

import cv2
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from yui.data.queries import content
from yui.digitise import actions, forms, queries
from yui.digitise.labels import PROBLEM_LABELS, SET_ASIDE_LABELS
from yui.digitise.models import Page
from yui.digitise.rules import Next
from yui.engines import pictures
from yui.people import http
from yui.people.actions import saw
from yui.people.queries import organisations
from yui.people.rules import Act
from yui.words import say
from yui.work.actions import orders as work
from yui.work.labels import DELIVER_REFUSAL_LABELS, KIND_LABELS, PLACE_LABELS
from yui.work.models import Job, Lot, Order
from yui.work.queries import jobs
from yui.work.queries.checking import jobs_led_by, lots_of, records_ready
from yui.work.queries.delivery import why_not_deliver
from yui.work.queries.desk import jobs_directed_by, prices, seconds_per_skill
from yui.work.queries.handout import n_stranded
from yui.work.rules import JobState, LotState, OrderState, Place

SHOWN_WIDTH = 1600


@require_safe
@http.may(Act.LEAD)
def job_desk(request: http.PersonRequest, pk: int) -> HttpResponse:
    """Show one job to those who lead or direct it."""
    return render(request, "digitise/desk.html", _context(request, _led(request, pk)))


@require_safe
@http.may(Act.LEAD)
def job_now(request: http.PersonRequest, pk: int) -> HttpResponse:
    """Give the part of the desk that changes while machine and people work."""
    return render(request, "digitise/_now.html", _now(request, _led(request, pk)))


def _led(request: http.PersonRequest, pk: int) -> Job:
    led = jobs_led_by(request.user).select_related("order__client", "order__hub")
    return get_object_or_404(led, pk=pk)


def _now(request: http.PersonRequest, job: Job) -> dict[str, Any]:
    desk = jobs.job_desk(request.user, job, at=timezone.now())
    intake = queries.intake(job)
    lots = lots_of([job])
    n_ready = records_ready(job).count() if desk.directs else 0
    open_lot = next((lot for lot, _ in lots if lot.state == LotState.OPEN.value), None)
    reason = why_not_deliver(job.order)
    return {
        "job": job,
        "desk": desk,
        "intake": intake,
        "lots": lots,
        "n_ready": n_ready,
        "open_lot": open_lot,
        "n_stranded": n_stranded(job) if desk.outlook.n_left else 0,
        "reason": DELIVER_REFUSAL_LABELS.get(reason or ""),
        "next": _next(desk, intake, n_ready, open_lot, deliverable=reason is None),
        "aside": [
            (page, SET_ASIDE_LABELS.get(page.refusal, page.refusal))
            for page in queries.set_aside_pages(job)[:50]
        ],
    }


def _next(
    desk: jobs.JobDesk,
    intake: queries.Intake,
    n_ready: int,
    open_lot: Lot | None,
    *,
    deliverable: bool,
) -> Next:
    """Return the one step to show: what is stuck first, then what moves the job on."""
    state = JobState(desk.job.state)
    steps = (
        (state is JobState.DONE, Next.DONE),
        (desk.n_decidable > 0, Next.DECIDE),
        (open_lot is not None, Next.INSPECT),
        (not desk.directs, Next.WAIT),
        (intake.working and state is JobState.DRAFT, Next.WAIT_FOR_READER),
        (desk.progress.n_tasks == 0 and not intake.working, Next.PUT_IN),
        (state is JobState.DRAFT, Next.OPEN),
        (state is JobState.PAUSED, Next.RESUME),
        (deliverable and not intake.working, Next.DELIVER),
        (_all_settled(desk) and n_ready > 0, Next.OPEN_LOT),
    )
    return next((step for holds, step in steps if holds), Next.WAIT)


def _all_settled(desk: jobs.JobDesk) -> bool:
    return desk.progress.n_settled == desk.progress.n_tasks


def _context(request: http.PersonRequest, job: Job, **more: Any) -> dict[str, Any]:
    form_job = queries.form_of(job)
    return (
        _now(request, job)
        | {
            "form": form_job,
            "scans": forms.Scans(),
            "prices": [
                (KIND_LABELS[price.kind], price) for price in prices(job, seconds_per_skill())
            ],
            "place": PLACE_LABELS[Place(job.place)],
            "no_machine": job.machine_votes_from > 1,
        }
        | more
    )


@http.may(Act.DIRECT)
def put_in(request: http.PersonRequest, pk: int) -> HttpResponse:
    """Take many scans at once, all or none of them."""
    if request.method != "POST":  # such as after a switch of language on the page of faults
        return redirect("job_desk", pk=pk)
    job = get_object_or_404(jobs_directed_by(request.user), pk=pk)
    form = forms.Scans(request.POST, request.FILES)
    if not form.is_valid():
        return render(request, "digitise/desk.html", _context(request, job, scans=form))
    uploads = [actions.Upload(file.name, file) for file in form.cleaned_data["scans"]]
    try:
        done = actions.put_in(job=job, uploads=uploads, by=request.user, at=timezone.now())
    except actions.BadUploads as bad:
        faults = [(f.name, f.page, PROBLEM_LABELS[f.problem]) for f in bad.faults]
        return render(request, "digitise/desk.html", _context(request, job, faults=faults))
    except actions.JobDone:
        messages.warning(
            request, say("納品が終わった仕事です。", "This job has been delivered already.")
        )
        return redirect("job_desk", pk=pk)
    _tell(request, done)
    return redirect("job_desk", pk=pk)


def _tell(request: http.PersonRequest, done: list[actions.PutIn]) -> None:
    new = [put for put in done if not put.repeated]
    repeated = [put.name for put in done if put.repeated]
    if new:
        n_pages = sum(put.n_pages for put in new)
        messages.success(
            request,
            say(
                f"{len(new):,}ファイル、{n_pages:,}ページを入れました。",
                f"{len(new):,} files with {n_pages:,} pages were put in.",
            ),
        )
    if repeated:
        names = say("、", ", ").join(repeated)
        messages.warning(
            request,
            say(
                f"同じ中身がもう入っているので、入れませんでした: {names}",
                f"Left out, because the same content is there already: {names}",
            ),
        )


def _own_page(request: http.PersonRequest, pk: int) -> Page:
    pages = queries.pages_directed_by(request.user).select_related("scan__file", "scan__job")
    return get_object_or_404(pages, pk=pk)


@require_POST
@http.may(Act.DIRECT)
def page_again(request: http.PersonRequest, pk: int) -> HttpResponse:
    """Let the machine read a page again that was set aside."""
    page = _own_page(request, pk)
    try:
        actions.try_again(page=page, by=request.user, at=timezone.now())
    except actions.NotSetAside:
        messages.info(request, say("もう読み直しています。", "It is being read again already."))
    else:
        messages.success(request, say("読み直します。", "The page will be read again."))
    return redirect("job_desk", pk=page.scan.job_id)


@require_safe
@http.may(Act.DIRECT)
def page_picture(request: http.PersonRequest, pk: int) -> HttpResponse:
    """Serve the picture of a page that was set aside; the look is kept, and no cache keeps it."""
    page = _own_page(request, pk)
    if queries.why_not_see_page(page):
        words = say(
            "よけたページの画像だけを見られます。", "Only pages that were set aside can be seen."
        )
        return HttpResponse(words, status=403, content_type="text/plain; charset=utf-8")
    try:
        served = HttpResponse(_shown(page), content_type="image/png")
    except pictures.BadPicture as bad:
        words = str(PROBLEM_LABELS[bad.code])
        return HttpResponse(words, status=422, content_type="text/plain; charset=utf-8")
    saw(by=request.user, at=timezone.now(), subject=f"page:{page.pk}", what="page", why="set_aside")
    served["Cache-Control"] = "private, no-store"
    return served


def _shown(page: Page) -> bytes:
    """Return one page as PNG, no wider than a screen needs."""
    found = pictures.pages(content(page.scan.file), limits=actions.limits())
    pixels = next(islice(found, page.number - 1, None)).pixels
    scale = min(1.0, SHOWN_WIDTH / pixels.shape[1])
    small = cv2.resize(pixels, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    return actions.png(small)


@require_POST
@http.may(Act.DIRECT)
def order_deliver(request: http.PersonRequest, pk: int) -> HttpResponse:
    """Hand the verified table to the client, unless something is still missing."""
    hubs = organisations(request.user, Act.DIRECT)
    order = get_object_or_404(Order.objects.filter(hub__in=hubs), pk=pk)
    if queries.is_being_read(order):
        messages.warning(
            request,
            say("まだ機械が読んでいるページがあります。", "Some pages are still being read."),
        )
        return redirect("order", pk=pk)
    try:
        if order.state != OrderState.RUNNING.value:
            raise work.WrongStep
        work.deliver(order=order, by=request.user, at=timezone.now())
    except work.CannotDeliver as stop:
        messages.warning(request, str(DELIVER_REFUSAL_LABELS[stop.reason]))
    except work.WrongStep:
        messages.warning(request, say("もう納品されています。", "It has been delivered already."))
    else:
        messages.success(
            request, say("納品しました。", "Delivered. The client can take the data now.")
        )
    return redirect("order", pk=pk)
