"""A tiny form whose papers a made-up reading turns into records."""

from typing import Any

import cv2
import numpy as np

from tests.factories import NOW
from tests.work.desk import Town
from yui.digitise import actions
from yui.digitise.models import Form, Page
from yui.engines.reading import FieldReading, PageReading
from yui.engines.registration import Refusal, Registration
from yui.work.actions import orders
from yui.work.actions.orders import JobPlan
from yui.work.models import Job
from yui.work.rules import JobState

WIDTH, HEIGHT = 120, 160


def definition(**changes: Any) -> dict[str, Any]:
    return {
        "form_id": "tiny",
        "title": "小さな申請書",
        "width": WIDTH,
        "height": HEIGHT,
        "dpi": 300,
        "fields": [
            {"id": "name", "kind": "name_kanji", "label": "氏名", "bbox": [10, 10, 60, 20]},
            {"id": "copies", "kind": "number", "label": "通数", "bbox": [10, 40, 60, 20]},
            {
                "id": "what",
                "kind": "choice",
                "label": "種別",
                "bbox": [10, 70, 80, 20],
                "options": [
                    {"value": "世帯", "bbox": [12, 72, 20, 16]},
                    {"value": "個人", "bbox": [42, 72, 20, 16]},
                ],
            },
        ],
    } | changes


def paper(shade: int = 255, width: int = WIDTH, height: int = HEIGHT) -> bytes:
    _, encoded = cv2.imencode(".png", np.full((height, width), shade, np.uint8))
    return bytes(encoded)


def form(here: Town) -> Form:
    return actions.add_form(
        owner=here.hub, definition=definition(), blank=paper(), by=here.ritsu, at=NOW
    )


def form_job(here: Town, of: Form | None = None, *, opened: bool = True) -> Job:
    of = of or form(here)
    columns = actions.columns_of(of)
    prices = {column["kind"]: 250 for column in columns}
    plan = JobPlan("申請書の入力", columns, prices, here.order.due_on)
    made = actions.plan_form_job(order=here.order, form=of, plan=plan, by=here.ritsu, at=NOW)
    if not opened:
        return made
    return orders.move_job(job=made, to=JobState.OPEN, by=here.ritsu, at=NOW)


def reading(refusal: Refusal | None = None) -> PageReading:
    """What a machine would have read: 1 in every field, surely."""
    flat = Registration(np.eye(3), np.zeros((1, 2)), (HEIGHT, WIDTH), 0.1, 1.0, refusal)
    crop = np.full((8, 8), 255, np.uint8)
    fields = tuple(
        FieldReading(name, "1", "1", 0.99, needs_person=False, blank=False, crop=crop)
        for name in ("name", "copies", "what")
    )
    return PageReading(flat, () if refusal else fields)


def read(refusal: Refusal | None = None) -> Page | None:
    """Read the next waiting page."""
    page = actions.claim_page(at=NOW)
    if page is not None:
        actions.store_reading(page=page, reading=reading(refusal), reader="machine", at=NOW)
    return page
