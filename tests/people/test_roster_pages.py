"""The roster import as Ken of human resources goes through it."""

import csv
import io
from random import Random

import pytest
from django.conf import LazySettings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tests.people.pages import Town, browser, town
from tests.people.roster_files import HANA, KEN, file, many
from yui.people.actions import Entry, add_person
from yui.people.forms import ROSTER_BYTES
from yui.people.importing import FirstCode
from yui.people.models import Journal, Organisation, Person
from yui.people.roster_views import _pack, codes_csv, harmless

pytestmark = pytest.mark.django_db


@pytest.fixture
def here() -> Town:
    made = town()
    Organisation.objects.create(kind="section", code="0110", name="総務課")
    return made


def look(client: Client, raw: bytes) -> object:
    upload = SimpleUploadedFile("roster.csv", raw, "text/csv")
    return client.post(reverse("roster_preview"), {"file": upload})


def confirm(client: Client, page: object) -> object:
    context = page.context  # type: ignore[attr-defined]
    sent = {"file": context["file"], "plan": context["plan"].fingerprint}
    return client.post(reverse("roster_confirm"), sent)


def test_from_the_file_to_the_codes(here: Town) -> None:
    ken = browser(here.ken)
    assert ken.get(reverse("roster")).status_code == 200
    page = look(ken, file(HANA, KEN, encoding="cp932"))
    assert len(page.context["plan"].new) == 2  # type: ignore[attr-defined]
    assert not Person.objects.filter(username="hana").exists()
    done = confirm(ken, page)
    assert "no-store" in done["Cache-Control"]  # type: ignore[index]
    saved = ken.post(reverse("roster_codes"), {"codes": done.context["codes"]})  # type: ignore[attr-defined]
    assert saved["Content-Disposition"].startswith("attachment")
    rows = list(csv.DictReader(io.StringIO(saved.content.decode("utf-8-sig"))))
    hana = Person.objects.get(username="hana")
    assert hana.check_password(rows[0]["初回用コード"])


def test_two_thousand_four_hundred_people_go_through_the_pages(here: Town) -> None:
    ken = browser(here.ken)
    done = confirm(ken, look(ken, file(*many(2400))))
    assert len(done.context["done"].codes) == 2400  # type: ignore[attr-defined]


def test_the_same_file_again_offers_nothing_to_import(here: Town) -> None:
    ken = browser(here.ken)
    confirm(ken, look(ken, file(HANA)))
    page = look(ken, file(HANA))
    assert "There is nothing to import." in page.content.decode()  # type: ignore[attr-defined]
    assert page.context["file"] == ""  # type: ignore[attr-defined]


def test_sending_the_confirmation_twice_enters_nobody_twice(here: Town) -> None:
    ken = browser(here.ken)
    page = look(ken, file(HANA))
    confirm(ken, page)
    again = confirm(ken, page)
    assert again.context["again"]  # type: ignore[attr-defined]
    assert Person.objects.filter(username="hana").count() == 1


def test_what_changed_in_between_is_looked_at_again(here: Town) -> None:
    ken = browser(here.ken)
    page = look(ken, file(HANA))
    add_person(entry=Entry("hana", "別の花"), by=None, at=here.hana.created_at)
    again = confirm(ken, page)
    assert "changed while you looked" in again.content.decode()  # type: ignore[attr-defined]
    assert Person.objects.get(username="hana").name == "別の花"


def test_at_most_two_hundred_faults_are_listed_and_the_rest_counted(here: Town) -> None:
    rows = [(*row[:4], "9999", "職員") for row in many(250)]
    page = look(browser(here.ken), file(*rows))
    assert len(page.context["faults"]) == 200  # type: ignore[attr-defined]
    assert "And 50 more." in page.content.decode()  # type: ignore[attr-defined]


def test_faults_are_said_in_japanese_too(here: Town) -> None:
    ken = browser(here.ken)
    ken.cookies["language"] = "ja"
    page = look(ken, file((*HANA[:4], "9999", "職員")))
    assert "この所属コードは登録されていません。" in page.content.decode()  # type: ignore[attr-defined]


@pytest.mark.parametrize("raw", [b"", b"\xff\xfe\x00\x01", b"PK\x03\x04" + b"\x00" * 50])
def test_what_is_no_roster_gets_a_clear_fault(here: Town, raw: bytes) -> None:
    page = look(browser(here.ken), raw)
    assert page.status_code == 200  # type: ignore[attr-defined]
    assert len(page.context["faults"]) == 1  # type: ignore[attr-defined]


def test_no_file_is_asked_for_again(here: Town) -> None:
    page = browser(here.ken).post(reverse("roster_preview"))
    assert "field__error" in page.content.decode()


def test_a_file_that_is_too_big_is_refused(here: Town, settings: LazySettings) -> None:
    settings.MAX_UPLOAD_BYTES = 100
    page = look(browser(here.ken), b"x" * 101)
    assert "too big" in page.content.decode()  # type: ignore[attr-defined]


def test_the_largest_roster_still_fits_into_the_confirmation(settings: LazySettings) -> None:
    packed = _pack(Random(1).randbytes(ROSTER_BYTES))
    assert len(packed) < settings.DATA_UPLOAD_MAX_MEMORY_SIZE - 10_000


@pytest.mark.parametrize("name", ["roster_confirm", "roster_codes"])
def test_forged_forms_lead_back_to_the_start(here: Town, name: str) -> None:
    page = browser(here.ken).post(reverse(name), {"file": "x:y:z", "codes": "eA==:a:b"})
    assert page["Location"] == reverse("roster")
    assert not Journal.objects.exists()


@pytest.mark.parametrize("name", ["roster", "roster_preview", "roster_confirm", "roster_codes"])
def test_a_resident_and_a_stranger_do_not_come_in(here: Town, name: str) -> None:
    for who, status in ((here.hana, 403), (here.auditor, 403), (None, 302)):
        client = browser(who)
        send = client.get if name == "roster" else client.post
        assert send(reverse(name)).status_code == status


def test_a_name_cannot_become_a_formula_in_the_codes() -> None:
    out = codes_csv((FirstCode("-a", "=1+1", "@x", "abcd"),)).decode("utf-8-sig")
    assert out.splitlines()[1] == "'-a,'=1+1,'@x,abcd"
    assert harmless("+1") == "'+1"
    assert harmless("a=b") == "a=b"
