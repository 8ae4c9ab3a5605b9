"""A worker's own record: what was earned, how accurate the answers are, how much time is free."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from yui.pay import queries as pay
from yui.people.http import PersonRequest, may
from yui.people.rules import Act
from yui.words import say
from yui.work.actions.orders import declare_capacity
from yui.work.models import Capacity, Job
from yui.work.queries import desk

MOST_HOURS = 200


@may(Act.WORK)
def own(request: PersonRequest) -> HttpResponse:
    """Show a worker the own record; nobody else sees this page."""
    today = timezone.localdate()
    batches = pay.earned(request.user)
    titles = {f"job:{j.pk}": j.title for j in Job.objects.filter(leases__person=request.user)}
    return render(
        request,
        "work/own.html",
        {
            "batches": [(titles.get(batch.batch, batch.batch), batch) for batch in batches],
            "total": sum(batch.sen for batch in batches),
            "this_month": pay.earned_sen(request.user, since=today.replace(day=1)),
            "n_answers": sum(batch.n_answers for batch in batches),
            "skills": desk.own_skills(request.user),
            "capacity": Capacity.objects.filter(person=request.user).first(),
        },
    )


@may(Act.WORK)
@require_POST
def capacity(request: PersonRequest) -> HttpResponse:
    """Keep how many hours a month the worker declares to be free."""
    typed = request.POST.get("hours", "")
    if not typed.isdecimal() or int(typed) > MOST_HOURS:
        messages.error(
            request,
            say(
                f"0から{MOST_HOURS}までの数で入れてください。",
                f"Please enter a number from 0 to {MOST_HOURS}.",
            ),
        )
        return redirect("own")
    declare_capacity(hours_a_month=int(typed), by=request.user, at=timezone.now())
    messages.success(request, say("空き時間を保存しました。", "Your free hours are saved."))
    return redirect("own")
