"""The jobs that somebody leads or directs; the page of one job is digitise's, with its pages."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from yui.people import http
from yui.people.rules import Act
from yui.words import say
from yui.work.actions import orders as actions
from yui.work.queries import jobs as queries
from yui.work.queries.desk import jobs_directed_by
from yui.work.rules import JobState


@require_safe
@http.may(Act.LEAD)
def desk(request: http.PersonRequest) -> HttpResponse:
    """Show the jobs of the hubs in which this person leads or directs."""
    found = queries.jobs_list(request.user)
    page = Paginator(found, queries.JOBS_PER_PAGE).get_page(request.GET.get("page"))
    jobs = list(page.object_list)
    progress = queries.progress_of(jobs)
    rows = [(job, progress[job.pk]) for job in jobs]
    return render(request, "work/jobs.html", {"page": page, "rows": rows})


DONE_WORDS = {
    JobState.OPEN: ("募集を始めました。", "The job is open for work."),
    JobState.PAUSED: ("一時停止しました。", "The job is paused."),
}


@require_POST
@http.may(Act.DIRECT)
def job_move(request: http.PersonRequest, pk: int) -> HttpResponse:
    """Open or pause a job."""
    job = get_object_or_404(jobs_directed_by(request.user), pk=pk)
    try:
        to = JobState(request.POST.get("to", ""))
    except ValueError as unknown:
        raise Http404 from unknown
    if to not in DONE_WORDS:
        raise Http404
    try:
        actions.move_job(job=job, to=to, by=request.user, at=timezone.now())
    except actions.WrongStep:
        messages.warning(
            request, say("状態がもう変わっています。", "The job has moved on already.")
        )
    else:
        messages.success(request, say(*DONE_WORDS[to]))
    return redirect("job_desk", pk=pk)
