"""The pages of forms."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from tests.digitise.pages import definition, form, form_job, paper
from tests.work.desk import town, upload
from yui.digitise.models import Form
from yui.digitise.views.library import TEMPLATE_FAULTS
from yui.people.models import Person

pytestmark = pytest.mark.django_db
SignIn = Callable[[Person], Client]


def bring(browser: Client, owner: int, written: bytes, blank: bytes) -> Any:
    files = {"definition": upload("form.json", written), "blank": upload("blank.png", blank)}
    return browser.post(reverse("form_new"), {"owner": owner} | files)


def test_a_director_adds_a_form_and_sees_its_fields(sign_in: SignIn) -> None:
    here = town()
    browser = sign_in(here.ritsu)
    answer = bring(browser, here.hub.pk, json.dumps(definition()).encode(), paper())
    made = Form.objects.get()
    assert answer["Location"] == reverse("form", args=[made.pk])
    page = browser.get(answer["Location"]).content.decode()
    for words in ("1. 氏名", "誰かがわかること", "選択（丸印）", "世帯・個人", "viewBox"):
        assert words in page
    blank = browser.get(reverse("form_blank", args=[made.pk]))
    assert blank["Content-Type"] == "image/png"
    assert blank.content.startswith(b"\x89PNG")


def test_others_come_no_further(sign_in: SignIn, client: Client) -> None:
    here = town()
    made = form(here)
    for address in (
        reverse("forms"),
        reverse("form_new"),
        reverse("form", args=[made.pk]),
        reverse("form_blank", args=[made.pk]),
    ):
        assert sign_in(here.rei).get(address).status_code == 403
        assert sign_in(here.ken).get(address).status_code == 403
        assert client.get(address)["Location"].startswith(reverse("account_login"))
    for name in ("form", "form_blank"):
        assert sign_in(here.elsewhere).get(reverse(name, args=[made.pk])).status_code == 404


@pytest.mark.parametrize(
    ("written", "words"),
    [
        (b"", "JSON として読めません"),
        (b"{", "JSON として読めません: 1行 2文字目"),
        ("様式".encode("cp932"), "UTF-8 で保存し直してください"),
        (b"[" * 100_000, "様式の定義"),
        (b"[]", "ここは { } で書きます"),
        (json.dumps(definition(width="a")).encode(), "width"),
        (json.dumps(definition(fields=[])).encode(), "fields"),
    ],
)
def test_a_description_that_cannot_be_used_says_where_and_why(
    sign_in: SignIn, written: bytes, words: str
) -> None:
    here = town()
    answer = bring(sign_in(here.ritsu), here.hub.pk, written, paper())
    assert answer.status_code == 200
    assert words in answer.content.decode()
    assert not Form.objects.exists()


def test_a_fault_in_a_field_names_its_path(sign_in: SignIn) -> None:
    here = town()
    bad = definition()
    bad["fields"][1]["bbox"] = [10, 40, 600, 20]
    answer = bring(sign_in(here.ritsu), here.hub.pk, json.dumps(bad).encode(), paper())
    page = answer.content.decode()
    assert "fields[1].bbox" in page
    assert "用紙の外に出ています" in page


def test_a_blank_of_another_size_shows_both_sizes(sign_in: SignIn) -> None:
    here = town()
    answer = bring(
        sign_in(here.ritsu), here.hub.pk, json.dumps(definition()).encode(), paper(width=50)
    )
    page = answer.content.decode()
    assert "50 × 160" in page
    assert "120 × 160" in page


def test_a_blank_that_is_no_picture_is_refused(sign_in: SignIn) -> None:
    here = town()
    answer = bring(sign_in(here.ritsu), here.hub.pk, json.dumps(definition()).encode(), b"text")
    assert "開けません" in answer.content.decode()
    assert not Form.objects.exists()


def test_nobody_adds_a_form_for_another_hub(sign_in: SignIn) -> None:
    here = town()
    written = json.dumps(definition()).encode()
    assert bring(sign_in(here.elsewhere), here.hub.pk, written, paper()).status_code == 200
    assert not Form.objects.exists()


def test_an_empty_list_offers_to_add_the_first(sign_in: SignIn) -> None:
    here = town()
    assert "まだ様式がありません" in sign_in(here.ritsu).get(reverse("forms")).content.decode()


def test_the_list_asks_the_same_number_of_questions_for_many_forms(
    sign_in: SignIn, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    here = town()
    for _ in range(5):
        form_job(here)
    browser = sign_in(here.ritsu)
    with django_assert_max_num_queries(6):
        assert browser.get(reverse("forms")).content.decode().count("小さな申請書") == 5


def test_every_fault_of_a_description_has_words() -> None:
    import re
    from pathlib import Path

    from yui.engines import template

    source = Path(template.__file__).read_text()
    codes = set(re.findall(r'TemplateFault\([^"]*(?:f?"[^"]*", )?"([a-z_]+)"', source))
    assert codes
    assert codes <= set(TEMPLATE_FAULTS)
