"""Prepares and judges the database of a load test, in a process with that database's settings.

`python -m tests.load.town prepare N_PEOPLE N_RECORDS` prints the job and one session per person;
`python -m tests.load.town judge` prints what must hold, counted in the database.
"""

import json
import os
import sys

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yui.settings")

import django

django.setup()

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.core.management import call_command
from django.db import transaction
from django.db.models import Count, F, Q

from tests import factories
from yui.pay.models import Entry
from yui.people.models import Person
from yui.work.models import Answer, Exposure, Lease, Task
from yui.work.rules import LeaseState


def prepare(n_people: int, n_records: int) -> dict[str, object]:
    """Make a job with tasks and people who have agreed to everything."""
    call_command("migrate", verbosity=0)
    if not settings.EMBEDDED:
        call_command("createcachetable", verbosity=0)
    with transaction.atomic():
        job = factories.job()
        for _ in range(n_records):
            factories.record(job)
        people = [factories.worker(job) for _ in range(n_people)]
        sessions = [_session(person) for person in people]
    return {"job": job.pk, "sessions": sessions}


def _session(person: Person) -> str:
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.create()
    return str(session.session_key)


def judge() -> dict[str, object]:
    """Count what went wrong; every number but the first must be zero."""
    answered = Lease.objects.filter(state=LeaseState.ANSWERED.value)
    held_or_answered = Q(leases__state__in=[LeaseState.HELD.value, LeaseState.ANSWERED.value])
    tasks = Task.objects.annotate(n_taken=Count("leases", filter=held_or_answered))
    return {
        "answers": sorted(Answer.objects.values_list("pk", flat=True)),
        "over_their_slots": tasks.filter(n_taken__gt=F("n_slots")).count(),
        "slots_that_do_not_add_up": tasks.filter(state="open")
        .exclude(n_slots=F("n_taken") + F("open_slots"))
        .count(),
        "twice_on_a_task": Lease.objects.values("task", "person")
        .annotate(n=Count("pk"))
        .filter(n__gt=1)
        .count(),
        "two_classes_of_a_record": Exposure.objects.values("record", "person")
        .annotate(n=Count("privacy", distinct=True))
        .filter(n__gt=1)
        .count(),
        "answered_without_answer": answered.filter(answer=None).count(),
        "answers_without_pay": Answer.objects.count() - Entry.objects.count(),
        "paid_wrongly": Entry.objects.exclude(sen=250).count(),
    }


if __name__ == "__main__":
    command, *numbers = sys.argv[1:]
    result = prepare(*map(int, numbers)) if command == "prepare" else judge()
    json.dump(result, sys.stdout)
