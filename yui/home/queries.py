"""What each person can do now, the most pressing first."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q

from yui.data.queries import versions_visible_to
from yui.digitise.models import Page
from yui.digitise.rules import PageState
from yui.people import queries as people
from yui.people.models import Person
from yui.people.rules import Act
from yui.strategy.queries import local_sourcing
from yui.words import say
from yui.work.models import Job, Task
from yui.work.queries import checking, desk, handout
from yui.work.rules import TO_SIGN, JobState, OrderState, TaskState


@dataclass(frozen=True, slots=True)
class ToDo:
    """One thing to do now: what, why, and the button that begins it."""

    title: str
    text: str
    url: str
    button: str
    arguments: tuple[int, ...] = ()


def to_do(person: Person, *, at: datetime, in_room: bool) -> list[ToDo]:
    """Everything this person can do now, by all their roles."""
    found: list[ToDo] = []
    for act, ask in _BY_ACT:
        if people.refusal(person, act) is None:
            found.extend(ask(person, at, in_room))
    return found


def _direct(person: Person, at: datetime, in_room: bool) -> Iterator[ToDo]:
    yield from _asked(person)
    for job in desk.jobs_directed_by(person).exclude(state=JobState.DONE.value).order_by("due_on"):
        yield from _about_job(job)


def _asked(person: Person) -> Iterator[ToDo]:
    hubs = people.organisations(person, Act.DIRECT)
    for order in (
        desk.orders_visible_to(person)
        .filter(hub__in=hubs, state=OrderState.ASKED.value)
        .select_related("client")
        .order_by("due_on")
    ):
        yield ToDo(
            order.title,
            say(
                f"{order.client}から注文が来ています。引き受けるか決めます。",
                f"{order.client} has asked for this. Decide whether to take it on.",
            ),
            "order",
            say("注文を見る", "See the order"),
            (order.pk,),
        )


def _about_job(job: Job) -> Iterator[ToDo]:
    n_aside = Page.objects.filter(scan__job=job, state=PageState.SET_ASIDE.value).count()
    tasks = Task.objects.filter(job=job).aggregate(
        n=Count("pk"),
        settled=Count("pk", filter=Q(state=TaskState.SETTLED.value)),
        disputed=Count("pk", filter=Q(state=TaskState.DISPUTED.value)),
    )
    words = _job_words(n_aside, tasks, ready=checking.records_ready(job).exists())
    if words:
        text, button = words
        yield ToDo(job.title, text, "job_desk", button, (job.pk,))


def _job_words(n_aside: int, tasks: dict[str, int], *, ready: bool) -> tuple[str, str] | None:
    if n_aside:
        return (
            say(f"読めなかった頁が{n_aside}枚あります。", f"{n_aside} pages were set aside."),
            say("頁を見る", "See the pages"),
        )
    if tasks["n"] == 0:
        return (
            say(
                "スキャンを入れると、仕事を始められます。",
                "Put in the scans and the work can begin.",
            ),
            say("スキャンを入れる", "Put in scans"),
        )
    if tasks["disputed"]:
        n = tasks["disputed"]
        return (
            say(f"意見が分かれた項目が{n}件あります。", f"People differ on {n} fields."),
            say("仕事を見る", "See the job"),
        )
    if ready and tasks["settled"] == tasks["n"]:
        return (
            say(
                "全部そろいました。検査して納品できます。", "All is keyed. Inspect it and deliver."
            ),
            say("検査する", "Inspect"),
        )
    return None


def _lead(person: Person, at: datetime, in_room: bool) -> Iterator[ToDo]:
    for job in checking.jobs_led_by(person).exclude(state=JobState.DONE.value).order_by("due_on"):
        n = checking.decidable(job, person).count()
        if n:
            yield ToDo(
                job.title,
                say(
                    f"意見が分かれた項目が{n}件、あなたの判断を待っています。",
                    f"{n} fields on which people differ wait for you.",
                ),
                "dispute_next",
                say("決める", "Decide"),
                (job.pk,),
            )


def _work(person: Person, at: datetime, in_room: bool) -> Iterator[ToDo]:
    for offer in handout.offers(person, at=at, in_room=in_room):
        if offer.refusal is not None and offer.refusal not in TO_SIGN:
            continue
        button = say("つづける", "Go on") if offer.held else say("はじめる", "Start")
        yield ToDo(
            offer.job.title,
            say(
                f"{offer.n_left:,}項目あります。いつでもやめられます。",
                f"{offer.n_left:,} fields. Stop whenever you like.",
            ),
            "offer",
            button,
            (offer.job.pk,),
        )


def _order(person: Person, at: datetime, in_room: bool) -> Iterator[ToDo]:
    delivered = desk.orders_visible_to(person).filter(state=OrderState.DELIVERED.value)
    for order in delivered.filter(client__in=people.organisations(person, Act.ORDER)):
        if versions_visible_to(person).filter(delivery__order=order).exists():
            yield ToDo(
                order.title,
                say(
                    "データができました。確かめて受け取ってください。",
                    "The data is ready. Please check and receive it.",
                ),
                "order",
                say("受け取る", "Receive"),
                (order.pk,),
            )
    yield ToDo(
        say("仕事を頼む", "Order work"),
        say(
            "紙の書類をデータにする仕事を、町のテレワークセンターに頼めます。",
            "Ask the town’s telework hub to turn paper into data.",
        ),
        "order_new",
        say("頼む", "Order"),
    )


def _headquarters(person: Person, at: datetime, in_room: bool) -> Iterator[ToDo]:
    rate = local_sourcing().rate
    shown = "―" if rate is None else f"{100 * rate:.1f} %"
    yield ToDo(
        say(f"地域内調達率 {shown}", f"Local sourcing rate {shown}"),
        say(
            "町のデジタルの仕事を、町の人がどれだけできるか。内わけまで開けます。",
            "How much of the town’s digital work its own people can do; it opens to its rows.",
        ),
        "headquarters",
        say("内わけを見る", "Open the rows"),
    )


def _roster(person: Person, at: datetime, in_room: bool) -> Iterator[ToDo]:
    yield ToDo(
        say("名簿を取りこむ", "Import the roster"),
        say(
            "CSVの名簿から、人と役割をまとめて登録します。",
            "Enter people and roles from a CSV file in one go.",
        ),
        "roster",
        say("取りこむ", "Import"),
    )


def _people(person: Person, at: datetime, in_room: bool) -> Iterator[ToDo]:
    yield ToDo(
        say("人と役割", "People and roles"),
        say("だれがどこで何をするかを見て、直します。", "See and mend who does what and where."),
        "people",
        say("名簿を見る", "See people"),
    )


def _audit(person: Person, at: datetime, in_room: bool) -> Iterator[ToDo]:
    yield ToDo(
        say("記録を調べる", "Read the journal"),
        say(
            "だれが、いつ、何をしたか。書きかえがないことも確かめられます。",
            "Who did what and when, with proof that nothing was rewritten.",
        ),
        "journal",
        say("記録を見る", "See the journal"),
    )
    yield ToDo(
        say("個人情報を見た記録", "Who saw personal data"),
        say("だれが、いつ、だれの情報を、なぜ見たか。", "Who saw whose data, when and why."),
        "sights",
        say("記録を見る", "See the record"),
    )


Ask = Callable[[Person, datetime, bool], Iterator[ToDo]]
_BY_ACT: tuple[tuple[Act, Ask], ...] = (
    (Act.DIRECT, _direct),
    (Act.LEAD, _lead),
    (Act.WORK, _work),
    (Act.ORDER, _order),
    (Act.SEE_HEADQUARTERS, _headquarters),
    (Act.IMPORT_ROSTER, _roster),
    (Act.SEE_PEOPLE, _people),
    (Act.READ_JOURNAL, _audit),
)
