"""The demonstration's buttons: sign in as somebody, put in the sample scans, let residents help."""

import random
from io import BytesIO

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from yui.demo import residents, samples
from yui.digitise import actions as digitise
from yui.people.http import PersonRequest, may
from yui.people.models import Person
from yui.people.rules import Act
from yui.words import say
from yui.work.actions import handout
from yui.work.models import Job, Lease
from yui.work.queries import desk
from yui.work.queries import handout as handout_queries

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
ANSWERS_AT_ONCE = 30


def _only_in_the_demo() -> None:
    if not settings.DEMO:
        raise Http404


@require_POST
def sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in as a fictional person; real people sign in with their own proof."""
    _only_in_the_demo()
    person = get_object_or_404(Person, username=request.POST.get("username"), is_fictional=True)
    login(request, person, backend=BACKEND)
    return redirect("home")


@may(Act.DIRECT)
@require_POST
def put_in(request: PersonRequest, pk: int) -> HttpResponse:
    """Put the sample scans of a job's form into the job."""
    _only_in_the_demo()
    job = get_object_or_404(desk.jobs_directed_by(request.user), pk=pk)
    form_id = job.form_job.form.template.form_id
    uploads = [
        digitise.Upload(scan.name, BytesIO(scan.content)) for scan in samples.scans(form_id)[:3]
    ]
    digitise.put_in(job=job, uploads=uploads, by=request.user, at=timezone.now())
    messages.success(request, say("見本のスキャンを入れました。", "The sample scans are in."))
    return redirect("job_desk", pk=pk)


@may(Act.DIRECT)
@require_POST
def help_keying(request: PersonRequest, pk: int) -> HttpResponse:
    """Let simulated residents answer some of a job's fields, as they would from home."""
    _only_in_the_demo()
    job = get_object_or_404(desk.jobs_directed_by(request.user), pk=pk)
    _nobody_waits(job)
    people = _helpers(job)
    rng = random.Random()
    n = residents.key(job, people, at_most=ANSWERS_AT_ONCE, rng=rng, clock=timezone.now)
    if n:
        messages.success(
            request,
            say(
                f"デモの住民が{n}項目を入力しました。",
                f"Residents of the demonstration keyed {n} fields.",
            ),
        )
    else:
        messages.info(
            request,
            say(
                "デモの住民に入力できる項目は、いまありません。",
                "There is nothing the residents of the demonstration could key now.",
            ),
        )
    return redirect("job_desk", pk=pk)


def _nobody_waits(job: Job) -> None:
    """Give back the places of roles that somebody has left behind while trying out another."""
    for lease in Lease.objects.filter(job=job, state="held", person__is_fictional=True):
        handout.give_back(lease=lease, by=lease.person, at=timezone.now())


def _helpers(job: Job) -> list[Person]:
    """Residents without a button of their own, so that theirs stay as they were left."""
    everybody = Person.objects.filter(
        is_fictional=True, memberships__role="worker", username__startswith="resident"
    ).exclude(username__in=["resident4", "resident5"])
    able = [p for p in everybody.order_by("pk") if handout_queries.tasks_for(p, job).exists()]
    return able[:12]
