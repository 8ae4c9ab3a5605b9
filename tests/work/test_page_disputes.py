"""What readers did not agree on, and the picture of it."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from tests.factories import NOW, job, order, record, worker
from tests.work.desk import ONE, disputed, pictured, png, settled, town
from yui.engines.values import Kind
from yui.people.models import Membership, Person, Sight
from yui.people.rules import Role
from yui.work.actions import handout
from yui.work.models import Exposure, Task, Verdict

pytestmark = pytest.mark.django_db
SignIn = Callable[[Person], Client]


def decide(browser: Client, task: Task, **values: str) -> object:
    return browser.post(reverse("dispute_decide", args=[task.pk]), values)


def test_a_leader_sees_how_many_wait_for_whom(sign_in: SignIn) -> None:
    here = town()
    work = job(here.order, title="申請書の入力")
    disputed(work)
    page = sign_in(here.rei).get(reverse("disputes")).content.decode()
    assert "あなたが判断できる項目 1件" in page
    assert "申請書の入力" in page
    assert "申請書の入力" not in sign_in(here.elsewhere).get(reverse("disputes")).content.decode()


def test_others_come_no_further(sign_in: SignIn, client: Client) -> None:
    here = town()
    task = disputed(job(here.order))
    for address in (reverse("disputes"), reverse("dispute", args=[task.pk])):
        assert sign_in(here.ken).get(address).status_code == 403
        assert client.get(address)["Location"].startswith(reverse("account_login"))
    assert sign_in(here.elsewhere).get(reverse("dispute", args=[task.pk])).status_code == 404
    assert not Sight.objects.exists()


def test_the_list_asks_the_same_number_of_questions_for_many_jobs(
    sign_in: SignIn, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    here = town()
    for _ in range(4):
        disputed(job(order(here.hub, here.city)))
    browser = sign_in(here.rei)
    with django_assert_max_num_queries(7):
        browser.get(reverse("disputes"))


def test_looking_is_kept_before_the_picture_is_served(sign_in: SignIn) -> None:
    here = town()
    task = disputed(job(here.order))
    browser = sign_in(here.rei)
    picture = reverse("task_picture", args=[task.pk])
    refused = browser.get(picture)
    assert refused.status_code == 403
    assert "割り当てられていません" in refused.content.decode()
    page = browser.get(reverse("dispute", args=[task.pk]))
    assert Exposure.objects.filter(person=here.rei, record=task.record).exists()
    assert picture in page.content.decode()
    served = browser.get(picture)
    assert served.content == png()
    assert served["Cache-Control"] == "private, no-store"
    kept = [(s.subject, s.what, s.why) for s in Sight.objects.order_by("pk")]
    assert kept == [
        (f"task:{task.pk}", "general", "dispute"),
        (f"task:{task.pk}", "general", "picture"),
    ]


def test_a_worker_sees_the_picture_while_holding_the_place(sign_in: SignIn, client: Client) -> None:
    here = town()
    work = job(here.order)
    task = pictured(work, ONE).tasks.get()
    hana = worker(work)
    picture = reverse("task_picture", args=[task.pk])
    assert sign_in(hana).get(picture).status_code == 403
    lease = handout.take(job=work, by=hana, at=NOW, in_room=False)
    assert sign_in(hana).get(picture).status_code == 200
    handout.give_back(lease=lease, by=hana, at=NOW)
    assert sign_in(hana).get(picture).status_code == 403
    assert client.get(picture)["Location"].startswith(reverse("account_login"))
    assert sign_in(hana).get(reverse("task_picture", args=[0])).status_code == 404


def test_nobody_sees_the_picture_of_a_field_that_is_settled(sign_in: SignIn) -> None:
    here = town()
    (task,) = settled(job(here.order))
    browser = sign_in(here.ritsu)
    browser.get(reverse("dispute", args=[task.pk]))
    assert browser.get(reverse("task_picture", args=[task.pk])).status_code == 403


def test_all_readings_are_shown_with_how_often(sign_in: SignIn) -> None:
    here = town()
    task = disputed(job(here.order))
    page = sign_in(here.rei).get(reverse("dispute", args=[task.pk])).content.decode()
    assert page.count('name="choice" value="answer:') == 3
    assert page.count("機械") == 1  # it read 1 as one of the people did
    assert "1人" in page


def test_a_chosen_reading_settles_the_field_and_the_next_one_follows(sign_in: SignIn) -> None:
    here = town()
    work = job(here.order)
    first, second = disputed(work), disputed(work)
    answer = first.answers.order_by("pk")[1]
    browser = sign_in(here.rei)
    answered = decide(browser, first, choice=f"answer:{answer.pk}")
    assert answered["Location"] == reverse("dispute_next", args=[work.pk])  # type: ignore[index]
    assert Verdict.objects.get(task=first).value == "2"
    following = browser.get(reverse("dispute_next", args=[work.pk]))
    assert following["Location"] == reverse("dispute", args=[second.pk])


@pytest.mark.parametrize(
    ("values", "mark", "value"),
    [
        ({"choice": "blank"}, "blank", ""),
        ({"choice": "unreadable"}, "unreadable", ""),
        ({"raw": "４"}, "value", "4"),
        ({"raw": "四", "insist": "on"}, "value", "四"),
    ],
)
def test_marks_and_typed_values_settle_too(
    sign_in: SignIn, values: dict[str, str], mark: str, value: str
) -> None:
    here = town()
    task = disputed(job(here.order))
    decide(sign_in(here.rei), task, **values)
    verdict = Verdict.objects.get(task=task)
    assert (verdict.mark, verdict.value, verdict.settled_by) == (mark, value, "leader")


def test_a_value_that_cannot_be_right_is_asked_about_once(sign_in: SignIn) -> None:
    here = town()
    task = disputed(job(here.order))
    page = decide(sign_in(here.rei), task, raw="四").content.decode()  # type: ignore[attr-defined]
    assert "数字だけを入れてください" in page
    assert 'name="insist" value="on"' in page
    assert not Verdict.objects.filter(task=task).exists()


@pytest.mark.parametrize(
    "values",
    [{}, {"raw": ""}, {"choice": "answer:0"}, {"choice": "answer:x"}, {"choice": "machine:99999"}],
)
def test_nothing_is_settled_by_nothing(sign_in: SignIn, values: dict[str, str]) -> None:
    here = town()
    task = disputed(job(here.order))
    assert decide(sign_in(here.rei), task, **values).status_code == 200  # type: ignore[attr-defined]
    assert not Verdict.objects.filter(task=task).exists()


def test_an_answer_to_another_field_is_no_choice(sign_in: SignIn) -> None:
    here = town()
    work = job(here.order)
    first, second = disputed(work), disputed(work)
    other = second.answers.order_by("pk")[0]
    decide(sign_in(here.rei), first, choice=f"answer:{other.pk}")
    assert not Verdict.objects.filter(task=first).exists()


def test_who_answered_does_not_decide_and_reads_why(sign_in: SignIn) -> None:
    here = town()
    task = disputed(job(here.order))
    answerer = task.answers.order_by("pk")[0].lease.person
    Membership.objects.create(person=answerer, organisation=here.hub, role=Role.LEADER.value)
    page = sign_in(answerer).get(reverse("dispute", args=[task.pk]))
    assert page.status_code == 403
    assert "自分が入力した項目は判断できません" in page.content.decode()
    refused = decide(sign_in(answerer), task, choice="blank")
    assert refused.status_code == 403  # type: ignore[attr-defined]
    assert not Verdict.objects.filter(task=task).exists()


def test_who_saw_another_class_of_the_form_does_not_see_this_one(sign_in: SignIn) -> None:
    here = town()
    task = disputed(job(here.order))
    Exposure.objects.create(record=task.record, person=here.rei, privacy="identity", at=NOW)
    browser = sign_in(here.rei)
    page = browser.get(reverse("dispute", args=[task.pk]))
    assert page.status_code == 403
    assert "別の種類の個人情報" in page.content.decode()
    assert browser.get(reverse("task_picture", args=[task.pk])).status_code == 403
    assert "ほかの人が判断します" in browser.get(reverse("disputes")).content.decode()


def test_a_field_that_was_decided_meanwhile_leads_on(sign_in: SignIn) -> None:
    here = town()
    work = job(here.order)
    task = disputed(work)
    decide(sign_in(here.ritsu), task, choice="blank")
    browser = sign_in(here.rei)
    for answered in (
        decide(browser, task, choice="unreadable"),
        browser.get(reverse("dispute", args=[task.pk])),
    ):
        assert answered["Location"] == reverse("dispute_next", args=[work.pk])  # type: ignore[index]
    assert Verdict.objects.get(task=task).mark == "blank"
    page = browser.get(reverse("dispute_next", args=[work.pk]), follow=True).content.decode()
    assert "もうありません" in page


def test_options_are_picked_and_not_typed(sign_in: SignIn) -> None:
    here = town()
    work = job(here.order)
    task = disputed(work)
    Task.objects.filter(pk=task.pk).update(
        kind=Kind.CHECK.value, payload={"options": ["世帯", "個人"], "multi": True, "digits": None}
    )
    page = sign_in(here.rei).get(reverse("dispute", args=[task.pk])).content.decode()
    assert page.count('type="checkbox"') == 2
    sign_in(here.rei).post(reverse("dispute_decide", args=[task.pk]), {"raw": ["個人", "世帯"]})
    assert Verdict.objects.get(task=task).value == "世帯|個人"


def test_without_disputes_the_page_leads_back(sign_in: SignIn) -> None:
    here = town()
    record(job(here.order))
    page = sign_in(here.rei).get(reverse("disputes")).content.decode()
    assert "意見が分かれた項目はありません" in page
