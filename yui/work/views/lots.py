"""Inspection: a lot is opened, a sample looked at, the lot accepted."""

import secrets

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yui.data.labels import at_most, n_in
from yui.engines.proportion import sample_size, upper_bound
from yui.people import http
from yui.people.queries import refusal_here
from yui.people.rules import Act
from yui.words import say
from yui.work import forms
from yui.work.actions import checking as actions
from yui.work.actions.handout import Given, SplitForbids
from yui.work.labels import KIND_LABELS, MARK_LABELS
from yui.work.models import Inspection, Job, Lot
from yui.work.queries import checking as queries
from yui.work.queries.desk import jobs_directed_by
from yui.work.rules import DEFAULT_SAMPLE, LotState, Mark


@require_http_methods(["GET", "HEAD", "POST"])
@http.may(Act.DIRECT)
def lot_new(request: http.PersonRequest, pk: int) -> HttpResponse:
    """Explain what a sample can show and open a lot with one."""
    jobs = jobs_directed_by(request.user).select_related("order")
    job = get_object_or_404(jobs, pk=pk)
    n_fields = queries.n_fields_ready(job)
    promised = job.order.promised_error
    form = forms.SampleForm(request.POST or None, samples=queries.samples(n_fields, promised))
    if n_fields and form.is_valid():
        return _open(request, job, form.cleaned_data["n_sample"])
    context = {
        "job": job,
        "form": form,
        "n_records": queries.records_ready(job).count(),
        "n_fields": n_fields,
        "promise": n_in(promised),
        "n_needed": sample_size(promised),
        "n_default": DEFAULT_SAMPLE,
        "default_shows": n_in(upper_bound(0, DEFAULT_SAMPLE)),
    }
    return render(request, "work/lot_new.html", context)


def _open(request: http.PersonRequest, job: Job, n_sample: int) -> HttpResponse:
    try:
        lot = actions.open_lot(
            job=job,
            n_sample=n_sample,
            seed=secrets.randbits(62),
            by=request.user,
            at=timezone.now(),
        )
    except actions.NothingToInspect:
        messages.warning(
            request,
            say("検査できる用紙は、今はありません。", "There is no record to inspect now."),
        )
        return redirect("job_desk", pk=job.pk)
    return redirect("lot", pk=lot.pk)


def _led_lot(request: http.PersonRequest, pk: int) -> Lot:
    led = Lot.objects.filter(job__in=queries.jobs_led_by(request.user))
    return get_object_or_404(led.select_related("job__order", "accepted_by"), pk=pk)


@require_safe
@http.may(Act.LEAD)
def lot(request: http.PersonRequest, pk: int) -> HttpResponse:
    """Show how far the inspection of a lot is and what it has shown."""
    found = _led_lot(request, pk)
    figures = queries.lot_figures(found)
    promised = found.job.order.promised_error
    context = {
        "lot": found,
        "job": found.job,
        "figures": figures,
        "shown": at_most(figures.bound),
        "promise": n_in(promised),
        "promise_shown": figures.bound <= promised,
        "n_unseen": queries.n_unseen_fields(found),
        "mine": queries.next_inspection(found, request.user) is not None,
        "directs": refusal_here(request.user, Act.DIRECT, found.job.order.hub_id) is None,
        "widen": forms.WidenForm(),
    }
    return render(request, "work/lot.html", context)


@require_safe
@never_cache
@http.may(Act.LEAD)
def lot_inspect(request: http.PersonRequest, pk: int) -> HttpResponse:
    """Show the next field of the sample beside what would be delivered."""
    found = _led_lot(request, pk)
    inspection = queries.next_inspection(found, request.user)
    if found.state != LotState.OPEN.value or inspection is None:
        return redirect("lot", pk=pk)
    return _page(request, inspection, forms.ValueForm(task=inspection.task))


def _page(
    request: http.PersonRequest, inspection: Inspection, form: forms.ValueForm
) -> HttpResponse:
    """Keep the exposure and the sight, then show the field."""
    task = inspection.task
    try:
        actions.look(task=task, why="inspection", by=request.user, at=timezone.now())
    except SplitForbids:
        return redirect("lot", pk=inspection.lot_id)
    verdict = task.verdict
    context = {
        "inspection": inspection,
        "lot": inspection.lot,
        "task": task,
        "form": form,
        "kind": KIND_LABELS[form.kind],
        "is_value": verdict.mark == Mark.VALUE.value,
        "delivered": verdict.value.replace("|", "、") or MARK_LABELS[Mark(verdict.mark)],
        "figures": queries.lot_figures(inspection.lot),
    }
    return render(request, "work/lot_inspect.html", context)


@require_POST
@http.may(Act.LEAD)
def lot_found(request: http.PersonRequest, pk: int, inspection_pk: int) -> HttpResponse:
    """Write down what the inspector found; the next field follows."""
    found = _led_lot(request, pk)
    rows = found.inspections.select_related("lot", "task__verdict", "task__job__order")
    inspection = get_object_or_404(rows, pk=inspection_pk)
    form = forms.ValueForm(request.POST, task=inspection.task)
    choice = request.POST.get("choice", "")
    if not choice and not form.is_valid():
        return _page(request, inspection, form)
    given = _given(choice, form)
    try:
        actions.inspect(inspection=inspection, found=given, by=request.user, at=timezone.now())
    except (SplitForbids, actions.CannotDecide):
        messages.warning(
            request,
            say("この項目は、ほかの人が検査します。", "Somebody else inspects this field."),
        )
        return redirect("lot", pk=pk)
    return redirect("lot_inspect", pk=pk)


def _given(choice: str, form: forms.ValueForm) -> Given | None:
    """None says that the delivered value is right."""
    if choice == "right":
        return None
    if choice in {Mark.BLANK.value, Mark.UNREADABLE.value}:
        return Given(Mark(choice))
    return form.given()


@require_POST
@http.may(Act.DIRECT)
def lot_widen(request: http.PersonRequest, pk: int) -> HttpResponse:
    """Draw more fields of an open lot."""
    found = get_object_or_404(Lot, job__in=jobs_directed_by(request.user), pk=pk)
    form = forms.WidenForm(request.POST)
    if not form.is_valid():
        messages.error(request, say("1以上の数を入れてください。", "Enter a number from 1 on."))
        return redirect("lot", pk=pk)
    try:
        n_drawn = actions.widen_sample(
            lot=found, n_more=form.cleaned_data["n_more"], by=request.user, at=timezone.now()
        )
    except actions.CannotDecide:
        return redirect("lot", pk=pk)
    messages.info(
        request, say(f"{n_drawn:,}項目を追加しました。", f"{n_drawn:,} more fields were drawn.")
    )
    return redirect("lot", pk=pk)


@require_POST
@http.may(Act.DIRECT)
def lot_accept(request: http.PersonRequest, pk: int) -> HttpResponse:
    """Accept a lot whose sample is inspected."""
    found = get_object_or_404(Lot, job__in=jobs_directed_by(request.user), pk=pk)
    try:
        actions.accept_lot(lot=found, by=request.user, at=timezone.now())
    except actions.NotInspected:
        messages.warning(
            request,
            say("まだ検査していない項目があります。", "Some of the sample is not inspected yet."),
        )
        return redirect("lot", pk=pk)
    except actions.CannotDecide:
        return redirect("lot", pk=pk)
    messages.success(request, say("合格にしました。", "The lot is accepted."))
    return redirect("job_desk", pk=found.job_id)
