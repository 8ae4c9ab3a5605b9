"""Who tries the pages of orders and jobs, and work in the states that the pages show."""

import io
from dataclasses import dataclass

import cv2
import numpy as np

from tests.factories import FIELDS, NOW, job, leader, order, organisation, person, record, worker
from yui.data.actions import keep
from yui.engines.values import Kind
from yui.people.models import Organisation, Person
from yui.people.rules import OrganisationKind, Role
from yui.work.actions import checking, handout
from yui.work.actions.handout import Given, submit
from yui.work.actions.orders import MachineReading, NewTask, add_record
from yui.work.models import Job, Lot, Order, Record, Task
from yui.work.queries import checking as queries
from yui.work.rules import Mark


@dataclass(frozen=True, slots=True)
class Town:
    """City hall with Ken, a hub with Ritsu and Rei, another section with Mori, and one order."""

    city: Organisation
    hub: Organisation
    order: Order
    ken: Person
    ritsu: Person
    rei: Person
    mori: Person
    elsewhere: Person


def town() -> Town:
    city = organisation(OrganisationKind.SECTION, "市民課")
    hub = organisation(OrganisationKind.HUB, "結野拠点")
    return Town(
        city=city,
        hub=hub,
        order=order(hub, city),
        ken=person("市川 健", Role.CLIENT, at=city),
        ritsu=person("段取 律", Role.DIRECTOR, at=hub),
        rei=person("指導 怜", Role.LEADER, at=hub),
        mori=person("森 海", Role.CLIENT, at=organisation(OrganisationKind.SECTION, "税務課")),
        elsewhere=person("別所 拓", Role.DIRECTOR),
    )


def png(shade: int = 200) -> bytes:
    """A tiny picture that can be opened."""
    _, encoded = cv2.imencode(".png", np.full((8, 16), shade, np.uint8))
    return bytes(encoded)


def upload(name: str, content: bytes) -> io.BytesIO:
    file = io.BytesIO(content)
    file.name = name
    return file


def pictured(of: Job, fields: tuple[tuple[str, Kind, str], ...] = FIELDS) -> Record:
    """A record whose pictures lie in the store."""
    picture = keep(png(), media_type="image/png", at=NOW)
    machine = MachineReading("machine", "1", "1", 0.2, False)
    tasks = [NewTask(name, name, kind, privacy, picture, machine) for name, kind, privacy in fields]
    return add_record(job=of, key=f"頁{Record.objects.count()}", tasks=tasks, at=NOW)


ONE = (("copies", Kind.NUMBER, "general"),)


def disputed(of: Job, fields: tuple[tuple[str, Kind, str], ...] = ONE) -> Task:
    """A task on which three people gave three values."""
    made = pictured(of, fields)
    for value in ("1", "2", "3"):
        lease = handout.take(job=of, by=worker(of), at=NOW, in_room=False)
        submit(lease_id=lease.pk, given=Given(Mark.VALUE, value), by=lease.person, at=NOW)
    return Task.objects.filter(record=made).order_by("rank")[0]


def settled(of: Job, n: int = 1) -> list[Task]:
    """Tasks of one record each that a sure machine and a person settled."""
    tasks = []
    for _ in range(n):
        made = record(of, sure=True, fields=ONE)
        task = made.tasks.get()
        Task.objects.filter(pk=task.pk).update(picture=keep(png(), media_type="image/png", at=NOW))
        lease = handout.take(job=of, by=worker(of), at=NOW, in_room=False)
        submit(lease_id=lease.pk, given=Given(Mark.VALUE, "1"), by=lease.person, at=NOW)
        tasks.append(Task.objects.get(pk=task.pk))
    return tasks


def lot(of: Job, by: Person, n: int = 2) -> Lot:
    settled(of, n)
    return checking.open_lot(job=of, n_sample=n, seed=1, by=by, at=NOW)


def accepted(of: Job, by: Person, n: int = 2) -> Lot:
    made = lot(of, by, n)
    while (inspection := queries.next_inspection(made, by)) is not None:
        checking.inspect(inspection=inspection, found=None, by=by, at=NOW)
    return checking.accept_lot(lot=made, by=by, at=NOW)


__all__ = ["Town", "accepted", "disputed", "job", "leader", "lot", "settled", "town"]
