"""The first page: what can this person do now?"""

from collections.abc import Callable

import pytest
from django.test import Client

from tests.factories import director, job, leader, order, person, record, worker
from yui.people.models import Person
from yui.people.rules import ROLES_FOR, Act, Role
from yui.work.models import Job, Task

pytestmark = pytest.mark.django_db
SignIn = Callable[[Person], Client]


def home(browser: Client) -> str:
    return browser.get("/").content.decode()


def test_who_is_not_signed_in_is_asked_to(client: Client) -> None:
    assert client.get("/")["Location"] == "/account/login/?next=/"


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_role_has_a_home_page_in_both_languages(
    sign_in: SignIn, role: Role, language: str
) -> None:
    browser = sign_in(person("長宗我部 小百合", role))
    browser.cookies["language"] = language
    page = browser.get("/")
    assert page.status_code == 200
    assert f'<html lang="{language}"' in page.content.decode()


def test_somebody_without_any_role_is_told_that_nothing_is_to_do(sign_in: SignIn) -> None:
    assert "いま、することはありません" in home(sign_in(person("森 凛")))


def test_a_worker_sees_the_work_that_is_there(sign_in: SignIn) -> None:
    work = job(title="申請書の入力")
    record(work)
    assert f"/work/jobs/{work.pk}/" in home(sign_in(worker(work)))


def test_a_leader_sees_what_waits_for_a_decision(sign_in: SignIn) -> None:
    work = job()
    record(work)
    browser = sign_in(leader(work))
    assert "あなたの判断を待っています" not in home(browser)
    Task.objects.filter(job=work, field="name").update(state="disputed")
    assert "あなたの判断を待っています" in home(browser)


def test_a_director_sees_orders_that_wait_for_an_answer_and_jobs_without_scans(
    sign_in: SignIn,
) -> None:
    work = job()
    asked = order(hub=work.order.hub)
    type(asked).objects.filter(pk=asked.pk).update(state="asked", title="新しい注文")
    page = home(sign_in(director(work)))
    assert "新しい注文" in page
    assert "スキャンを入れる" in page


def test_each_link_of_the_navigation_opens(sign_in: SignIn) -> None:
    everything = person("全部 する", *Role)
    browser = sign_in(everything)
    links = browser.get("/").context["links"]
    assert len(links) >= len({act for act in Act if ROLES_FOR[act]}) - 4
    for link in links:
        assert browser.get(link.url).status_code == 200, link.url


def test_the_language_switch_is_kept_and_goes_back(client: Client) -> None:
    response = client.post("/language/", {"language": "en", "next": "/account/login/"})
    assert response["Location"] == "/account/login/"
    assert "Sign in" in client.get("/account/login/").content.decode()
    client.post("/language/", {"language": "ja"})
    assert "サインイン" in client.get("/account/login/").content.decode()


def test_the_language_switch_never_leads_elsewhere(client: Client) -> None:
    response = client.post("/language/", {"language": "en", "next": "https://example.com/"})
    assert response["Location"] == "/"


def test_japanese_comes_first_whatever_the_browser_asks_for(client: Client) -> None:
    page = client.get("/account/login/", headers={"accept-language": "en-US,en;q=0.9"})
    assert '<html lang="ja"' in page.content.decode()


def test_a_director_of_many_jobs_is_answered_with_few_questions(
    sign_in: SignIn, django_assert_max_num_queries: Callable[[int], object]
) -> None:
    first = job()
    for _ in range(4):
        record(job(of=first.order))
    browser = sign_in(director(first))
    with django_assert_max_num_queries(12 + 4 * Job.objects.count()):  # type: ignore[attr-defined]
        browser.get("/")


@pytest.mark.parametrize("path", ["/people/roster/preview/", "/desk/{}/put-in/"])
def test_the_language_switch_works_on_a_page_of_faults_too(sign_in: SignIn, path: str) -> None:
    work = job()
    everything = person("全部 する", *Role, at=work.order.hub)
    browser = sign_in(everything)
    back = browser.post("/language/", {"language": "en", "next": path.format(work.pk)})
    assert browser.get(back["Location"], follow=True).status_code == 200
