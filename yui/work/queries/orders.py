"""What the order pages show: orders with their progress, and whose turn it is."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from yui.people.models import Organisation, Person
from yui.people.queries import organisations, refusal_here
from yui.people.rules import Act, OrganisationKind, Refusal
from yui.work.models import Delivery, Job, Order, Task
from yui.work.queries import delivery
from yui.work.queries.desk import Progress, orders_visible_to
from yui.work.queries.jobs import progress_of
from yui.work.rules import JobState, NextStep, OrderState, TaskState, Turn, next_step

ORDERS_PER_PAGE = 25
ENDED = (OrderState.CLOSED.value, OrderState.DECLINED.value)


def order_list(person: Person, state: str) -> QuerySet[Order]:
    """The orders a person may see, the soonest due first; without a state those not ended."""
    found = orders_visible_to(person).select_related("client", "hub")
    found = found.filter(state=state) if state else found.exclude(state__in=ENDED)
    return found.order_by("due_on", "pk")


@dataclass(frozen=True, slots=True)
class OrderRow:
    """One order of the list and how far its fields are."""

    order: Order
    n_tasks: int
    n_settled: int

    @property
    def percent(self) -> int:
        """Settled fields in whole percent."""
        return 100 * self.n_settled // self.n_tasks if self.n_tasks else 0


def rows(orders: Sequence[Order]) -> list[OrderRow]:
    """The orders of one page with their counts, in one question to the database."""
    counted = Task.objects.filter(job__order__in=orders).values("job__order")
    counted = counted.annotate(
        n=Count("pk"), settled=Count("pk", filter=Q(state=TaskState.SETTLED.value))
    ).order_by()
    found = {row["job__order"]: (row["n"], row["settled"]) for row in counted}
    return [OrderRow(order, *found.get(order.pk, (0, 0))) for order in orders]


def hubs() -> QuerySet[Organisation]:
    """The hubs that orders can be placed with."""
    return Organisation.objects.filter(kind=OrganisationKind.HUB.value).order_by("code")


def ordering_for(person: Person) -> QuerySet[Organisation]:
    """The organisations for which a person may give orders."""
    found = [o.pk for o in organisations(person, Act.ORDER)]
    return Organisation.objects.filter(pk__in=found).order_by("code")


MOVERS: dict[tuple[OrderState, OrderState], Act] = {
    (OrderState.ASKED, OrderState.RUNNING): Act.DIRECT,
    (OrderState.ASKED, OrderState.DECLINED): Act.DIRECT,
    (OrderState.DELIVERED, OrderState.RUNNING): Act.DIRECT,
    (OrderState.DELIVERED, OrderState.CLOSED): Act.ORDER,
}
"""Who brings an order from one state into the next; delivery is an action of its own."""


def why_not_move(person: Person, order: Order, to: OrderState) -> Refusal | None:
    """Return why a person may not bring an order into a state, or None."""
    act = MOVERS.get((OrderState(order.state), to))
    if act is None:
        return Refusal.ROLE
    side = order.hub_id if act is Act.DIRECT else order.client_id
    return refusal_here(person, act, side)


@dataclass(frozen=True, slots=True)
class JobRow:
    """One job of an order and how far it is."""

    job: Job
    progress: Progress


@dataclass(frozen=True, slots=True)
class OrderPage:
    """One order as a person meets it."""

    order: Order
    jobs: list[JobRow]
    deliveries: list[Delivery]
    directs: bool
    leads: bool
    is_client: bool
    step: NextStep
    why_not_deliver: str | None

    @property
    def last_delivery(self) -> Delivery | None:
        """The newest delivery, if there is one."""
        return self.deliveries[0] if self.deliveries else None


def order_page(person: Person, order: Order) -> OrderPage:
    """Gather all that the page of an order shows to a person."""
    jobs = list(order.jobs.order_by("pk"))
    progress = progress_of(jobs)
    directs = refusal_here(person, Act.DIRECT, order.hub_id) is None
    is_client = refusal_here(person, Act.ORDER, order.client_id) is None
    state = OrderState(order.state)
    reason = delivery.why_not_deliver(order) if directs and state is OrderState.RUNNING else None
    n_open = sum(job.state != JobState.DONE.value for job in jobs)
    turn = Turn(state, directs, is_client, n_open, reason is None)
    delivered = order.deliveries.select_related("version__dataset", "by").order_by("-pk")
    return OrderPage(
        order=order,
        jobs=[JobRow(job, progress[job.pk]) for job in jobs],
        deliveries=list(delivered),
        directs=directs,
        leads=refusal_here(person, Act.LEAD, order.hub_id) is None,
        is_client=is_client,
        step=next_step(turn),
        why_not_deliver=reason,
    )
