"""The terms a worker reads before taking anything; Japanese is what binds, English explains."""

from dataclasses import dataclass
from datetime import date

from django.utils import translation

from yui.engines.values import Kind
from yui.pay.rules import SEN_PER_YEN
from yui.people.models import Person
from yui.work.labels import KIND_LABELS
from yui.work.models import Job
from yui.work.rules import Place


@dataclass(frozen=True, slots=True)
class Item:
    """One of the items that the law asks to be stated, in both languages."""

    ja: str
    en: str
    value_ja: str
    value_en: str


def notice_items(job: Job, person: Person, today: date) -> list[Item]:
    """The nine items of Article 3 of the freelance law for one worker and one job."""
    hub, days = job.order.hub, job.days_to_pay
    return [
        Item(
            "委託者・受託者",
            "Parties",
            f"{hub.name}・{person.name} さん",
            f"{hub.name_en or hub.name}, {person.name_en or person.name}",
        ),
        Item("委託した日", "Date of the order", _day(today), today.isoformat()),
        *_work_items(job),
        Item("報酬", "Pay", _prices(job, english=False), _prices(job, english=True)),
        Item(
            "支払期日",
            "Due date of payment",
            f"受け取った日から{days}日以内",
            f"Within {days} days from receipt",
        ),
        Item(
            "支払方法",
            "Method of payment",
            "銀行振込（手数料は委託者が負担）",
            "Bank transfer; the hub bears the fee",
        ),
    ]


def _work_items(job: Job) -> list[Item]:
    """What is done, when it is received, where it is done, and how it is inspected."""
    return [
        Item(
            "仕事の内容",
            "Work",
            f"「{job.title}」の画像を見て、書かれている内容を入力する",
            f"Look at pictures of “{job.title}” and key what is written",
        ),
        Item(
            "受け取る日",
            "Date of receipt",
            f"1項目送るごと（最終 {_day(job.due_on)}）",
            f"With each field you send (last day {job.due_on.isoformat()})",
        ),
        _place(job),
        Item(
            "検査が終わる日",
            "Inspection ends",
            "検査の結果で報酬は変わりません",
            "Inspection never changes your pay",
        ),
    ]


def _place(job: Job) -> Item:
    if job.place == Place.HOME.value:
        return Item(
            "場所",
            "Place",
            "ご自宅など、人に画面を見られない所",
            "At home or where nobody sees your screen",
        )
    return Item("場所", "Place", f"{job.order.hub.name}の作業室", "The work room of the hub")


def agreement_ends(today: date) -> date:
    """A framework agreement is valid for a year."""
    leap = (today.month, today.day) == (2, 29)
    return today.replace(year=today.year + 1, day=28 if leap else today.day)


def frozen(items: list[Item]) -> dict[str, str]:
    """The items as they are kept."""
    return {item.ja: item.value_ja for item in items}


def _prices(job: Job, *, english: bool) -> str:
    with translation.override("en" if english else "ja"):
        names = [
            (str(KIND_LABELS[Kind(kind)]), sen / SEN_PER_YEN) for kind, sen in job.prices.items()
        ]
    if english:
        return ", ".join(f"{name}: {yen:g} yen" for name, yen in names) + " for each field"
    return "、".join(f"{name} {yen:g}円" for name, yen in names) + "（1項目につき）"


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
