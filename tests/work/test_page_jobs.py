"""The list of jobs that somebody leads, and their start and pause."""

from collections.abc import Callable

import pytest
from django.db.models import Count, Q, Sum
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from tests.factories import NOW, job, order, record
from tests.work.desk import disputed, pictured, town
from yui.people.models import Person
from yui.work.actions import handout
from yui.work.actions.handout import Given, submit
from yui.work.models import Job, Task
from yui.work.queries.desk import Progress
from yui.work.queries.jobs import outlook, progress_of
from yui.work.rules import JobState, LeaseState, Mark, TaskState

pytestmark = pytest.mark.django_db
SignIn = Callable[[Person], Client]


def test_director_and_leader_see_the_jobs_of_their_hub(sign_in: SignIn) -> None:
    here = town()
    job(here.order, title="申請書の入力")
    for who in (here.ritsu, here.rei):
        assert "申請書の入力" in sign_in(who).get(reverse("desk")).content.decode()
    assert "申請書の入力" not in sign_in(here.elsewhere).get(reverse("desk")).content.decode()


def test_a_client_reads_why_not_and_nobody_is_sent_to_sign_in(
    sign_in: SignIn, client: Client
) -> None:
    here = town()
    assert sign_in(here.ken).get(reverse("desk")).status_code == 403
    assert client.get(reverse("desk"))["Location"].startswith(reverse("account_login"))


def test_the_list_asks_the_same_number_of_questions_for_many_jobs(
    sign_in: SignIn, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    here = town()
    for _ in range(5):
        record(job(order(here.hub, here.city)))
    browser = sign_in(here.ritsu)
    with django_assert_max_num_queries(8):
        browser.get(reverse("desk"))


def test_only_a_director_pauses_and_opens(sign_in: SignIn) -> None:
    here = town()
    work = job(here.order)
    address = reverse("job_move", args=[work.pk])
    assert sign_in(here.rei).post(address, {"to": "paused"}).status_code == 403
    assert sign_in(here.elsewhere).post(address, {"to": "paused"}).status_code == 404
    assert Job.objects.get(pk=work.pk).state == JobState.OPEN.value
    browser = sign_in(here.ritsu)
    browser.post(address, {"to": "paused"})
    assert Job.objects.get(pk=work.pk).state == JobState.PAUSED.value
    browser.post(address, {"to": "paused"})
    assert Job.objects.get(pk=work.pk).state == JobState.PAUSED.value
    assert browser.post(address, {"to": "done"}).status_code == 404
    assert browser.post(address, {"to": "nonsense"}).status_code == 404


def progress(job: Job) -> Progress:
    """The slow reference: one job at a time."""
    tasks = Task.objects.filter(job=job).aggregate(
        n=Count("pk"),
        settled=Count("pk", filter=Q(state=TaskState.SETTLED.value)),
        disputed=Count("pk", filter=Q(state=TaskState.DISPUTED.value)),
        places=Sum("open_slots"),
    )
    leases = job.leases.aggregate(
        held=Count("pk", filter=Q(state=LeaseState.HELD.value)),
        answers=Count("pk", filter=Q(state=LeaseState.ANSWERED.value)),
        people=Count("person", distinct=True, filter=Q(state=LeaseState.ANSWERED.value)),
        sen=Sum("sen", filter=Q(state=LeaseState.ANSWERED.value)),
    )
    return Progress(
        n_tasks=tasks["n"],
        n_settled=tasks["settled"],
        n_disputed=tasks["disputed"],
        n_open_places=tasks["places"] or 0,
        n_held=leases["held"],
        n_answers=leases["answers"],
        n_people=leases["people"],
        sen=leases["sen"] or 0,
    )


def test_the_progress_of_many_jobs_is_that_of_each() -> None:
    here = town()
    first, second, empty = job(here.order), job(here.order), job(here.order)
    disputed(first)
    record(second)
    found = progress_of([first, second, empty])
    for one in (first, second, empty):
        assert found[one.pk] == progress(one)
    assert found[first.pk].n_disputed == 1


def test_the_outlook_counts_places_and_follows_the_last_hour() -> None:
    from tests.factories import worker

    here = town()
    work = job(here.order)
    pictured(work)
    assert outlook(work, at=NOW).finish_at is None
    lease = handout.take(job=work, by=worker(work), at=NOW, in_room=False)
    submit(lease_id=lease.pk, given=Given(Mark.VALUE, "1"), by=lease.person, at=NOW)
    found = outlook(work, at=NOW)
    assert (found.n_left, found.n_last_hour) == (11, 1)
    assert found.finish_at is not None
    assert (found.finish_at - NOW).total_seconds() == 11 * 3600
    assert found.minutes_left == 2
