"""What readers did not agree on, and the leader's decision."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from yui.people import http
from yui.people.rules import Act
from yui.words import say
from yui.work import forms
from yui.work.actions import checking as actions
from yui.work.actions.handout import Given, SplitForbids
from yui.work.labels import DECIDE_REFUSAL_LABELS, KIND_LABELS, MARK_LABELS
from yui.work.models import Task
from yui.work.queries import checking as queries
from yui.work.rules import Mark, TaskState


@require_safe
@http.may(Act.LEAD)
def disputes(request: http.PersonRequest) -> HttpResponse:
    """Show how many disputes wait, job by job, for this person and for others."""
    rows = queries.disputes_for(request.user)
    context = {"rows": rows, "n_mine": sum(row.n_mine for row in rows)}
    return render(request, "work/disputes.html", context)


@require_safe
@http.may(Act.LEAD)
def dispute_next(request: http.PersonRequest, pk: int) -> HttpResponse:
    """Lead to the next dispute of a job that this person may decide."""
    job = get_object_or_404(queries.jobs_led_by(request.user), pk=pk)
    task = queries.next_dispute(request.user, job)
    if task is None:
        messages.success(
            request,
            say(
                "あなたが判断できる項目は、もうありません。",
                "There is nothing left for you to decide.",
            ),
        )
        return redirect("disputes")
    return redirect("dispute", pk=task.pk)


@require_safe
@never_cache
@http.may(Act.LEAD)
def dispute(request: http.PersonRequest, pk: int) -> HttpResponse:
    """Show one disputed field; that it is seen is kept before the picture can be asked for."""
    task = _led_task(request, pk)
    if task.state != TaskState.DISPUTED.value:
        return _already(request, task)
    reason = queries.why_not_decide(request.user, task)
    try:
        if reason is None:
            actions.look(task=task, why="dispute", by=request.user, at=timezone.now())
    except SplitForbids:
        reason = "split"
    if reason is not None:
        return _refused(request, task, reason)
    return _page(request, task, forms.ValueForm(task=task))


def _led_task(request: http.PersonRequest, pk: int) -> Task:
    led = Task.objects.filter(job__in=queries.jobs_led_by(request.user))
    return get_object_or_404(led.select_related("job__order", "record", "skill"), pk=pk)


def _page(request: http.PersonRequest, task: Task, form: forms.ValueForm) -> HttpResponse:
    voices = queries.voices(task)
    context = {
        "task": task,
        "form": form,
        "kind": KIND_LABELS[form.kind],
        "voices": [(str(n), voice, _shown(voice)) for n, voice in enumerate(voices, start=1)],
        "n_left": queries.decidable(task.job, request.user).count(),
    }
    return render(request, "work/dispute.html", context)


def _shown(voice: queries.Voice) -> str:
    if voice.mark is not Mark.VALUE:
        return str(MARK_LABELS[voice.mark])
    return voice.value.replace("|", "、")


def _refused(request: http.PersonRequest, task: Task, reason: str) -> HttpResponse:
    context = {"task": task, "words": DECIDE_REFUSAL_LABELS[reason]}
    return render(request, "work/dispute_refused.html", context, status=403)


def _already(request: http.PersonRequest, task: Task) -> HttpResponse:
    messages.info(request, str(DECIDE_REFUSAL_LABELS["settled"]))
    return redirect("dispute_next", pk=task.job_id)


@require_POST
@http.may(Act.LEAD)
def dispute_decide(request: http.PersonRequest, pk: int) -> HttpResponse:
    """Settle a field by a chosen reading, a mark or a typed value; the next one follows."""
    task = _led_task(request, pk)
    form = forms.ValueForm(request.POST, task=task)
    given = _given(request, task, form)
    if given is None:
        return _page_again(request, task, form)
    try:
        actions.decide(task=task, given=given, by=request.user, at=timezone.now())
    except SplitForbids:
        return _refused(request, task, "split")
    except actions.CannotDecide as stop:
        if stop.reason == "settled":
            return _already(request, task)
        return _refused(request, task, stop.reason)
    return redirect("dispute_next", pk=task.job_id)


def _given(request: http.PersonRequest, task: Task, form: forms.ValueForm) -> Given | None:
    choice = request.POST.get("choice", "")
    if choice:
        return forms.chosen(task, choice)
    return form.given() if form.is_valid() else None


def _page_again(request: http.PersonRequest, task: Task, form: forms.ValueForm) -> HttpResponse:
    """Show the faults of a typed value, but only to somebody who may see the field."""
    if task.state != TaskState.DISPUTED.value:
        return _already(request, task)
    if reason := queries.why_not_decide(request.user, task):
        return _refused(request, task, reason)
    form.is_valid()
    return _page(request, task, form)
