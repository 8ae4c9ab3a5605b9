"""The table to be delivered and what is known of its quality."""

from collections import Counter
from dataclasses import asdict, dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils import timezone

from yui.data.tables import Sheet, as_csv, as_xlsx
from yui.engines.proportion import upper_bound
from yui.work.models import Answer, Inspection, Order, Reading, Record, Task, Verdict
from yui.work.rules import LotState, Mark, SettledBy, TaskState
from yui.work.rules import why_not_deliver as rule

UNREADABLE = "（判読不能）"
"""What stands in a cell whose paper nobody can read. Blank is an empty cell."""


@dataclass(frozen=True, slots=True)
class Quality:
    """What is known of a delivered table, in counts that add up."""

    n_records: int
    n_fields: int
    n_blank: int
    n_unreadable: int
    n_machine_and_person: int
    n_two_people_or_more: int
    n_by_leader: int
    n_answers: int
    n_inspected: int
    n_wrong_in_sample: int
    wrong_at_most: float
    promised_error: float

    @property
    def answers_per_field(self) -> float:
        """Answers of people per field."""
        return self.n_answers / self.n_fields if self.n_fields else 0.0

    @property
    def promise_shown(self) -> bool:
        """Whether the inspection is large enough to show the promised share."""
        return self.wrong_at_most <= self.promised_error

    def as_dict(self) -> dict[str, object]:
        """The counts and what follows from them, to be kept with the version."""
        return asdict(self) | {
            "answers_per_field": round(self.answers_per_field, 3),
            "promise_shown": self.promise_shown,
        }


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of an order with their header, all text."""

    title: str
    columns: list[dict[str, str]]
    rows: list[list[str]]
    quality: Quality

    @property
    def header(self) -> list[str]:
        """The first row."""
        return ["管理番号", *_told_apart([column["label"] for column in self.columns])]

    def as_csv(self) -> bytes:
        """The table as Excel opens it."""
        return as_csv(self.header, self.rows)

    def as_xlsx(self, at: datetime) -> bytes:
        """The table and its quality page as a workbook."""
        made = timezone.localtime(at).strftime("%Y-%m-%d %H:%M")
        sheets = [
            Sheet("データ", self.header, self.rows),
            Sheet("品質", ["項目", "Item", "値"], quality_rows(self.quality, self.title, made)),
        ]
        return as_xlsx(sheets, {"title": self.title, "comments": "Yui (結)"})


def _told_apart(labels: list[str]) -> list[str]:
    """Number labels that stand in a form more than once, so that no two columns share a name."""
    met: Counter[str] = Counter()
    names = []
    for label in labels:
        met[label] += 1
        names.append(f"{label}（{met[label]}）" if labels.count(label) > 1 else label)
    return names


def quality_rows(quality: Quality, title: str, made: str) -> list[list[str]]:
    """The quality page: what was delivered, how it was checked, what that shows."""
    share = f"{quality.wrong_at_most:.2%}"
    return [
        ["件名", "Title", title],
        ["作成日時", "Made at", made],
        ["件数（行）", "Records (rows)", f"{quality.n_records:,}"],
        ["項目数（セル）", "Fields (cells)", f"{quality.n_fields:,}"],
        ["　うち空欄", "  of which blank", f"{quality.n_blank:,}"],
        ["　うち判読不能", "  of which unreadable", f"{quality.n_unreadable:,}"],
        ["機械と人1名が一致", "Machine and one person agreed", f"{quality.n_machine_and_person:,}"],
        ["人2名以上が一致", "Two or more people agreed", f"{quality.n_two_people_or_more:,}"],
        ["リーダーが判断", "Decided by a leader", f"{quality.n_by_leader:,}"],
        [
            "人の入力回数（1項目あたり）",
            "Answers of people per field",
            f"{quality.answers_per_field:.2f}",
        ],
        ["検査した項目数", "Fields inspected", f"{quality.n_inspected:,}"],
        [
            "検査で見つかった誤り（修正済み）",
            "Errors found (and mended)",
            f"{quality.n_wrong_in_sample:,}",
        ],
        [
            "誤りの割合の上限（信頼度95%・正確二項）",
            "Upper bound of the share of errors (95 %, exact binomial)",
            share,
        ],
        ["お約束した誤りの割合", "Promised share of errors", f"{quality.promised_error:.2%}"],
        [
            "この検査で約束を示せたか",
            "Does this inspection show the promise?",
            "はい / yes"
            if quality.promise_shown
            else "いいえ（検査数が足りません） / no (the sample is too small)",
        ],
    ]


def records(order: Order) -> QuerySet[Record]:
    """The records of an order in the order in which they came."""
    return Record.objects.filter(job__order=order).order_by("pk")


def why_not_deliver(order: Order) -> str | None:
    """Return why an order cannot be delivered yet, or None."""
    tasks = Task.objects.filter(job__order=order)
    return rule(
        n_records=records(order).count(),
        n_unsettled=tasks.exclude(state=TaskState.SETTLED.value).count(),
        n_not_accepted=records(order).exclude(lot__state=LotState.ACCEPTED.value).count(),
    )


def table(order: Order) -> Table:
    """The table of an order: a row per record, a column per field of its form.

    An order has one table; fields that a record's job does not have stay empty.
    """
    columns = _columns(order)
    names = [column["name"] for column in columns]
    cells = _cells(order)
    rows = [
        [record.key, *(cells.get((record.pk, name), "") for name in names)]
        for record in records(order)
    ]
    return Table(order.title, columns, rows, quality(order))


def _columns(order: Order) -> list[dict[str, str]]:
    columns: dict[str, dict[str, str]] = {}
    for job in order.jobs.order_by("pk"):
        for column in job.columns:
            columns.setdefault(column["name"], column)
    return list(columns.values())


def _cells(order: Order) -> dict[tuple[int, str], str]:
    verdicts = Verdict.objects.filter(task__job__order=order)
    found = {
        (v["task__record_id"], v["task__field"]): _cell(v["mark"], v["value"])
        for v in verdicts.values("task__record_id", "task__field", "mark", "value")
    }
    mended = Inspection.objects.filter(task__job__order=order, right=False)
    for v in mended.values("record_id", "task__field", "mark", "value"):
        found[v["record_id"], v["task__field"]] = _cell(v["mark"], v["value"])
    return found


def _cell(mark: str, value: str) -> str:
    if mark == Mark.UNREADABLE.value:
        return UNREADABLE
    return "" if mark == Mark.BLANK.value else value.replace("|", "、")


def quality(order: Order) -> Quality:
    """Count how the fields of an order were settled and what inspection found."""
    verdicts = Verdict.objects.filter(task__job__order=order)
    marks = Counter(verdicts.values_list("mark", flat=True))
    settled = Counter(verdicts.values_list("settled_by", flat=True))
    n_answers = Answer.objects.filter(task__job__order=order).count()
    n_single = _n_machine_and_person(order)
    inspected = Inspection.objects.filter(task__job__order=order).exclude(right=None)
    n_inspected, n_wrong = inspected.count(), inspected.filter(right=False).count()
    return Quality(
        n_records=records(order).count(),
        n_fields=sum(marks.values()),
        n_blank=marks[Mark.BLANK.value],
        n_unreadable=marks[Mark.UNREADABLE.value],
        n_machine_and_person=n_single,
        n_two_people_or_more=settled[SettledBy.AGREEMENT.value] - n_single,
        n_by_leader=settled[SettledBy.LEADER.value],
        n_answers=n_answers,
        n_inspected=n_inspected,
        n_wrong_in_sample=n_wrong,
        wrong_at_most=upper_bound(n_wrong, n_inspected),
        promised_error=order.promised_error,
    )


def _n_machine_and_person(order: Order) -> int:
    """Fields settled by the first person, who agreed with the machine."""
    answered: Counter[int] = Counter(
        Answer.objects.filter(
            task__job__order=order, task__verdict__settled_by=SettledBy.AGREEMENT.value
        ).values_list("task_id", flat=True)
    )
    voted = set(
        Reading.objects.filter(task__job__order=order, votes=True).values_list("task_id", flat=True)
    )
    return sum(n == 1 and task in voted for task, n in answered.items())
