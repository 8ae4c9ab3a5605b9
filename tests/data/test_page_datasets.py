"""The client's pages: rows, quality, downloads."""

from collections.abc import Callable
from urllib.parse import quote

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from tests.factories import NOW, job, organisation, person
from tests.work.desk import Town, accepted, town
from yui.data.actions import add_version
from yui.data.labels import at_most, n_in
from yui.data.models import Version
from yui.data.tables import Sheet, as_csv, as_xlsx
from yui.people.models import Person, Sight
from yui.people.rules import Role
from yui.work.actions.orders import deliver

pytestmark = pytest.mark.django_db
SignIn = Callable[[Person], Client]

QUALITY: dict[str, object] = {
    "n_records": 2, "n_fields": 4, "n_blank": 1, "n_unreadable": 0, "n_machine_and_person": 3,
    "n_two_people_or_more": 1, "n_by_leader": 0, "n_answers": 5, "n_inspected": 60,
    "n_wrong_in_sample": 0, "wrong_at_most": 0.0487, "promised_error": 0.001,
    "answers_per_field": 1.25, "promise_shown": False,
}  # fmt: skip


def version(
    here: Town, *rows: list[str], source: str = "order:1", title: str = "申請書"
) -> Version:
    header = ["管理番号", "氏名"]
    return add_version(
        owner=here.city, source=source, title=title, csv=as_csv(header, rows),
        xlsx=as_xlsx([Sheet("データ", header, rows)], {}), columns=[], quality=QUALITY,
        n_rows=len(rows), by=here.ritsu, at=NOW,
    )  # fmt: skip


def address(name: str, of: Version) -> str:
    return reverse(name, args=[of.dataset_id, of.number])


PAGES = ("dataset_version", "dataset_quality", "dataset_csv", "dataset_xlsx")


def test_only_the_client_s_own_people_see_and_take_the_data(
    sign_in: SignIn, client: Client
) -> None:
    here = town()
    made = version(here, ["1", "結野 花"])
    auditor = person("監査 正", Role.AUDITOR, at=here.city)
    for name in PAGES:
        page = address(name, made)
        assert sign_in(here.ken).get(page).status_code == 200
        assert sign_in(here.mori).get(page).status_code == 404
        for other in (here.ritsu, here.rei, auditor):
            assert sign_in(other).get(page).status_code == 403
        assert client.get(page)["Location"].startswith(reverse("account_login"))
    assert set(Sight.objects.values_list("person", flat=True)) == {here.ken.pk}


def test_the_list_shows_the_own_datasets_only(sign_in: SignIn) -> None:
    here = town()
    version(here, ["1", "花"])
    assert "申請書" in sign_in(here.ken).get(reverse("datasets")).content.decode()
    page = sign_in(here.mori).get(reverse("datasets")).content.decode()
    assert "まだデータがありません" in page


def test_the_list_asks_the_same_number_of_questions_for_many_datasets(
    sign_in: SignIn, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    here = town()
    for n in range(5):
        version(here, ["1", "花"], source=f"order:{n}")
    browser = sign_in(here.ken)
    with django_assert_max_num_queries(6):
        browser.get(reverse("datasets"))


def test_the_preview_shows_values_as_they_are_and_is_kept_as_a_sight(sign_in: SignIn) -> None:
    here = town()
    made = version(here, ["1", "結野 花"], ["2", "-森"])
    page = sign_in(here.ken).get(reverse("dataset", args=[made.dataset_id])).content.decode()
    assert "結野 花" in page
    assert '<td lang="ja">-森</td>' in page
    kept = Sight.objects.get()
    assert (kept.subject, kept.what, kept.why) == (f"version:{made.pk}", "table", "preview")


def test_the_newest_version_is_shown_and_older_ones_are_kept(sign_in: SignIn) -> None:
    here = town()
    old, new = version(here, ["1", "旧"]), version(here, ["1", "新"])
    browser = sign_in(here.ken)
    page = browser.get(reverse("dataset", args=[new.dataset_id])).content.decode()
    assert "第2版" in page
    assert address("dataset_version", old) in page
    assert "旧" in browser.get(address("dataset_version", old)).content.decode()
    assert browser.get(reverse("dataset_version", args=[new.dataset_id, 9])).status_code == 404


def test_the_csv_opens_in_excel_under_a_japanese_name(sign_in: SignIn) -> None:
    here = town()
    made = version(here, ["1", "=cmd"], title="申請書 / 令和8年度")
    served = sign_in(here.ken).get(address("dataset_csv", made))
    assert served.content.startswith(b"\xef\xbb\xbf")
    assert "'=cmd" in served.content.decode("utf-8-sig")
    name = quote("申請書 _ 令和8年度_第1版.csv")
    assert served["Content-Disposition"] == f"attachment; filename*=utf-8''{name}"
    assert served["Cache-Control"] == "private, no-store"
    assert Sight.objects.get().why == "download_csv"


def test_the_workbook_is_served_as_it_was_made(sign_in: SignIn) -> None:
    here = town()
    made = version(here, ["1", "花"])
    served = sign_in(here.ken).get(address("dataset_xlsx", made))
    assert served.content.startswith(b"PK")
    assert ".xlsx" in served["Content-Disposition"]
    assert Sight.objects.get().why == "download_xlsx"


def test_shift_jis_is_given_on_request_with_twins_kept(sign_in: SignIn) -> None:
    here = town()
    made = version(here, ["1", "〜髙−"])
    served = sign_in(here.ken).get(address("dataset_csv", made), {"encoding": "cp932"})
    assert served.content.decode("cp932").splitlines()[1] == "1,～髙－"


def test_characters_that_shift_jis_lacks_are_named_before_anything_is_lost(
    sign_in: SignIn,
) -> None:
    here = town()
    made = version(here, ["1", "結野"], ["2", "𠮷田 花"])
    browser = sign_in(here.ken)
    csv = address("dataset_csv", made)
    page = browser.get(csv, {"encoding": "cp932"})
    shown = page.content.decode()
    assert page["Content-Type"].startswith("text/html")
    assert '<th scope="row" lang="ja">𠮷</th><td class="number">3</td><td>2（氏名）</td>' in shown
    assert not Sight.objects.exists()
    served = browser.get(csv, {"encoding": "cp932", "fill": "geta"})
    assert "〓田 花" in served.content.decode("cp932")
    assert Sight.objects.get().why == "download_csv"


def test_the_quality_page_says_plainly_what_was_shown(sign_in: SignIn) -> None:
    here = town()
    made = version(here, ["1", "花"])
    page = sign_in(here.ken).get(address("dataset_quality", made)).content.decode()
    assert "誤りは多くても1,000件に49件（95%の確からしさ）" in page
    assert "言い切れません" in page
    assert "1.25" in page


def test_the_data_of_a_delivered_order_is_a_click_away(sign_in: SignIn) -> None:
    here = town()
    accepted(job(here.order), here.ritsu)
    delivery = deliver(order=here.order, by=here.ritsu, at=NOW)
    browser = sign_in(here.ken)
    page = browser.get(reverse("order", args=[here.order.pk])).content.decode()
    dataset = reverse("dataset", args=[delivery.version.dataset_id])
    assert dataset in page
    assert "copies" in browser.get(dataset).content.decode()
    assert browser.get(address("dataset_quality", delivery.version)).status_code == 200


def test_a_person_of_two_sections_sees_both(sign_in: SignIn) -> None:
    here = town()
    version(here, ["1", "花"])
    both = person("兼務 空", Role.STAFF, at=here.city)
    from yui.people.models import Membership

    Membership.objects.create(person=both, organisation=organisation(), role=Role.CLIENT.value)
    assert "申請書" in sign_in(both).get(reverse("datasets")).content.decode()


@pytest.mark.parametrize(
    ("share", "words"),
    [
        (0.001, "1,000件に1件"),
        (0.0487, "1,000件に49件"),
        (0.00099, "100,000件に99件"),
        (0.5, "100件に50件"),
        (0.0000001, "1,000,000件に1件"),
        (0, "1,000,000件に1件"),
    ],
)
def test_shares_are_said_as_counts_never_too_small(share: float, words: str) -> None:
    assert n_in(share) == words


def test_without_inspection_nothing_is_claimed() -> None:
    assert at_most(1.0) == "まだ何も言えません"
