"""Pages that can be opened but give nothing to read are set aside with their reason."""

import io
from datetime import date

import pytest
from PIL import Image

from tests.factories import NOW, director, order
from yui.demo import samples
from yui.digitise.actions import Upload, add_form, columns_of, plan_form_job, put_in
from yui.digitise.models import Page
from yui.digitise.reader import read_all
from yui.work.actions.orders import JobPlan
from yui.work.models import Job, Record

pytestmark = pytest.mark.django_db


@pytest.fixture
def work() -> Job:
    """A job on the first sample form."""
    of = order()
    sample = samples.forms()[0]
    form = add_form(
        owner=of.hub, definition=sample.definition, blank=sample.blank, by=of.asked_by, at=NOW
    )
    columns = columns_of(form)
    prices = {column["kind"]: 250 for column in columns}
    plan = JobPlan("入力", columns, prices, due_on=date(2026, 12, 20))
    return plan_form_job(order=of, form=form, plan=plan, by=of.asked_by, at=NOW)


def read(work: Job, content: bytes) -> str:
    put_in(job=work, uploads=[Upload("scan.png", io.BytesIO(content))], by=director(work), at=NOW)
    assert read_all() == 1
    return Page.objects.get().refusal


def test_the_form_itself_with_nothing_on_it_makes_no_work(work: Job) -> None:
    assert read(work, samples.forms()[0].blank) == "blank"
    assert not Record.objects.exists()


def test_a_picture_too_small_to_read_says_so(work: Job) -> None:
    small = Image.open(io.BytesIO(samples.scans("D01")[0].content)).resize((248, 351))
    out = io.BytesIO()
    small.save(out, "PNG")
    assert read(work, out.getvalue()) == "too_small"
    assert not Record.objects.exists()


def test_a_filled_page_becomes_a_record_with_a_task_for_each_field(work: Job) -> None:
    assert read(work, samples.scans("D01")[0].content) == ""
    record = Record.objects.get()
    assert record.tasks.count() == len(samples.forms()[0].definition["fields"])
    assert record.tasks.filter(readings=None).count() == 0
