"""The desk of one job: scans in, pages read or set aside, work on its way, delivery."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from tests.digitise.pages import form, form_job, paper, read
from tests.factories import NOW, job, worker
from tests.work.desk import accepted, disputed, settled, town, upload
from yui.digitise.models import Page, Scan
from yui.engines.registration import Refusal
from yui.people.models import Person, Sight
from yui.work.actions import handout
from yui.work.actions.handout import Given, submit
from yui.work.models import Exposure, Job, Order, Record
from yui.work.queries.checking import draw
from yui.work.queries.handout import tasks_for
from yui.work.rules import Mark

pytestmark = pytest.mark.django_db
SignIn = Callable[[Person], Client]


def put_in(browser: Client, of: Job, **files: bytes) -> Any:
    scans = [upload(f"{name}.png", content) for name, content in files.items()]
    return browser.post(reverse("put_in", args=[of.pk]), {"scans": scans}, follow=True)


def desk(browser: Client, of: Job) -> str:
    return browser.get(reverse("job_desk", args=[of.pk])).content.decode()


def test_many_scans_are_put_in_at_once_and_repeated_ones_named(sign_in: SignIn) -> None:
    here = town()
    work = form_job(here, opened=False)
    browser = sign_in(here.ritsu)
    page = put_in(browser, work, a=paper(250), b=paper(240), c=paper(250)).content.decode()
    assert "2ファイル、2ページを入れました" in page
    assert "入れませんでした: c.png" in page
    assert (Scan.objects.count(), Page.objects.count()) == (2, 2)
    assert "機械が用紙を読んでいます" in page


def test_one_bad_file_keeps_all_out_and_each_is_named(sign_in: SignIn) -> None:
    here = town()
    work = form_job(here, opened=False)
    files = {"good": paper(), "torn": paper()[:20], "empty": b"", "text": b"hello"}
    page = put_in(sign_in(here.ritsu), work, **files).content.decode()
    assert "1つも入れていません" in page
    for name in ("torn.png", "empty.png", "text.png"):
        assert f"<strong>{name}</strong>" in page
    assert "<strong>good.png</strong>" not in page
    assert not Scan.objects.exists()


def test_no_file_at_all_is_asked_for(sign_in: SignIn) -> None:
    here = town()
    work = form_job(here)
    page = sign_in(here.ritsu).post(reverse("put_in", args=[work.pk])).content.decode()
    assert "直すところ" in page or "必須" in page


def test_others_put_nothing_in_and_see_nothing(sign_in: SignIn, client: Client) -> None:
    here = town()
    work = form_job(here)
    address = reverse("put_in", args=[work.pk])
    scans = {"scans": [upload("a.png", paper())]}
    assert sign_in(here.rei).post(address, scans).status_code == 403
    assert sign_in(here.ken).post(address, scans).status_code == 403
    assert sign_in(here.elsewhere).post(address, scans).status_code == 404
    assert client.post(address)["Location"].startswith(reverse("account_login"))
    assert not Scan.objects.exists()
    for name in ("job_desk", "job_now"):
        page = reverse(name, args=[work.pk])
        assert sign_in(here.rei).get(page).status_code == 200
        assert sign_in(here.ken).get(page).status_code == 403
        assert sign_in(here.elsewhere).get(page).status_code == 404
        assert client.get(page)["Location"].startswith(reverse("account_login"))


def test_a_leader_sees_the_job_but_not_what_only_a_director_does(sign_in: SignIn) -> None:
    here = town()
    work = form_job(here, opened=False)
    put_in(sign_in(here.ritsu), work, a=paper())
    read(Refusal.FOREIGN)
    page = desk(sign_in(here.rei), work)
    assert "よけたページが1ページあります" in page
    for name in ("put_in", "job_move"):
        assert reverse(name, args=[work.pk]) not in page
    assert reverse("page_picture", args=[Page.objects.get().pk]) not in page


def test_the_page_asks_itself_again_only_while_something_moves(sign_in: SignIn) -> None:
    here = town()
    work = form_job(here, opened=False)
    browser = sign_in(here.ritsu)
    now = reverse("job_now", args=[work.pk])
    assert "hx-trigger" not in browser.get(now).content.decode()
    put_in(browser, work, a=paper())
    assert 'hx-trigger="every' in browser.get(now).content.decode()
    read()
    fragment = browser.get(now).content.decode()
    assert "hx-trigger" not in fragment
    assert "<html" not in fragment
    browser.post(reverse("job_move", args=[work.pk]), {"to": "open"})
    assert 'hx-trigger="every' in browser.get(now).content.decode()


def test_the_next_step_goes_from_scans_to_delivery(sign_in: SignIn) -> None:
    here = town()
    work = form_job(here, opened=False)
    browser = sign_in(here.ritsu)
    assert "スキャンを選ぶ" in desk(browser, work)
    put_in(browser, work, a=paper())
    read()
    assert "募集を始める" in desk(browser, work)
    browser.post(reverse("job_move", args=[work.pk]), {"to": "open"})
    assert "ワーカーが入力しています" in desk(browser, work)
    browser.post(reverse("job_move", args=[work.pk]), {"to": "paused"})
    assert "募集を再開する" in desk(browser, work)
    browser.post(reverse("job_move", args=[work.pk]), {"to": "open"})
    work.refresh_from_db()
    for _ in range(3):
        hana = worker(work)
        while tasks_for(hana, work).exists():
            lease = handout.take(job=work, by=hana, at=NOW, in_room=False)
            submit(lease_id=lease.pk, given=Given(Mark.VALUE, "1"), by=hana, at=NOW)
    assert "検査を始める" in desk(browser, work)
    opened = browser.post(reverse("lot_new", args=[work.pk]), {"n_sample": "3"})
    assert "検査を開く" in desk(browser, work)
    browser.post(opened["Location"] + "accept/")
    while (found := browser.get(opened["Location"] + "inspect/")).status_code == 200:
        inspection = found.context["inspection"]
        browser.post(opened["Location"] + f"inspect/{inspection.pk}/", {"choice": "right"})
    browser.post(opened["Location"] + "accept/")
    assert "納品する" in desk(browser, work)
    browser.post(reverse("order_deliver", args=[here.order.pk]))
    assert "この仕事は納品されました" in desk(browser, work)
    assert Order.objects.get(pk=here.order.pk).state == "delivered"


def test_disputes_come_before_everything_else(sign_in: SignIn) -> None:
    here = town()
    work = job(here.order)
    disputed(work)
    settled(work)
    page = desk(sign_in(here.ritsu), work)
    assert "意見が分かれた項目を判断する" in page
    assert "2.50円" in page


def test_costs_are_shown_in_yen(sign_in: SignIn) -> None:
    here = town()
    work = job(here.order)
    settled(work, 4)
    page = desk(sign_in(here.ritsu), work)
    assert "4回の入力、4人" in page
    assert '<span class="figure__value">10<span' in page


def test_a_page_set_aside_says_why_and_is_read_again(sign_in: SignIn) -> None:
    here = town()
    work = form_job(here)
    browser = sign_in(here.ritsu)
    put_in(browser, work, a=paper())
    read(Refusal.FOREIGN)
    page = Page.objects.get()
    assert "別の用紙のようです" in desk(browser, work)
    again = reverse("page_again", args=[page.pk])
    assert sign_in(here.rei).post(again).status_code == 403
    assert sign_in(here.elsewhere).post(again).status_code == 404
    assert browser.post(again)["Location"] == reverse("job_desk", args=[work.pk])
    assert Page.objects.get().state == "waiting"
    assert "もう読み直しています" in browser.post(again, follow=True).content.decode()
    read()
    assert Record.objects.count() == 1


def test_the_picture_of_a_page_set_aside_is_served_and_the_sight_kept(
    sign_in: SignIn, client: Client
) -> None:
    here = town()
    work = form_job(here)
    put_in(sign_in(here.ritsu), work, a=paper())
    read(Refusal.TORN)
    page = Page.objects.get()
    address = reverse("page_picture", args=[page.pk])
    assert sign_in(here.rei).get(address).status_code == 403
    assert sign_in(here.ken).get(address).status_code == 403
    assert sign_in(here.elsewhere).get(address).status_code == 404
    assert client.get(address)["Location"].startswith(reverse("account_login"))
    assert not Sight.objects.exists()
    served = sign_in(here.ritsu).get(address)
    assert served.content.startswith(b"\x89PNG")
    assert served["Cache-Control"] == "private, no-store"
    kept = Sight.objects.get()
    assert (kept.person, kept.subject, kept.why) == (here.ritsu, f"page:{page.pk}", "set_aside")


def test_who_saw_a_whole_page_gets_no_field_of_it_later(sign_in: SignIn) -> None:
    import random

    here = town()
    work = form_job(here)
    browser = sign_in(here.ritsu)
    put_in(browser, work, a=paper())
    read(Refusal.TORN)
    page = Page.objects.get()
    browser.get(reverse("page_picture", args=[page.pk]))
    browser.post(reverse("page_again", args=[page.pk]))
    read()
    record = Record.objects.get()
    assert Exposure.objects.get(record=record, person=here.ritsu).privacy == "page"
    task = record.tasks.order_by("rank")[0]
    assert browser.get(reverse("task_picture", args=[task.pk])).status_code == 403
    assert browser.get(address_of(page)).status_code == 403
    from yui.work.models import Lot

    made = Lot.objects.create(job=work, number=1, seed=1, opened_at=NOW)
    Record.objects.update(lot=made)
    assert draw(made, 10, inspector=here.ritsu, rng=random.Random(1)) == []
    assert draw(made, 10, inspector=here.rei, rng=random.Random(1)) != []


def address_of(page: Page) -> str:
    return reverse("page_picture", args=[page.pk])


def test_nothing_is_put_into_a_job_that_was_delivered(sign_in: SignIn) -> None:
    here = town()
    work = form_job(here)
    Job.objects.filter(pk=work.pk).update(state="done")
    page = put_in(sign_in(here.ritsu), work, a=paper()).content.decode()
    assert "納品が終わった仕事です" in page
    assert not Scan.objects.exists()


def test_a_page_that_is_read_after_the_delivery_is_set_aside(sign_in: SignIn) -> None:
    here = town()
    work = form_job(here)
    put_in(sign_in(here.ritsu), work, a=paper())
    Job.objects.filter(pk=work.pk).update(state="done")
    read()
    assert not Record.objects.exists()
    assert Page.objects.get().refusal == "job_done"


def test_nothing_is_delivered_while_pages_are_being_read(sign_in: SignIn) -> None:
    here = town()
    accepted(job(here.order), here.ritsu)
    work = form_job(here)
    browser = sign_in(here.ritsu)
    put_in(browser, work, a=paper())
    address = reverse("order_deliver", args=[here.order.pk])
    assert "まだ機械が読んでいるページ" in browser.post(address, follow=True).content.decode()
    read()
    assert "まだ決まっていない項目" in browser.post(address, follow=True).content.decode()
    assert Order.objects.get(pk=here.order.pk).state == "running"


def test_only_the_director_of_the_hub_delivers_and_only_once(
    sign_in: SignIn, client: Client
) -> None:
    here = town()
    accepted(job(here.order), here.ritsu)
    address = reverse("order_deliver", args=[here.order.pk])
    assert sign_in(here.ken).post(address).status_code == 403
    assert sign_in(here.rei).post(address).status_code == 403
    assert sign_in(here.elsewhere).post(address).status_code == 404
    assert client.post(address)["Location"].startswith(reverse("account_login"))
    browser = sign_in(here.ritsu)
    assert "納品しました" in browser.post(address, follow=True).content.decode()
    assert "もう納品されています" in browser.post(address, follow=True).content.decode()
    assert here.order.deliveries.count() == 1


def test_the_desk_asks_the_same_number_of_questions_for_many_pages(
    sign_in: SignIn, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    here = town()
    work = form_job(here, form(here))
    browser = sign_in(here.ritsu)
    put_in(browser, work, **{f"f{n}": paper(200 + n) for n in range(6)})
    for _ in range(3):
        read()
    for _ in range(3):
        read(Refusal.BLANK)
    with django_assert_max_num_queries(30):
        browser.get(reverse("job_desk", args=[work.pk]))
