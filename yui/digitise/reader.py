"""The process that reads waiting pages, one after another, beside the web server."""

from collections import OrderedDict
from collections.abc import Callable

from django.db import close_old_connections
from django.utils import timezone

from yui.data import queries as data
from yui.digitise import actions
from yui.digitise.models import Form, Page
from yui.digitise.rules import PageState
from yui.engines import pictures, registration
from yui.engines.reading import read_page
from yui.engines.recognition import READER_NAME, Reader

KEPT_BLANKS = 8
SMALLEST_SIDE = 800
"""Pixels of the longer side below which a sheet of paper cannot be read (about 70 dpi on A4)."""


class PageReader:
    """A recogniser with the prepared blanks of the forms it met last."""

    def __init__(self) -> None:
        self._reader = Reader()
        self._blanks: OrderedDict[int, registration.Blank] = OrderedDict()

    def read_next(self) -> bool:
        """Read one waiting page; return whether there was one."""
        page = actions.claim_page(at=timezone.now())
        if page is None:
            return False
        try:
            self._read(page)
        except pictures.BadPicture as bad:
            actions.set_aside(page=page, refusal=bad.code.value, at=timezone.now())
        return True

    def _read(self, page: Page) -> None:
        scan = page.scan
        form = scan.job.form_job.form
        content = data.content(scan.file)
        from_here = pictures.pages(content, limits=actions.limits(), start=page.number)
        picture = next(iter(from_here))
        if max(picture.pixels.shape) < SMALLEST_SIDE:
            actions.set_aside(page=page, refusal="too_small", at=timezone.now())
            return
        reading = read_page(form.template, self._blank(form), picture.pixels, self._reader)
        actions.store_reading(page=page, reading=reading, reader=READER_NAME, at=timezone.now())

    def _blank(self, form: Form) -> registration.Blank:
        if form.pk not in self._blanks:
            picture = next(iter(pictures.pages(data.content(form.blank), limits=actions.limits())))
            self._blanks[form.pk] = registration.prepare(picture.pixels)
            while len(self._blanks) > KEPT_BLANKS:
                self._blanks.popitem(last=False)
        self._blanks.move_to_end(form.pk)
        return self._blanks[form.pk]


def read_until(
    stopped: Callable[[float], bool], *, between: Callable[[], None], pause: float = 1.0
) -> None:
    """Read pages until `stopped(seconds)`, which waits that long at most, says so.

    `between` is called between pages, for chores that belong beside the server.
    """
    reader: PageReader | None = None
    while not stopped(0):
        close_old_connections()
        between()
        waiting = Page.objects.filter(state__in=(PageState.WAITING, PageState.READING)).exists()
        if waiting:
            reader = reader or PageReader()
        if not (reader and waiting and reader.read_next()) and stopped(pause):
            return


def read_all() -> int:
    """Read every waiting page now; return how many there were."""
    reader = PageReader()
    n_pages = 0
    while reader.read_next():
        n_pages += 1
    return n_pages
