"""Writes of paper to data."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import IO, Any

import cv2
from django.conf import settings
from django.db import transaction
from django.db.models import F, Q

from yui.data import actions as data
from yui.data.models import File
from yui.digitise.models import Crop, Form, FormJob, Page, Scan
from yui.digitise.rules import MOST_ATTEMPTS, READING_SECONDS, PageState
from yui.engines import pictures, template
from yui.engines.reading import FieldReading, PageReading
from yui.engines.registration import Refusal
from yui.people.actions import journal
from yui.people.models import Organisation, Person, Sight
from yui.work.actions import orders
from yui.work.models import Exposure, Job, Order, Record
from yui.work.rules import JobState

LONGEST_NAME = 200


class BlankDoesNotFit(ValueError):
    """The picture of the blank form has another size (width, height) than the template says."""

    def __init__(self, picture: tuple[int, int], template: tuple[int, int]) -> None:
        super().__init__(f"{picture[0]} × {picture[1]}, {template[0]} × {template[1]}")
        self.picture = picture
        self.template = template


class NotSetAside(Exception):
    """Only a page that was set aside can be tried again."""


def limits() -> pictures.Limits:
    """What one file may cost, by the settings."""
    return pictures.Limits(settings.MAX_UPLOAD_BYTES, settings.MAX_PIXELS, settings.MAX_PAGES)


@transaction.atomic
def add_form(
    *, owner: Organisation, definition: Any, blank: bytes, by: Person, at: datetime
) -> Form:
    """Keep a form; raises TemplateFault, BadPicture or BlankDoesNotFit and then keeps nothing."""
    parsed = template.parse(definition)
    picture = next(iter(pictures.pages(blank, limits=limits())))
    height, width = picture.pixels.shape
    if (width, height) != (parsed.width, parsed.height):
        raise BlankDoesNotFit((width, height), (parsed.width, parsed.height))
    form = Form.objects.create(
        owner=owner,
        title=parsed.title,
        definition=template.to_json(parsed),
        blank=data.keep(png(picture.pixels), media_type="image/png", at=at),
        made_by=by,
        made_at=at,
    )
    journal(act="form.add", subject=f"form:{form.pk}", by=by, at=at, title=form.title)
    return form


def columns_of(form: Form) -> list[dict[str, str]]:
    """The columns that a job on this form delivers."""
    return [{"name": f.id, "label": f.label, "kind": f.kind.value} for f in form.template.fields]


@transaction.atomic
def plan_form_job(
    *, order: Order, form: Form, plan: orders.JobPlan, by: Person, at: datetime
) -> Job:
    """Make a job that reads pages of this form."""
    job = orders.plan_job(order=order, plan=plan, by=by, at=at)
    FormJob.objects.create(job=job, form=form)
    return job


@dataclass(frozen=True, slots=True)
class Upload:
    """One file as somebody puts it in; it is read when it is needed, so that few lie in memory."""

    name: str
    file: IO[bytes]

    def read(self) -> bytes:
        """The whole content, from its beginning, as often as one likes."""
        self.file.seek(0)
        return self.file.read()


@dataclass(frozen=True, slots=True)
class PutIn:
    """What became of an upload: its pages, or that these bytes were there already."""

    name: str
    n_pages: int
    repeated: bool


@dataclass(frozen=True, slots=True)
class BadUpload:
    """A file that cannot be opened: which, why, and on which page if one is to blame."""

    name: str
    problem: pictures.Problem
    page: int | None


class BadUploads(ValueError):
    """Some files cannot be opened; `faults` has one for each of them."""

    def __init__(self, faults: Sequence[BadUpload]) -> None:
        super().__init__("; ".join(f"{fault.name}: {fault.problem}" for fault in faults))
        self.faults = tuple(faults)


class JobDone(Exception):
    """The job was delivered, so nothing more can be put into it."""


def put_in(*, job: Job, uploads: Sequence[Upload], by: Person, at: datetime) -> list[PutIn]:
    """Put scans into a job, all or none; a file that is already there is left alone.

    Raises BadUploads for the files that cannot be opened. All are opened before the first is
    kept, and their bytes lie in the store before the transaction begins, so that nobody waits for
    the disk.
    """
    n_pages = _page_counts(uploads)
    kept = [_placed(upload, at) for upload in uploads]
    with transaction.atomic():
        _refuse_done(job)
        return [
            _put_in_one(job, upload.name, file, n, by, at)
            for upload, file, n in zip(uploads, kept, n_pages, strict=True)
        ]


def _page_counts(uploads: Sequence[Upload]) -> list[int]:
    counts: list[int] = []
    faults: list[BadUpload] = []
    for upload in uploads:
        try:
            counts.append(pictures.page_count(upload.read(), limits=limits()))
        except pictures.BadPicture as bad:
            faults.append(BadUpload(upload.name, bad.code, bad.page))
    if faults:
        raise BadUploads(faults)
    return counts


def _placed(upload: Upload, at: datetime) -> File:
    """Write the bytes into the store and return their row, not saved yet."""
    content = upload.read()
    return File(
        digest=data.place(content),
        size=len(content),
        media_type=pictures_type(content),
        kept_at=at,
    )


def _refuse_done(job: Job) -> None:
    """Hold the job until the end of the transaction, so that no delivery comes in between."""
    locked = Job.objects.select_for_update(of=("self",), no_key=True).get(pk=job.pk)
    if locked.state == JobState.DONE.value:
        raise JobDone


def _put_in_one(job: Job, name: str, file: File, n_pages: int, by: Person, at: datetime) -> PutIn:
    File.objects.bulk_create([file], ignore_conflicts=True)
    scan, new = Scan.objects.get_or_create(
        job=job,
        file_id=file.digest,
        defaults={"name": name[:LONGEST_NAME], "put_in_by": by, "put_in_at": at},
    )
    if new:
        Page.objects.bulk_create(Page(scan=scan, number=n + 1) for n in range(n_pages))
        journal(act="scan.put_in", subject=f"scan:{scan.pk}", by=by, at=at, pages=n_pages)
    return PutIn(name, n_pages, not new)


def pictures_type(content: bytes) -> str:
    """The media type of a scan by its first bytes."""
    known = ((b"\x89PNG", "image/png"), (b"\xff\xd8", "image/jpeg"), (b"%PDF", "application/pdf"))
    return next((kind for start, kind in known if content.startswith(start)), "image/tiff")


@transaction.atomic
def claim_page(*, at: datetime) -> Page | None:
    """Take the next page to be read, for a limited time; None when there is none.

    A page whose reader died comes back after its time; one that killed several readers is set
    aside.
    """
    ended = Q(state=PageState.READING.value, reading_until__lt=at)
    Page.objects.filter(ended, n_attempts__gte=MOST_ATTEMPTS).update(
        state=PageState.SET_ASIDE.value, refusal="machine_failed"
    )
    waiting = Page.objects.filter(Q(state=PageState.WAITING.value) | ended)
    page = waiting.select_for_update(skip_locked=True).order_by("pk").first()
    if page is None:
        return None
    page.state = PageState.READING.value
    page.reading_until = at + timedelta(seconds=READING_SECONDS)
    Page.objects.filter(pk=page.pk).update(
        state=page.state, reading_until=page.reading_until, n_attempts=F("n_attempts") + 1
    )
    return page


def store_reading(*, page: Page, reading: PageReading, reader: str, at: datetime) -> None:
    """Make a record with its tasks from a page that was read, or set the page aside.

    The crops are written before the transaction, so that nobody waits for the disk.
    """
    registration = reading.registration
    if registration.refusal is not None:
        set_aside(page=page, refusal=registration.refusal.value, at=at)
        return
    if all(field.blank for field in reading.fields):
        # The form itself, with nothing on it: nobody should be asked to read empty boxes.
        set_aside(page=page, refusal=Refusal.BLANK.value, at=at)
        return
    crops = [png(field.crop) for field in reading.fields]
    digests = [data.place(crop) for crop in crops]
    with transaction.atomic():
        claimed = Page.objects.select_for_update(of=("self",)).get(pk=page.pk)
        if claimed.state != PageState.READING.value:
            return  # another reader was quicker after our time had ended
        try:
            _refuse_done(claimed.scan.job)
        except JobDone:
            set_aside(page=claimed, refusal="job_done", at=at)
            return
        record = _make_record(claimed, reading, crops, digests, reader, at)
        _remember_who_saw(claimed, record, at)


WHOLE_PAGE = "page"
"""The privacy class of a whole page: none of its fields, so whoever saw it gets none of them."""


def _remember_who_saw(page: Page, record: Record, at: datetime) -> None:
    """Carry the sights of a page that was looked at whole over to the record it becomes."""
    seen = Sight.objects.filter(subject=f"page:{page.pk}").values_list("person", flat=True)
    Exposure.objects.bulk_create(
        Exposure(record=record, person_id=person, privacy=WHOLE_PAGE, at=at)
        for person in sorted(set(seen))
    )


def _make_record(
    page: Page,
    reading: PageReading,
    crops: Sequence[bytes],
    digests: Sequence[str],
    reader: str,
    at: datetime,
) -> Record:
    File.objects.bulk_create(
        (
            File(digest=digest, size=len(crop), media_type="image/png", kept_at=at)
            for digest, crop in zip(digests, crops, strict=True)
        ),
        ignore_conflicts=True,
    )
    job = page.scan.job
    fields = {field.id: field for field in job.form_job.form.template.fields}
    tasks = [
        _new_task(fields[read.field_id], read, digest, reader)
        for read, digest in zip(reading.fields, digests, strict=True)
    ]
    record = orders.add_record(job=job, key=_key(page), tasks=tasks, at=at)
    made = dict(record.tasks.values_list("field", "pk"))
    Crop.objects.bulk_create(
        Crop(page=page, field=name, task_id=task_id) for name, task_id in made.items()
    )
    Page.objects.filter(pk=page.pk).update(
        state=PageState.READ.value,
        record=record,
        residual_px=reading.registration.residual_px,
        reading_until=None,
    )
    return record


def _new_task(
    field: template.Field, read: FieldReading, digest: str, reader: str
) -> orders.NewTask:
    machine = orders.MachineReading(
        reader=reader,
        raw=read.raw,
        value=read.value,
        confidence=read.confidence,
        sure=not read.needs_person,
    )
    payload: dict[str, object] = {
        "options": [option.value for option in field.options],
        "multi": field.multi,
        "digits": field.digits,
    }
    return orders.NewTask(
        field=field.id,
        label=field.label,
        kind=field.kind,
        privacy=field.privacy,
        picture=File(digest=digest),
        machine=machine,
        payload=payload,
    )


def _key(page: Page) -> str:
    """Name a record after its file and page, unique within the job."""
    scan = page.scan
    name = scan.name[:90] if scan.pages.count() == 1 else f"{scan.name[:90]} p.{page.number}"
    taken = Record.objects.filter(job_id=scan.job_id, key=name).exists()
    return f"{name} ({scan.pk})" if taken else name


@transaction.atomic
def set_aside(*, page: Page, refusal: str, at: datetime) -> None:
    """Put a page aside with the reason; it makes no record."""
    Page.objects.filter(pk=page.pk, state=PageState.READING.value).update(
        state=PageState.SET_ASIDE.value, refusal=refusal, reading_until=None
    )
    journal(act="page.set_aside", subject=f"page:{page.pk}", by=None, at=at, refusal=refusal)


@transaction.atomic
def try_again(*, page: Page, by: Person, at: datetime) -> None:
    """Let the machine read a page again that was set aside."""
    changed = Page.objects.filter(pk=page.pk, state=PageState.SET_ASIDE.value).update(
        state=PageState.WAITING.value, refusal="", n_attempts=0
    )
    if not changed:
        raise NotSetAside
    journal(act="page.try_again", subject=f"page:{page.pk}", by=by, at=at)


def png(pixels: Any) -> bytes:
    """Return pixels as PNG; fast compression, because crops are small and many."""
    done, encoded = cv2.imencode(".png", pixels, [cv2.IMWRITE_PNG_COMPRESSION, 3])
    if not done:
        raise ValueError("the picture cannot be encoded")
    return bytes(encoded)
