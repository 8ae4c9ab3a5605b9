"""Inspection: drawing, looking, widening, accepting."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories import NOW, job, record
from tests.work.desk import lot, settled, town
from yui.people.models import Person
from yui.work.actions import checking
from yui.work.models import Exposure, Inspection, Lot
from yui.work.queries import checking as queries

pytestmark = pytest.mark.django_db
SignIn = Callable[[Person], Client]


def test_a_director_opens_a_lot_and_reads_what_a_sample_shows(sign_in: SignIn) -> None:
    here = town()
    work = job(here.order)
    settled(work, 3)
    browser = sign_in(here.ritsu)
    address = reverse("lot_new", args=[work.pk])
    page = browser.get(address).content.decode()
    assert "2,995項目が必要です" in page
    assert "3 ÷ 検査した数" in page
    answer = browser.post(address, {"n_sample": "3"})
    made = Lot.objects.get()
    assert answer["Location"] == reverse("lot", args=[made.pk])
    assert made.inspections.count() == 3


def test_leaders_strangers_and_nobody_cannot_open_a_lot(sign_in: SignIn, client: Client) -> None:
    here = town()
    work = job(here.order)
    settled(work)
    address = reverse("lot_new", args=[work.pk])
    assert sign_in(here.rei).post(address, {"n_sample": "1"}).status_code == 403
    assert sign_in(here.elsewhere).post(address, {"n_sample": "1"}).status_code == 404
    assert client.post(address)["Location"].startswith(reverse("account_login"))
    assert not Lot.objects.exists()


def test_a_sample_that_is_not_offered_is_refused(sign_in: SignIn) -> None:
    here = town()
    work = job(here.order)
    settled(work)
    for n in ("0", "-1", "2", "x"):
        sign_in(here.ritsu).post(reverse("lot_new", args=[work.pk]), {"n_sample": n})
    assert not Lot.objects.exists()


def test_nothing_settled_means_nothing_to_inspect(sign_in: SignIn) -> None:
    here = town()
    work = job(here.order)
    record(work)
    page = sign_in(here.ritsu).get(reverse("lot_new", args=[work.pk])).content.decode()
    assert "検査できる用紙は、まだありません" in page


def test_looking_keeps_exposure_before_the_picture(sign_in: SignIn) -> None:
    here = town()
    made = lot(job(here.order), here.ritsu)
    browser = sign_in(here.ritsu)
    page = browser.get(reverse("lot_inspect", args=[made.pk])).content.decode()
    seen = Exposure.objects.get(person=here.ritsu)
    task = made.inspections.get(record=seen.record).task
    assert reverse("task_picture", args=[task.pk]) in page
    assert browser.get(reverse("task_picture", args=[task.pk])).status_code == 200


def test_right_and_wrong_are_written_down_and_the_lot_says_what_that_shows(
    sign_in: SignIn,
) -> None:
    here = town()
    made = lot(job(here.order), here.ritsu, n=2)
    browser = sign_in(here.ritsu)
    first, second = made.inspections.order_by("pk")
    found = browser.post(reverse("lot_found", args=[made.pk, first.pk]), {"choice": "right"})
    assert found["Location"] == reverse("lot_inspect", args=[made.pk])
    browser.post(reverse("lot_found", args=[made.pk, second.pk]), {"raw": "7"})
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.right, second.right, second.value) == (True, False, "7")
    page = browser.get(reverse("lot", args=[made.pk])).content.decode()
    assert "検査した2項目のうち、誤りは1件" in page
    assert "誤りは多くても100件に98件" in page
    assert "数が足りません" in page


def test_a_doubtful_correction_is_asked_about(sign_in: SignIn) -> None:
    here = town()
    made = lot(job(here.order), here.ritsu, n=1)
    inspection = made.inspections.get()
    address = reverse("lot_found", args=[made.pk, inspection.pk])
    page = sign_in(here.ritsu).post(address, {"raw": "七"}).content.decode()
    assert "数字だけを入れてください" in page
    assert Inspection.objects.get().right is None
    sign_in(here.ritsu).post(address, {"choice": "blank"})
    assert Inspection.objects.get().mark == "blank"


def test_a_lot_is_accepted_only_after_the_whole_sample(sign_in: SignIn) -> None:
    here = town()
    made = lot(job(here.order), here.ritsu, n=1)
    browser = sign_in(here.ritsu)
    accept = reverse("lot_accept", args=[made.pk])
    browser.post(accept)
    assert Lot.objects.get().state == "open"
    inspection = made.inspections.get()
    browser.post(reverse("lot_found", args=[made.pk, inspection.pk]), {"choice": "right"})
    assert "合格にする" in browser.get(reverse("lot", args=[made.pk])).content.decode()
    assert browser.post(accept)["Location"] == reverse("job_desk", args=[made.job_id])
    assert Lot.objects.get().accepted_by == here.ritsu
    assert browser.post(accept)["Location"] == reverse("lot", args=[made.pk])
    after = browser.post(reverse("lot_widen", args=[made.pk]), {"n_more": "1"})
    assert after["Location"] == reverse("lot", args=[made.pk])
    assert browser.get(reverse("lot_inspect", args=[made.pk]))["Location"] == after["Location"]


def test_widening_draws_more(sign_in: SignIn) -> None:
    here = town()
    work = job(here.order)
    settled(work, 3)
    made = checking.open_lot(job=work, n_sample=1, seed=1, by=here.ritsu, at=NOW)
    browser = sign_in(here.ritsu)
    browser.post(reverse("lot_widen", args=[made.pk]), {"n_more": "0"})
    assert made.inspections.count() == 1
    browser.post(reverse("lot_widen", args=[made.pk]), {"n_more": "5"})
    assert made.inspections.count() == 3


def test_a_leader_inspects_but_does_not_accept_or_widen(sign_in: SignIn) -> None:
    here = town()
    made = lot(job(here.order), here.ritsu, n=1)
    inspection = made.inspections.get()
    browser = sign_in(here.rei)
    address = reverse("lot_found", args=[made.pk, inspection.pk])
    assert browser.post(address, {"choice": "right"}).status_code == 302
    assert Inspection.objects.get().by == here.rei
    assert browser.post(reverse("lot_accept", args=[made.pk])).status_code == 403
    assert browser.post(reverse("lot_widen", args=[made.pk]), {"n_more": "1"}).status_code == 403


def test_others_come_no_further(sign_in: SignIn, client: Client) -> None:
    here = town()
    made = lot(job(here.order), here.ritsu, n=1)
    for name in ("lot", "lot_inspect"):
        address = reverse(name, args=[made.pk])
        assert sign_in(here.ken).get(address).status_code == 403
        assert sign_in(here.elsewhere).get(address).status_code == 404
        assert client.get(address)["Location"].startswith(reverse("account_login"))


def test_who_saw_another_class_leaves_the_field_to_others(sign_in: SignIn) -> None:
    here = town()
    made = lot(job(here.order), here.ritsu, n=1)
    inspection = made.inspections.get()
    Exposure.objects.create(record=inspection.record, person=here.rei, privacy="birth", at=NOW)
    browser = sign_in(here.rei)
    page = browser.get(reverse("lot_inspect", args=[made.pk]), follow=True).content.decode()
    assert "ほかの人が検査します" in page
    browser.post(reverse("lot_found", args=[made.pk, inspection.pk]), {"choice": "right"})
    assert Inspection.objects.get().right is None


def test_nobody_inspects_an_answer_of_their_own() -> None:
    here = town()
    made = lot(job(here.order), here.ritsu, n=1)
    answerer = made.inspections.get().task.answers.get().lease.person
    assert queries.next_inspection(made, answerer) is None
    assert queries.next_inspection(made, here.rei) is not None


def test_the_figures_of_many_lots_are_those_of_each() -> None:
    here = town()
    work = job(here.order, due_on=date(2026, 12, 1))
    lots = [lot(work, here.ritsu, n=n) for n in (1, 2)]
    assert queries.lots_of([work]) == [(one, queries.lot_figures(one)) for one in lots]


def test_the_samples_offered_fit_the_lot() -> None:
    sizes = [sample.n for sample in queries.samples(10_000, 0.001)]
    assert sizes == [60, 300, 2995, 10_000]
    assert [s.n for s in queries.samples(5, 0.001)] == [5]
    assert queries.samples(0, 0.001) == []
    shown = {s.n: s.shows_promise for s in queries.samples(10_000, 0.001)}
    assert shown == {60: False, 300: False, 2995: True, 10_000: True}
