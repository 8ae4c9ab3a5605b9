"""What people do in a window: sign in as somebody of the town, key fields, look at the database."""

import json
import re
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.server import Server
from yui.demo import samples


def enter(page: Page, username: str) -> None:
    """Sign in by the button of the demonstration."""
    page.goto("/account/login/")
    page.locator(f'button[name="username"][value="{username}"]').click()
    expect(page.locator("h1")).to_have_text("いま、できること")


def ask(server: Server, question: str, *values: object) -> list[tuple[object, ...]]:
    """Read from the server's database, as it lies on the disk."""
    address = f"file:{server.home / 'yui.sqlite3'}?mode=ro"
    with closing(sqlite3.connect(address, uri=True)) as connection:
        return list(connection.execute(question, values))


@dataclass(frozen=True, slots=True)
class Shown:
    """The field that a worker's page shows, and what is written there."""

    lease: int
    task: int
    kind: str
    written: str


def see(page: Page) -> None:
    """Wait for the picture, as people do; once it is answered, the server would refuse it."""
    page.locator(".crop img").evaluate("image => image.decode()")


def shown(page: Page, server: Server) -> Shown:
    """Find out which field the page shows."""
    see(page)
    lease = int(page.locator("form[data-outbox]").get_attribute("data-outbox") or 0)
    ((task, kind, field, digest),) = ask(
        server,
        """SELECT task.id, task.kind, crop.field, scan.file_id FROM yui_lease AS lease
           JOIN yui_task AS task ON task.id = lease.task_id
           JOIN yui_crop AS crop ON crop.task_id = task.id
           JOIN yui_page AS page ON page.id = crop.page_id
           JOIN yui_scan AS scan ON scan.id = page.scan_id WHERE lease.id = ?""",
        lease,
    )
    written = samples.truths()[str(digest)].get(str(field), "")
    return Shown(lease, int(str(task)), str(kind), written)


def key(
    page: Page, server: Server, *, instead: str | None = None, by_keyboard: bool = False
) -> int:
    """Answer the field that is shown, and wait for the next; return the lease."""
    field = shown(page, server)
    value = field.written if instead is None else instead
    if value:
        _fill(page, value)
        send(page, by_keyboard=by_keyboard)
    elif by_keyboard:
        page.keyboard.press("Alt+b")
    else:
        page.get_by_role("button", name=re.compile("^空欄")).click()
    expect(page.locator(f'form[data-outbox="{field.lease}"]')).to_have_count(0)
    return field.lease


def _fill(page: Page, value: str) -> None:
    field = page.locator("#value")
    if field.count():
        field.fill(value)
        return
    for option in value.split("|"):
        page.get_by_label(option, exact=False).first.check()


def send(page: Page, *, by_keyboard: bool = False) -> None:
    """Send what is entered; a doubt about it is answered by sending once more."""
    lease = page.locator("form[data-outbox]").get_attribute("data-outbox")
    button = page.get_by_role("button", name=re.compile("^送る"))
    page.keyboard.press("Enter") if by_keyboard else button.click()
    gone_or_doubt = page.locator(f'main:not(:has(form[data-outbox="{lease}"])), #doubt')
    gone_or_doubt.first.wait_for()
    if page.locator("#doubt").count():
        page.keyboard.press("Enter") if by_keyboard else button.click()


@cache
def sample(name: str) -> Path:
    """A scan that ships with the product."""
    return samples.FOLDER / "pages" / name


def written_on(name: str) -> dict[str, str]:
    """What is written on a sample scan."""
    truth = json.loads((samples.FOLDER / "truth" / f"{Path(name).stem}.json").read_text("utf-8"))
    values = {field["id"]: field["value"] for field in truth["fields"]}
    return {k: v if isinstance(v, str) else "|".join(v) for k, v in values.items()}
