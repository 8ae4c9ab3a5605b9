"""Reads of paper to data."""

from dataclasses import dataclass

from django.db.models import Case, Count, Q, QuerySet, When

from yui.digitise.models import Form, FormJob, Page, Scan
from yui.digitise.rules import PageState
from yui.people.models import Person
from yui.people.queries import organisations
from yui.people.rules import Act
from yui.work.models import Job, Order
from yui.work.queries.desk import jobs_directed_by


def forms_visible_to(person: Person) -> QuerySet[Form]:
    """The forms of the hubs that a person directs."""
    owners = [o.pk for o in organisations(person, Act.DIRECT)]
    return Form.objects.filter(owner__in=owners)


def form_rows(person: Person) -> list[tuple[Form, int]]:
    """The forms a person may use with the number of their jobs, the newest first."""
    forms = forms_visible_to(person).select_related("owner")
    counted = forms.annotate(n_jobs=Count("jobs")).order_by("-pk")
    return [(form, form.n_jobs) for form in counted]


def form_of(job: Job) -> Form | None:
    """The form whose pages a job reads, if it reads pages."""
    found = FormJob.objects.select_related("form__blank").filter(job=job).first()
    return found.form if found else None


@dataclass(frozen=True, slots=True)
class Intake:
    """How far the pages of a job are."""

    n_scans: int
    n_pages: int
    n_waiting: int
    n_read: int
    n_set_aside: int

    @property
    def working(self) -> bool:
        """Whether pages are still to be read."""
        return self.n_waiting > 0

    @property
    def n_through(self) -> int:
        """Pages that were read or set aside."""
        return self.n_pages - self.n_waiting

    @property
    def percent(self) -> int:
        """Pages that are through, in whole percent."""
        return 100 * self.n_through // self.n_pages if self.n_pages else 0


def intake(job: Job) -> Intake:
    """Count the pages of a job by state."""
    states = [PageState.WAITING.value, PageState.READING.value]
    found = Page.objects.filter(scan__job=job).aggregate(
        n=Count("pk"),
        waiting=Count("pk", filter=Q(state__in=states)),
        read=Count("pk", filter=Q(state=PageState.READ.value)),
        aside=Count("pk", filter=Q(state=PageState.SET_ASIDE.value)),
    )
    return Intake(
        n_scans=Scan.objects.filter(job=job).count(),
        n_pages=found["n"],
        n_waiting=found["waiting"],
        n_read=found["read"],
        n_set_aside=found["aside"],
    )


def pages(job: Job) -> QuerySet[Page]:
    """The pages of a job, those set aside first because they need somebody."""
    rows = Page.objects.filter(scan__job=job).select_related("scan", "record")
    aside = Case(When(state=PageState.SET_ASIDE.value, then=0), default=1)
    return rows.order_by(aside, "pk")


def set_aside_pages(job: Job) -> QuerySet[Page]:
    """The pages of a job that wait for somebody to look at them."""
    rows = Page.objects.filter(scan__job=job, state=PageState.SET_ASIDE.value)
    return rows.select_related("scan").order_by("pk")


def pages_directed_by(person: Person) -> QuerySet[Page]:
    """The pages of the jobs of the hubs that a person directs."""
    return Page.objects.filter(scan__job__in=jobs_directed_by(person))


def why_not_see_page(page: Page) -> str | None:
    """Return why the picture of a whole page may not be seen now, or None.

    A page that became a record shows all privacy classes at once, so only those set aside are seen.
    """
    return None if page.state == PageState.SET_ASIDE.value else "not_set_aside"


def is_being_read(order: Order) -> bool:
    """Whether pages of an order still wait for the machine."""
    states = [PageState.WAITING.value, PageState.READING.value]
    return Page.objects.filter(scan__job__order=order, state__in=states).exists()
