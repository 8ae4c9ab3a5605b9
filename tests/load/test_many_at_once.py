"""Sixty-four people at once, on both databases, and a server that is killed in the middle."""

import signal
from pathlib import Path
from statistics import median

import pytest

from tests.load.server import Client, Installation, clients

pytestmark = pytest.mark.load

N_PEOPLE = 64
SECONDS = 10
FEW = 5


@pytest.fixture(params=["sqlite", "postgresql"])
def installation(request: pytest.FixtureRequest, tmp_path: Path) -> Installation:
    url = ""
    if request.param == "postgresql":
        url = request.getfixturevalue("postgresql_url")
    return Installation(tmp_path / "home", url)


def work(everybody: list[Client], seconds: float) -> None:
    for client in everybody:
        client.start()
    everybody[0].stop.wait(seconds)


def rest(everybody: list[Client]) -> None:
    everybody[0].stop.set()
    for client in everybody:
        client.join(60)


def check(judged: dict[str, object], confirmed: set[int]) -> None:
    answers = judged.pop("answers")
    assert isinstance(answers, list)
    assert confirmed <= set(answers), "a confirmed answer is lost"
    assert judged == dict.fromkeys(judged, 0)


def test_take_and_submit_of_64_people_at_once_breaks_nothing(installation: Installation) -> None:
    prepared = installation.ask("prepare", str(N_PEOPLE), "200")
    with installation.running() as server:
        everybody = clients(server, prepared)
        work(everybody, SECONDS)
        rest(everybody)
    assert [what for client in everybody for what in client.strange] == []
    confirmed = [lease for client in everybody for lease in client.confirmed]
    assert len(confirmed) == len(set(confirmed))
    counts = sorted(len(client.confirmed) for client in everybody)
    # On a machine that is busy with other things everybody gets little; then nobody can compare.
    assert counts[0] * 2 >= median(counts) or median(counts) < FEW, f"somebody starved: {counts}"
    assert confirmed
    check(installation.ask("judge"), set(confirmed))


def test_a_server_killed_in_the_middle_loses_no_confirmed_answer(
    installation: Installation,
) -> None:
    prepared = installation.ask("prepare", "16", "100")
    with installation.running() as server:
        everybody = clients(server, prepared)
        work(everybody, 2)
        everybody[0].stop.set()
        server.end(signal.SIGKILL)
        rest(everybody)
    confirmed = {lease for client in everybody for lease in client.confirmed}
    assert confirmed
    check(installation.ask("judge"), confirmed)
    with installation.running() as server:
        again = clients(server, prepared)
        work(again, 1)
        rest(again)
    more = {lease for client in again for lease in client.confirmed}
    assert more
    assert not more & confirmed
    check(installation.ask("judge"), confirmed | more)
