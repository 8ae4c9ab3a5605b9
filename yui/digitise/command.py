"""`yui digitise`: scans in, a table of what is written on them out. Needs no database."""

import csv
import json
import os
import shutil
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import asdict, dataclass, field
from itertools import count
from multiprocessing import get_context
from pathlib import Path
from typing import Annotated, Any

import cv2
import numpy as np
import onnxruntime
import typer
from rich.console import Console
from rich.progress import Progress

from yui import __version__
from yui.engines.pictures import BadPicture, page_count, pages
from yui.engines.reading import PageReading, read_page
from yui.engines.recognition import READER_NAME, Reader
from yui.engines.registration import Blank, prepare
from yui.engines.template import Template, TemplateFault, parse

DONE, FAULTS, BAD = 0, 1, 2


class BadInput(Exception):
    """Something the command was given cannot be used; the text is the one line to show."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page of one scan to read, and the name its results carry."""

    scan: Path
    number: int
    name: str


@dataclass(frozen=True, slots=True)
class Row:
    """One line of fields.csv."""

    page: str
    field: str
    text: str
    confidence: float
    needs_person: bool


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one page."""

    page: str
    scan: str
    number: int
    residual_px: float | None
    share_of_blocks: float
    set_aside: str | None
    seconds: float
    rows: tuple[Row, ...] = field(default=())


def digitise(
    scans: Annotated[list[Path], typer.Argument(metavar="SCAN…", help="PNG, JPEG, TIFF or PDF")],
    form: Annotated[Path, typer.Option("--form", help="The form's description (JSON)")],
    output: Annotated[Path, typer.Option("-o", "--output", help="A new or empty directory")],
    blank: Annotated[Path | None, typer.Option(help="The blank form (様式) as a picture")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Summary for machines on stdout")] = False,
    jobs: Annotated[int, typer.Option(min=1, help="Processes")] = os.cpu_count() or 1,
) -> None:
    """Read filled-in forms (帳票) into fields.csv, crops and report.json."""
    shown = Console(stderr=True, highlight=False)
    try:
        report = run(scans, form, output, blank=blank, jobs=jobs, shown=shown)
    except BadInput as error:
        typer.echo(f"yui digitise: {error}", err=True)
        raise typer.Exit(BAD) from None
    except OSError as error:
        typer.echo(f"yui digitise: {error.filename or output}: {error.strerror}", err=True)
        raise typer.Exit(BAD) from None
    except BrokenProcessPool:
        typer.echo("yui digitise: a reading process was ended; try fewer --jobs", err=True)
        raise typer.Exit(BAD) from None
    if as_json:
        typer.echo(json.dumps(_summary(report, output), ensure_ascii=False))
    totals = report["totals"]
    shown.print(
        f"{totals['pages']} pages, {totals['fields']} fields, "
        f"{totals['needs_person']} for a person, {totals['set_aside']} pages set aside → {output}"
    )
    raise typer.Exit(FAULTS if totals["set_aside"] else DONE)


def run(
    scans: Sequence[Path],
    form: Path,
    output: Path,
    *,
    blank: Path | None = None,
    jobs: int = 1,
    shown: Console | None = None,
) -> dict[str, Any]:
    """Write everything into `output`, or nothing, and return the report."""
    started = time.monotonic()
    _refuse_output(output)
    _load(form, blank or form.with_suffix(".png"))
    sheets = list(_sheets(scans))
    output.parent.mkdir(parents=True, exist_ok=True)
    making = Path(tempfile.mkdtemp(prefix=f".{output.name}-", dir=output.parent))
    try:
        outcomes = _read_all(sheets, form, blank or form.with_suffix(".png"), making, jobs, shown)
        report = _report(outcomes, form, time.monotonic() - started)
        _write(making, outcomes, report)
        making.chmod(0o755)
        if output.exists():
            output.rmdir()
        making.rename(output)
    except BaseException:
        shutil.rmtree(making, ignore_errors=True)
        raise
    return report


def _refuse_output(output: Path) -> None:
    if output.exists() and (not output.is_dir() or any(output.iterdir())):
        raise BadInput(f"{output}: exists and is not an empty directory; choose another with -o")


def _load(form: Path, blank: Path) -> tuple[Template, Blank]:
    """Return the template and the prepared blank form, each refused by name if unusable."""
    template = _template(form)
    try:
        picture = next(iter(pages(blank.read_bytes()))).pixels
    except OSError as error:
        reason = error.strerror or "cannot be read"
        raise BadInput(f"{blank}: blank form: {reason}; give it with --blank") from error
    except BadPicture as error:
        raise BadInput(f"{blank}: blank form: {error}") from error
    if picture.shape != (template.height, template.width):
        height, width = picture.shape
        raise BadInput(
            f"{blank}: blank form is {width} x {height} pixels, "
            f"but {form} says {template.width} x {template.height}"
        )
    return template, prepare(picture)


def _template(form: Path) -> Template:
    try:
        return parse(json.loads(form.read_bytes()))
    except OSError as error:
        raise BadInput(f"{form}: {error.strerror or 'cannot be read'}") from error
    except TemplateFault as error:
        raise BadInput(f"{form}: {error}") from error
    except (ValueError, RecursionError) as error:
        raise BadInput(f"{form}: is not JSON ({error})") from error


def _sheets(scans: Sequence[Path]) -> Iterator[Sheet]:
    """Yield every page of every scan under a name of its own."""
    taken: set[str] = set()
    for scan in scans:
        try:
            n_pages = page_count(scan.read_bytes())
        except OSError as error:
            raise BadInput(f"{scan}: {error.strerror or 'cannot be read'}") from error
        except BadPicture as error:
            raise BadInput(f"{scan}: {error}") from error
        for number in range(1, n_pages + 1):
            wanted = scan.stem if n_pages == 1 else f"{scan.stem}-{number:03d}"
            name = _free_name(wanted, taken)
            taken.add(name)
            yield Sheet(scan, number, name)


def _free_name(wanted: str, taken: set[str]) -> str:
    if wanted not in taken:
        return wanted
    return next(name for n in count(2) if (name := f"{wanted}~{n}") not in taken)


_worker: tuple[Template, Blank, Reader] | None = None


def _start_worker(form: Path, blank: Path) -> None:
    global _worker  # noqa: PLW0603 - one reader a process, made once
    cv2.setNumThreads(1)
    _worker = (*_load(form, blank), Reader())


def _read_sheet(sheet: Sheet, crops: Path) -> Outcome:
    """Read one page in a worker process and write its crops."""
    assert _worker is not None
    template, blank, reader = _worker
    started = time.monotonic()
    try:
        picture = next(pages(sheet.scan.read_bytes(), start=sheet.number))
    except BadPicture as error:
        raise BadInput(f"{sheet.scan}: {error}") from error
    reading = read_page(template, blank, picture.pixels, reader)
    _write_crops(crops / sheet.name, reading)
    return _outcome(sheet, reading, time.monotonic() - started)


def _outcome(sheet: Sheet, reading: PageReading, seconds: float) -> Outcome:
    found = reading.registration
    rows = tuple(
        Row(sheet.name, f.field_id, f.value, round(f.confidence, 4), f.needs_person)
        for f in reading.fields
    )
    residual = round(found.residual_px, 3) if np.isfinite(found.residual_px) else None
    return Outcome(
        sheet.name,
        str(sheet.scan),
        sheet.number,
        residual,
        round(found.share_of_blocks, 3),
        found.refusal.value if found.refusal else None,
        round(seconds, 3),
        rows,
    )


def _write_crops(directory: Path, reading: PageReading) -> None:
    if not reading.fields:
        return
    directory.mkdir(parents=True)
    for read in reading.fields:
        _, coded = cv2.imencode(".png", read.crop)
        (directory / f"{_safe(read.field_id)}.png").write_bytes(coded.tobytes())


def _safe(name: str) -> str:
    """Return a name that stays inside its directory on every file system."""
    return "".join(c if c.isalnum() or c in "-_~" else "_" for c in name)[:100]


def _read_all(
    sheets: Sequence[Sheet],
    form: Path,
    blank: Path,
    making: Path,
    jobs: int,
    shown: Console | None,
) -> list[Outcome]:
    """Read all pages over processes, in the order given, never holding more than a few."""
    crops = making / "crops"
    crops.mkdir()
    with (
        Progress(console=shown or Console(quiet=True), transient=True) as progress,
        ProcessPoolExecutor(
            min(jobs, max(1, len(sheets))),
            # Forking a process that already holds threads of onnxruntime can hang.
            mp_context=get_context("spawn"),
            initializer=_start_worker,
            initargs=(form, blank),
        ) as pool,
    ):
        task = progress.add_task("pages", total=len(sheets))
        found: dict[str, Outcome] = {}
        for outcome in _bounded(pool, sheets, crops, 2 * jobs):
            found[outcome.page] = outcome
            progress.advance(task)
    return [found[sheet.name] for sheet in sheets]


def _bounded(
    pool: ProcessPoolExecutor, sheets: Sequence[Sheet], crops: Path, most: int
) -> Iterator[Outcome]:
    """Yield outcomes as they come while at most `most` pages are under way."""
    waiting = iter(sheets)
    running: set[Future[Outcome]] = set()
    try:
        for sheet in waiting:
            running.add(pool.submit(_read_sheet, sheet, crops))
            if len(running) >= most:
                done, running = wait(running, return_when=FIRST_COMPLETED)
                yield from (future.result() for future in done)
        for future in running:
            yield future.result()
    except BaseException:
        pool.shutdown(wait=True, cancel_futures=True)
        raise


def _report(outcomes: Sequence[Outcome], form: Path, seconds: float) -> dict[str, Any]:
    rows = [row for outcome in outcomes for row in outcome.rows]
    reasons = Counter(o.set_aside for o in outcomes if o.set_aside)
    return {
        "form": form.name,
        "versions": {
            "yui": __version__,
            "reader": READER_NAME,
            "onnxruntime": onnxruntime.__version__,
            "opencv": cv2.__version__,
        },
        "totals": {
            "pages": len(outcomes),
            "set_aside": sum(reasons.values()),
            "reasons": dict(sorted(reasons.items())),
            "fields": len(rows),
            "needs_person": sum(row.needs_person for row in rows),
            "seconds": round(seconds, 3),
        },
        "pages": [_page_of_report(outcome) for outcome in outcomes],
    }


def _page_of_report(outcome: Outcome) -> dict[str, Any]:
    return {key: value for key, value in asdict(outcome).items() if key != "rows"}


def _summary(report: dict[str, Any], output: Path) -> dict[str, Any]:
    return {**report["totals"], "versions": report["versions"], "output": str(output)}


def _write(making: Path, outcomes: Sequence[Outcome], report: dict[str, Any]) -> None:
    # Spreadsheet programs take a file for UTF-8 only if it begins with the byte order mark.
    with (making / "fields.csv").open("w", encoding="utf-8-sig", newline="") as file:
        table = csv.writer(file)
        table.writerow(["page", "field", "text", "confidence", "needs_person"])
        for outcome in outcomes:
            for row in outcome.rows:
                table.writerow(
                    [
                        harmless(row.page),
                        harmless(row.field),
                        harmless(row.text),
                        row.confidence,
                        "true" if row.needs_person else "false",
                    ]
                )
    text = json.dumps(report, ensure_ascii=False, indent=2)
    (making / "report.json").write_text(text + "\n", encoding="utf-8")


def harmless(text: str) -> str:
    """Return the text so that no spreadsheet program takes it for a formula."""
    return "'" + text if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text
