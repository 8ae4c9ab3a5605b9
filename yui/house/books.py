"""Do the books agree with what happened: the ledger, the slots, the beliefs, the privacy split."""

from collections.abc import Iterator

from yui.house.findings import Finding, Scope
from yui.words import say


def ledger(_: Scope) -> Iterator[Finding]:
    """Each answer is paid once, at the price of its lease, and nothing else is."""
    from django.db.models import Sum

    from yui.pay.models import Entry
    from yui.work.models import Lease
    from yui.work.rules import LeaseState

    answered = Lease.objects.filter(state=LeaseState.ANSWERED.value).aggregate(sen=Sum("sen"))
    owed = Entry.objects.filter(subject__startswith="answer:").aggregate(sen=Sum("sen"))
    if answered["sen"] != owed["sen"]:
        yield Finding(
            "ledger",
            say(
                f"回答の報酬は{answered['sen'] or 0}銭、台帳は{owed['sen'] or 0}銭です。",
                f"Answers earn {answered['sen'] or 0} sen, the ledger says {owed['sen'] or 0}.",
            ),
            say(
                "バックアップと比べて、食いちがう行を調べてください。",
                "Compare with a backup to find the lines that differ.",
            ),
        )


def slots(_: Scope) -> Iterator[Finding]:
    """The open places of every open task are those that nobody has taken."""
    from django.db.models import Count, F, Q

    from yui.work.models import Task
    from yui.work.rules import LeaseState, TaskState

    taken = Q(leases__state__in=[LeaseState.HELD.value, LeaseState.ANSWERED.value])
    wrong = (
        Task.objects.filter(state=TaskState.OPEN.value)
        .annotate(n_taken=Count("leases", filter=taken))
        .exclude(n_slots=F("n_taken") + F("open_slots"))
        .count()
    )
    if wrong:
        yield Finding(
            "slots",
            say(
                f"空きの数が合わない項目が{wrong}件あります。",
                f"{wrong} tasks do not add up in their places.",
            ),
            say(
                "サーバーを止めて、バックアップから戻してください。",
                "Stop the server and restore a backup.",
            ),
        )


def beliefs(_: Scope) -> Iterator[Finding]:
    """The beliefs about skills are those that follow from the evidence."""
    from yui.skills.queries import beliefs_from_evidence, beliefs_kept

    if beliefs_from_evidence() != beliefs_kept():
        yield Finding(
            "beliefs",
            say(
                "力の記録が、証拠から計算したものと違います。",
                "Beliefs differ from what the evidence says.",
            ),
            say(
                "`python manage.py rebuild_beliefs` で作りなおしてください。",
                "Run `python manage.py rebuild_beliefs`.",
            ),
        )
