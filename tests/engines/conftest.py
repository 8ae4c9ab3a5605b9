import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from yui.engines.pictures import pages
from yui.engines.recognition import Reader
from yui.engines.registration import Blank, prepare
from yui.engines.template import Template, parse

FORMS = Path(__file__).parents[2] / "yui" / "demo" / "forms"


@dataclass(frozen=True)
class Form:
    template: Template
    blank: Blank


def picture(path: Path) -> NDArray[np.uint8]:
    return next(iter(pages(path.read_bytes()))).pixels


def page(name: str) -> NDArray[np.uint8]:
    return picture(next((FORMS / "pages").glob(f"{name}.*")))


def truth(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((FORMS / "truth" / f"{name}.json").read_text("utf-8"))
    return found


@pytest.fixture(scope="session")
def forms() -> dict[str, Form]:
    return {
        name: Form(
            parse(json.loads((FORMS / f"{name}.json").read_text("utf-8"))),
            prepare(picture(FORMS / f"{name}.png")),
        )
        for name in ("D01", "D06")
    }


@pytest.fixture(scope="session")
def reader() -> Reader:
    return Reader()
