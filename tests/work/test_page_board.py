"""The worker's pages: board, terms, one field, own record."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.factories import job, organisation, person, record, worker
from yui.pay.models import Entry, Notice, Terms
from yui.people.models import Person, Pledge
from yui.people.rules import Role
from yui.work.models import Answer, Capacity, Job, Lease, Task

pytestmark = pytest.mark.django_db
SignIn = Callable[[Person], Client]


def newcomer(work: Job) -> Person:
    return person("結野 花", Role.WORKER, at=work.order.hub)


def take(browser: Client, work: Job) -> Lease:
    address = browser.post(f"/work/jobs/{work.pk}/take/")["Location"]
    return Lease.objects.get(pk=int(address.split("/")[3]))


@pytest.mark.parametrize("path", ["/work/", "/work/own/"])
def test_a_stranger_is_asked_to_sign_in(client: Client, path: str) -> None:
    response = client.get(path)
    assert (response.status_code, response["Location"]) == (302, f"/account/login/?next={path}")


@pytest.mark.parametrize("path", ["/work/", "/work/own/"])
def test_who_is_no_worker_reads_why_not(sign_in: SignIn, path: str) -> None:
    ken = person("窓口 健", Role.STAFF)
    assert sign_in(ken).get(path).status_code == 403


def test_the_board_shows_the_jobs_of_the_own_hub_only(sign_in: SignIn) -> None:
    ours, theirs = job(title="うちの仕事"), job(title="よその仕事")
    record(ours)
    record(theirs)
    page = sign_in(worker(ours)).get("/work/").content.decode()
    assert "うちの仕事" in page
    assert "よその仕事" not in page


def test_the_board_says_why_a_job_cannot_be_taken(sign_in: SignIn) -> None:
    work = job(level_needed=0.95)
    record(work)
    page = sign_in(worker(work)).get("/work/").content.decode()
    assert "いまはできない仕事" in page
    assert f"/work/jobs/{work.pk}/" not in page


def test_the_board_asks_few_questions(
    sign_in: SignIn, django_assert_max_num_queries: Callable[[int], object]
) -> None:
    work = job()
    record(work)
    browser = sign_in(worker(work))
    with django_assert_max_num_queries(18):  # type: ignore[attr-defined]
        browser.get("/work/")


def test_terms_are_read_before_anything_is_taken(sign_in: SignIn) -> None:
    work = job()
    record(work)
    hana = newcomer(work)
    browser = sign_in(hana)
    page = browser.get(f"/work/jobs/{work.pk}/").content.decode()
    for words in ("支払期日", "受け取った日から30日以内", "秘密を守る約束", "2.5 円"):
        assert words in page
    assert not Lease.objects.exists()
    response = browser.post(f"/work/jobs/{work.pk}/take/")
    assert response["Location"] == f"/work/jobs/{work.pk}/"
    assert not Lease.objects.exists()


def test_agreeing_keeps_agreement_pledge_and_notice_and_hands_out_a_field(sign_in: SignIn) -> None:
    work = job()
    record(work)
    hana = newcomer(work)
    response = sign_in(hana).post(f"/work/jobs/{work.pk}/start/", {"agree": "yes"})
    assert response["Location"].startswith("/work/leases/")
    assert Terms.objects.get(person=hana).hub == work.order.hub
    assert "秘密を守る約束" in Pledge.objects.get(person=hana).text
    items = Notice.objects.get(person=hana).items
    assert len(items) == 9
    assert "結野 花" in items["委託者・受託者"]


def test_without_the_tick_nothing_is_agreed(sign_in: SignIn) -> None:
    work = job()
    record(work)
    hana = newcomer(work)
    sign_in(hana).post(f"/work/jobs/{work.pk}/start/", {})
    assert not Terms.objects.exists()
    assert not Lease.objects.exists()


def test_a_field_shows_its_picture_and_one_input_of_its_kind(sign_in: SignIn) -> None:
    work = job()
    record(work)
    browser = sign_in(worker(work))
    lease = take(browser, work)
    Task.objects.filter(pk=lease.task_id).update(kind="postal")
    page = browser.get(f"/work/leases/{lease.pk}/").content.decode()
    assert f"/pictures/{lease.task_id}/" in page
    assert 'inputmode="numeric"' in page
    assert "no-store" in browser.get(f"/work/leases/{lease.pk}/")["Cache-Control"]


def test_nobody_opens_somebody_elses_field(sign_in: SignIn) -> None:
    work = job()
    record(work)
    lease = take(sign_in(worker(work)), work)
    other = sign_in(worker(work, "森 凛"))
    assert other.get(f"/work/leases/{lease.pk}/").status_code == 404
    assert other.post(f"/work/leases/{lease.pk}/answer/", {"value": "1"}).status_code == 404
    assert not Answer.objects.exists()


def test_an_answer_is_stored_paid_and_followed_by_the_next_field(sign_in: SignIn) -> None:
    work = job()
    record(work)
    browser = sign_in(worker(work))
    lease = take(browser, work)
    response = browser.post(f"/work/leases/{lease.pk}/answer/", {"value": "結野　花"})
    assert response["Location"].startswith("/work/leases/")
    assert Answer.objects.get(pk=lease.pk).value == "結野 花"
    assert Entry.objects.get(subject=f"answer:{lease.pk}").sen == lease.sen


def test_the_outbox_gets_its_confirmation_and_the_next_field_at_once(sign_in: SignIn) -> None:
    work = job()
    record(work)
    browser = sign_in(worker(work))
    lease = take(browser, work)
    headers = {"X-Yui-Outbox": str(lease.pk)}
    url = f"/work/leases/{lease.pk}/answer/"
    for _ in range(2):
        response = browser.post(url, {"value": "花"}, headers=headers)
        assert response["X-Yui-Saved"] == str(lease.pk)
        assert response["X-Yui-Next"].startswith("/work/leases/")
        assert 'id="task"' in response.content.decode()
    assert Answer.objects.count() == Entry.objects.count() == 1


def test_an_empty_answer_asks_for_the_blank_button_and_stores_nothing(sign_in: SignIn) -> None:
    work = job()
    record(work)
    browser = sign_in(worker(work))
    lease = take(browser, work)
    page = browser.post(f"/work/leases/{lease.pk}/answer/", {"value": "  "})
    assert "空欄" in page.content.decode()
    assert "X-Yui-Saved" not in page
    assert not Answer.objects.exists()


def test_an_odd_value_is_asked_back_once_and_then_taken_as_written(sign_in: SignIn) -> None:
    work = job()
    record(work)
    browser = sign_in(worker(work))
    lease = take(browser, work)
    Task.objects.filter(pk=lease.task_id).update(kind="month")
    url = f"/work/leases/{lease.pk}/answer/"
    browser.post(url, {"value": "13"})
    assert not Answer.objects.exists()
    browser.post(url, {"value": "13", "sure": "13"})
    assert Answer.objects.get().value == "13"


@pytest.mark.parametrize("mark", ["blank", "unreadable"])
def test_blank_and_unreadable_are_answers_of_their_own(sign_in: SignIn, mark: str) -> None:
    work = job()
    record(work)
    browser = sign_in(worker(work))
    lease = take(browser, work)
    browser.post(f"/work/leases/{lease.pk}/answer/", {"value": "typed before", "mark": mark})
    answer = Answer.objects.get()
    assert (answer.mark, answer.value) == (mark, "")


def test_somebody_who_comes_too_late_reads_it_and_gets_the_next_field(sign_in: SignIn) -> None:
    work = job()
    record(work, sure=True)
    record(work, sure=True)
    hana, mei = sign_in(worker(work)), sign_in(worker(work, "鈴木 芽依"))
    lease = take(hana, work)
    Lease.objects.filter(pk=lease.pk).update(ends_at=timezone.now() - timedelta(minutes=1))
    second = take(mei, work)
    assert second.task_id == lease.task_id
    mei.post(f"/work/leases/{second.pk}/answer/", {"value": "1"})
    page = hana.post(f"/work/leases/{lease.pk}/answer/", {"value": "1"}, follow=True)
    assert "時間がすぎて" in page.content.decode()


def test_skipping_and_stopping_give_the_place_back(sign_in: SignIn) -> None:
    work = job()
    record(work)
    browser = sign_in(worker(work))
    lease = take(browser, work)
    response = browser.post(f"/work/leases/{lease.pk}/back/", {"then": "next"})
    assert response["Location"].startswith("/work/leases/")
    following = take(browser, work)
    assert following.task_id != lease.task_id
    assert browser.post(f"/work/leases/{following.pk}/back/")["Location"] == "/work/"
    assert not Lease.objects.filter(state="held").exists()


def test_a_picture_is_served_while_the_place_is_held_and_every_sight_is_kept(
    sign_in: SignIn, tmp_path: object
) -> None:
    work = job()
    record(work)
    hana = worker(work)
    browser = sign_in(hana)
    lease = take(browser, work)
    stranger = sign_in(worker(work, "森 凛"))
    assert stranger.get(f"/pictures/{lease.task_id}/").status_code == 403
    browser.post(f"/work/leases/{lease.pk}/back/")
    assert browser.get(f"/pictures/{lease.task_id}/").status_code == 403


def test_a_room_job_is_taken_from_the_room_only(sign_in: SignIn, settings: object) -> None:
    from ipaddress import ip_network

    work = job()
    Job.objects.filter(pk=work.pk).update(place="room")
    record(work)
    browser = sign_in(worker(work))
    settings.ROOM_NETWORKS = [ip_network("10.1.0.0/16")]  # type: ignore[attr-defined]
    assert browser.post(f"/work/jobs/{work.pk}/take/")["Location"] == f"/work/jobs/{work.pk}/"
    inside = browser.post(f"/work/jobs/{work.pk}/take/", REMOTE_ADDR="10.1.2.3")
    assert inside["Location"].startswith("/work/leases/")


def test_the_own_record_shows_pay_and_accuracy_with_its_interval(sign_in: SignIn) -> None:
    work = job()
    record(work, sure=True)
    hana = worker(work)
    browser = sign_in(hana)
    lease = take(browser, work)
    browser.post(f"/work/leases/{lease.pk}/answer/", {"value": "1"})
    page = browser.get("/work/own/").content.decode()
    assert "2.5" in page
    assert "1 / 1" in page
    assert "27.0" in page  # the lower end of Wilson's 90 % interval for one of one


def test_free_hours_are_declared_and_nonsense_is_refused(sign_in: SignIn) -> None:
    hana = person("結野 花", Role.WORKER, at=organisation())
    browser = sign_in(hana)
    browser.post("/work/own/capacity/", {"hours": "20"})
    assert Capacity.objects.get(person=hana).hours_a_month == 20
    for nonsense in ("", "-1", "201", "二十"):
        browser.post("/work/own/capacity/", {"hours": nonsense})
    assert Capacity.objects.get(person=hana).hours_a_month == 20


def test_another_answer_from_a_second_window_is_told_that_the_first_counts(
    sign_in: SignIn,
) -> None:
    work = job()
    record(work)
    browser = sign_in(worker(work))
    lease = take(browser, work)
    url = f"/work/leases/{lease.pk}/answer/"
    browser.post(url, {"value": "花"})
    page = browser.post(url, {"value": "鼻"}, follow=True)
    assert "はじめの回答を使います" in page.content.decode()
    assert Answer.objects.get().raw == "花"


def test_a_field_that_was_given_back_is_not_shown_any_more(sign_in: SignIn) -> None:
    work = job()
    record(work)
    browser = sign_in(worker(work))
    lease = take(browser, work)
    browser.post(f"/work/leases/{lease.pk}/back/")
    page = browser.get(f"/work/leases/{lease.pk}/", follow=True)
    assert "もう手もとにありません" in page.content.decode()
