"""Filling an empty database with the demonstration town."""

import random
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from io import BytesIO

from django.db import transaction
from django.utils import timezone

from yui.demo import residents, samples
from yui.demo.people import GROUPS, STAFF, Somebody
from yui.demo.people import residents as all_residents
from yui.digitise import actions as digitise
from yui.digitise.models import Form
from yui.engines import pictures, registration, template
from yui.engines.reading import PageReading, read_page
from yui.engines.recognition import READER_NAME, Reader
from yui.engines.values import Kind
from yui.evidence.actions import Fact, state
from yui.people.actions import journal
from yui.people.models import Membership, Organisation, Person
from yui.skills.actions import ensure_work_skills, learn_from
from yui.skills.rules import WORK_SKILLS
from yui.work.actions import checking, handout, orders
from yui.work.models import Job, Lot, Order
from yui.work.queries import checking as checking_queries
from yui.work.rules import DEFAULT_PRICES, JobState, Mark, OrderState, skill_for

Tell = Callable[[str], None]
SEED = 5
PAGES_OF_OLD_ORDERS = 2


class RealPeopleHere(Exception):
    """The database holds people who are not of the demonstration; it stays as it is."""


def fill(*, tell: Tell) -> bool:
    """Fill the database; return whether anything was done. Refuses beside real people."""
    if Person.objects.filter(is_fictional=False).exists():
        raise RealPeopleHere
    if Person.objects.exists():
        return False
    tell("デモの町を用意しています… / preparing the demonstration town…")
    readings = _read_samples(tell)
    with transaction.atomic():
        _Town(readings).build()
    return True


def _read_samples(tell: Tell) -> dict[str, PageReading]:
    """Really read every sample page once; orders that share a page share its reading."""
    reader = Reader()
    readings = {}
    for form in samples.forms():
        blank = registration.prepare(next(iter(pictures.pages(form.blank))).pixels)
        parsed = template.parse(form.definition)
        for scan in samples.scans(form.form_id):
            picture = next(iter(pictures.pages(scan.content)))
            readings[scan.name] = read_page(parsed, blank, picture.pixels, reader)
            tell(f"  {scan.name} を読みました / read")
    return readings


class _Town:
    """The town while it is being built."""

    def __init__(self, readings: dict[str, PageReading]) -> None:
        self.readings = readings
        self.rng = random.Random(SEED)
        self.now = timezone.now()
        self.groups: dict[str, Organisation] = {}
        self.people: dict[str, Person] = {}
        self.forms: dict[str, Form] = {}

    def build(self) -> None:
        """People, forms, then one order in each state."""
        self._people()
        self._earlier_work()
        self._forms()
        self._orders()
        journal(act="demo.fill", subject="town", by=None, at=self.now)

    def _ago(self, days: float) -> datetime:
        return self.now - timedelta(days=days)

    def _people(self) -> None:
        for group in GROUPS:
            self.groups[group.code] = Organisation.objects.create(
                code=group.code,
                kind=group.kind.value,
                name=group.name,
                name_en=group.name_en,
                in_region=group.in_region,
            )
        everybody = [*STAFF, *all_residents()]
        made = Person.objects.bulk_create(self._person(one) for one in everybody)
        self.people = {person.username: person for person in made}
        Membership.objects.bulk_create(
            Membership(
                person=self.people[one.username],
                organisation=self.groups[one.group],
                role=one.role.value,
            )
            for one in everybody
        )
        for person in self._residents():
            hours = self.rng.choice((0, 8, 12, 20, 30, 40))
            if hours:
                orders.declare_capacity(hours_a_month=hours, by=person, at=self._ago(30))

    def _person(self, one: Somebody) -> Person:
        person = Person(
            username=one.username,
            name=one.name,
            kana=one.kana,
            name_en=one.name_en,
            in_region=one.in_region,
            is_fictional=True,
            created_at=self._ago(90),
        )
        person.set_unusable_password()
        return person

    def _earlier_work(self) -> None:
        """What the hub knew of its people before Yui came: answers checked in earlier months."""
        ensure_work_skills()
        facts = [
            Fact(
                key=f"earlier:{person.username}:{code}:{number}",
                actor=person,
                verb="answered",
                object="earlier-work",
                occurred_at=self._ago(100),
                result={"success": self.rng.random() < accuracy},
                context={"skill": code},
            )
            for person in self.rng.sample(self._residents(), 30)
            for accuracy in [self.rng.uniform(0.93, 0.999)]
            for code in self.rng.sample(sorted(WORK_SKILLS), self.rng.randint(2, 6))
            for number in range(self.rng.randint(15, 60))
        ]
        learn_from(state(facts, at=self._ago(85)))

    def _residents(self) -> list[Person]:
        return [self.people[one.username] for one in all_residents()]

    def _forms(self) -> None:
        for form in samples.forms():
            self.forms[form.form_id] = digitise.add_form(
                owner=self.groups["hub"],
                definition=form.definition,
                blank=form.blank,
                by=self.people["ritsu"],
                at=self._ago(80),
            )

    def _orders(self) -> None:
        first, second, *_ = self.forms
        closed = self._old_order(
            "welfare", "kiyoshi", "令和7年度 要介護認定申請書のデータ化", second, days=60
        )
        self._move(closed, OrderState.CLOSED, "kiyoshi", days=40)
        self._old_order("residents", "ken", "10月分 窓口申請書の入力", first, days=21)
        self._in_inspection(first)
        self._in_work(second)
        self._to_start(first)
        self._asked()

    def _ask(self, group: str, by: str, title: str, n: int, *, days: float, due: int) -> Order:
        wish = orders.Wish(
            title=title,
            wish="紙の申請書を、表計算で使えるデータにしてください。",
            n_records_expected=n,
            due_on=timezone.localdate(self.now) + timedelta(days=due),
            promised_error=0.01,
        )
        return orders.ask(
            client=self.groups[group],
            hub=self.groups["hub"],
            wish=wish,
            by=self.people[by],
            at=self._ago(days),
        )

    def _move(self, order: Order, to: OrderState, by: str, *, days: float) -> Order:
        return orders.move_order(order=order, to=to, by=self.people[by], at=self._ago(days))

    def _plan(self, order: Order, form_id: str, *, days: float, opened: bool = True) -> Job:
        form = self.forms[form_id]
        columns = digitise.columns_of(form)
        kinds = {column["kind"] for column in columns}
        plan = orders.JobPlan(
            title=order.title,
            columns=columns,
            prices={kind: DEFAULT_PRICES[skill_for(Kind(kind))] for kind in sorted(kinds)},
            due_on=order.due_on,
            manual="見えるとおりに入力します。読めない字は「読めない」を押してください。\n"
            "訂正されている所は、訂正後の内容を入力します。",
        )
        ritsu = self.people["ritsu"]
        job = digitise.plan_form_job(
            order=order, form=form, plan=plan, by=ritsu, at=self._ago(days)
        )
        if opened:
            job = orders.move_job(job=job, to=JobState.OPEN, by=ritsu, at=self._ago(days))
        return job

    def _put_in(self, job: Job, scans: Sequence[samples.SampleScan], *, days: float) -> None:
        """Put scans in; their readings are those the machine made a moment ago."""
        uploads = [digitise.Upload(scan.name, BytesIO(scan.content)) for scan in scans]
        ritsu = self.people["ritsu"]
        digitise.put_in(job=job, uploads=uploads, by=ritsu, at=self._ago(days))
        for _ in scans:
            page = digitise.claim_page(at=self._ago(days))
            assert page is not None
            digitise.store_reading(
                page=page,
                reading=self.readings[page.scan.name],
                reader=READER_NAME,
                at=self._ago(days),
            )

    def _key(
        self,
        job: Job,
        *,
        at_most: int,
        days: float,
        n_people: int = 14,
        error: float = residents.ERROR,
    ) -> None:
        people = self.rng.sample(self._residents()[:40], n_people)
        clock = residents.Watch(self._ago(days), self.rng)
        residents.key(job, people, at_most=at_most, rng=self.rng, clock=clock, error=error)

    def _old_order(self, group: str, by: str, title: str, form_id: str, *, days: float) -> Order:
        scans = samples.scans(form_id)[:PAGES_OF_OLD_ORDERS]
        order = self._ask(group, by, title, len(scans), days=days, due=7 - int(days))
        order = self._move(order, OrderState.RUNNING, "ritsu", days=days - 1)
        job = self._plan(order, form_id, days=days - 2)
        self._put_in(job, scans, days=days - 2)
        self._key(job, at_most=10_000, days=days - 3)
        self._decide_all(job, days=days - 4)
        self._inspect_all(job, days=days - 5)
        orders.deliver(order=order, by=self.people["ritsu"], at=self._ago(days - 6))
        return Order.objects.get(pk=order.pk)

    def _decide_all(self, job: Job, *, days: float) -> None:
        deciders = [self.people[name] for name in ("rei", "kaoru", "ritsu")]
        for task in checking_queries.disputes(job):
            by = next(p for p in deciders if checking_queries.why_not_decide(p, task) is None)
            digest = task.crop.page.scan.file_id
            written = samples.truths()[digest].get(task.field, "")
            given = handout.Given(Mark.VALUE, written)
            checking.decide(task=task, given=given, by=by, at=self._ago(days))

    def _inspect_all(self, job: Job, *, days: float) -> Lot:
        ritsu = self.people["ritsu"]
        lot = checking.open_lot(job=job, n_sample=300, seed=SEED, by=ritsu, at=self._ago(days))
        for inspection in lot.inspections.select_related("task__crop__page__scan", "task__verdict"):
            task = inspection.task
            written = samples.truths()[task.crop.page.scan.file_id].get(task.field, "")
            found = handout.Given(Mark.VALUE, written)
            right = handout.vote_of(task, found).value == task.verdict.value
            checking.inspect(
                inspection=inspection,
                found=None if right else found,
                by=ritsu,
                at=self._ago(days),
            )
        return checking.accept_lot(lot=lot, by=ritsu, at=self._ago(days))

    def _in_inspection(self, form_id: str) -> None:
        order = self._ask(
            "children",
            "yuuko",
            "保育給付の申請にともなう住民票申請書の入力（こども未来部・11月前半分）",
            PAGES_OF_OLD_ORDERS,
            days=6,
            due=9,
        )
        order = self._move(order, OrderState.RUNNING, "ritsu", days=5)
        job = self._plan(order, form_id, days=4)
        self._put_in(job, samples.scans(form_id)[:PAGES_OF_OLD_ORDERS], days=4)
        self._key(job, at_most=10_000, days=3)
        self._decide_all(job, days=2)

    def _in_work(self, form_id: str) -> None:
        order = self._ask(
            "welfare", "kiyoshi", "11月分 要介護認定申請書の入力", 9_000, days=5, due=40
        )
        order = self._move(order, OrderState.RUNNING, "ritsu", days=4)
        job = self._plan(order, form_id, days=3)
        self._put_in(job, samples.scans(form_id), days=3)
        # A few fields on which people differ, so that the leader has something to decide. Two may
        # slip alike by chance and agree; then three others try.
        for _ in range(5):
            if not checking_queries.disputes(job).exists():
                self._key(job, at_most=9, days=2, n_people=3, error=1.0)
        self._key(job, at_most=40, days=1, n_people=9)

    def _to_start(self, form_id: str) -> None:
        order = self._ask("residents", "ken", "11月分 窓口申請書の入力", 3, days=2, due=12)
        order = self._move(order, OrderState.RUNNING, "ritsu", days=1)
        self._plan(order, form_id, days=0.5, opened=False)

    def _asked(self) -> None:
        self._ask("bank", "minoru", "組合員アンケート（手書き）のデータ化", 800, days=1, due=45)
        declined = self._ask(
            "children", "yuuko", "個人番号（マイナンバー）を含む書類の入力", 200, days=30, due=10
        )
        self._move(declined, OrderState.DECLINED, "ritsu", days=29)
