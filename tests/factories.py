"""People and work to test with; each factory makes the least that is needed."""

import hashlib
import itertools
from datetime import UTC, date, datetime, timedelta

from yui.data.models import File
from yui.engines.values import Kind
from yui.pay.actions import agree
from yui.people.models import Membership, Organisation, Person
from yui.people.rules import OrganisationKind, Role
from yui.work.actions import orders
from yui.work.actions.orders import JobPlan, MachineReading, NewTask, Wish
from yui.work.models import Job, Order, Record
from yui.work.rules import JobState, OrderState

NOW = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
_number = itertools.count(1)


def organisation(kind: OrganisationKind = OrganisationKind.HUB, name: str = "") -> Organisation:
    n = next(_number)
    return Organisation.objects.create(
        kind=kind.value, code=f"{kind.value}-{n}", name=name or f"組織{n}"
    )


def person(
    name: str = "", *roles: Role, at: Organisation | None = None, password: str | None = None
) -> Person:
    n = next(_number)
    made = Person(username=f"person{n}", name=name or f"結野 花{n}")
    made.set_password(password) if password else made.set_unusable_password()
    made.save()
    for role in roles:
        Membership.objects.create(person=made, organisation=at or organisation(), role=role.value)
    return made


def order(hub: Organisation | None = None, client: Organisation | None = None) -> Order:
    client = client or organisation(OrganisationKind.SECTION)
    asker = person("発注 健", Role.CLIENT, at=client)
    wish = Wish("住民票申請書の入力", "", 10, date(2026, 12, 24), 0.001)
    made = orders.ask(client=client, hub=hub or organisation(), wish=wish, by=asker, at=NOW)
    return orders.move_order(order=made, to=OrderState.RUNNING, by=asker, at=NOW)


FIELDS: tuple[tuple[str, Kind, str], ...] = (
    ("name", Kind.NAME_KANJI, "identity"),
    ("kana", Kind.NAME_KANA, "identity"),
    ("postal", Kind.POSTAL, "contact"),
    ("phone", Kind.PHONE, "contact"),
    ("year", Kind.YEAR, "birth"),
    ("copies", Kind.NUMBER, "general"),
)


def job(of: Order | None = None, **changes: object) -> Job:
    of = of or order()
    columns = [{"name": name, "label": name, "kind": kind.value} for name, kind, _ in FIELDS]
    prices = {kind.value: 250 for _, kind, _ in FIELDS}
    values: dict[str, object] = {"title": "入力", "due_on": date(2026, 12, 20)} | changes
    plan = JobPlan(columns=columns, prices=prices, **values)  # type: ignore[arg-type]
    made = orders.plan_job(order=of, plan=plan, by=of.asked_by, at=NOW)
    return orders.move_job(job=made, to=JobState.OPEN, by=of.asked_by, at=NOW)


def file(content: bytes = b"picture") -> File:
    digest = hashlib.sha256(content).hexdigest()
    made, _ = File.objects.get_or_create(
        digest=digest, defaults={"size": len(content), "media_type": "image/png", "kept_at": NOW}
    )
    return made


def record(
    of: Job, *, sure: bool = False, fields: tuple[tuple[str, Kind, str], ...] = FIELDS
) -> Record:
    """A record whose machine readings are "1", with or without a vote."""
    machine = MachineReading("machine", "1", "1", 0.99 if sure else 0.2, sure)
    tasks = [NewTask(name, name, kind, privacy, file(), machine) for name, kind, privacy in fields]
    return orders.add_record(job=of, key=f"頁{next(_number)}", tasks=tasks, at=NOW)


def worker(of: Job, name: str = "結野 花") -> Person:
    """A resident who has agreed to everything that the job asks."""
    made = person(name, Role.WORKER, at=of.order.hub)
    orders.start(
        job=of,
        texts={"agreement": "基本契約", "pledge": "秘密を守ります"},
        items={"仕事": "入力"},
        by=made,
        at=NOW - timedelta(days=1),
        valid_until=date(2027, 3, 31),
    )
    return made


def leader(of: Job, name: str = "指導 怜") -> Person:
    return person(name, Role.LEADER, at=of.order.hub)


def director(of: Job, name: str = "段取 律") -> Person:
    return person(name, Role.DIRECTOR, at=of.order.hub)


__all__ = [
    "NOW",
    "agree",
    "director",
    "job",
    "leader",
    "order",
    "organisation",
    "person",
    "record",
    "worker",
]
