"""The pages of a client's datasets: the rows, the quality, and the downloads."""

import re
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from yui.data import queries, tables
from yui.data.labels import at_most, n_in
from yui.data.models import Dataset, Version
from yui.people import http
from yui.people.actions import saw
from yui.people.rules import Act
from yui.words import say

PREVIEW_ROWS = 20
MOST_MISFITS = 200
_NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f]+')


@require_safe
@http.may(Act.ORDER)
def datasets(request: http.PersonRequest) -> HttpResponse:
    """Show the datasets of the organisations for which this person gives orders."""
    rows = queries.dataset_rows(request.user)
    return render(request, "data/datasets.html", {"rows": rows})


@require_safe
@never_cache
@http.may(Act.ORDER)
def dataset(request: http.PersonRequest, pk: int, number: int | None = None) -> HttpResponse:
    """Show the first rows of a version, the newest unless one is named; the look is kept."""
    found = get_object_or_404(queries.datasets_visible_to(request.user), pk=pk)
    versions = list(found.versions.select_related("csv", "xlsx").order_by("-number"))
    version = next((v for v in versions if number in {None, v.number}), None)
    if version is None:
        return _none(request, found)
    header, *rows = tables.read_csv(queries.content(version.csv))
    _keep_sight(request, version, "preview")
    context = {
        "dataset": found,
        "edition": version,
        "versions": versions,
        "header": header,
        "rows": [[tables.plain(cell) for cell in row] for row in rows[:PREVIEW_ROWS]],
        "quality": _quality(version),
    }
    return render(request, "data/dataset.html", context)


def _none(request: http.PersonRequest, found: Dataset) -> HttpResponse:
    return render(request, "data/none.html", {"dataset": found}, status=404)


def _own(request: http.PersonRequest, pk: int, number: int) -> Version:
    visible = queries.versions_visible_to(request.user)
    rows = visible.select_related("dataset__owner", "csv", "xlsx", "made_by")
    return get_object_or_404(rows, dataset=pk, number=number)


def _keep_sight(request: http.PersonRequest, version: Version, why: str) -> None:
    saw(
        by=request.user,
        at=timezone.now(),
        subject=f"version:{version.pk}",
        what="table",
        why=why,
    )


def _quality(version: Version) -> dict[str, Any]:
    """What is known of a version, with the shares in words."""
    known: dict[str, Any] = dict(version.quality)
    known["at_most"] = at_most(float(known.get("wrong_at_most", 1)))
    known["promise"] = n_in(float(known.get("promised_error", 1)))
    return known


@require_safe
@http.may(Act.ORDER)
def quality(request: http.PersonRequest, pk: int, number: int) -> HttpResponse:
    """Show how a version was checked and what that shows; made to be printed."""
    version = _own(request, pk, number)
    context = {"dataset": version.dataset, "edition": version, "quality": _quality(version)}
    return render(request, "data/quality.html", context)


@require_safe
@http.may(Act.ORDER)
def download_csv(request: http.PersonRequest, pk: int, number: int) -> HttpResponse:
    """Give the table as CSV: UTF-8 with BOM, or CP932 for programs that know nothing else."""
    version = _own(request, pk, number)
    content = queries.content(version.csv)
    if request.GET.get("encoding") != "cp932":
        return _download(request, version, content, ("csv", "text/csv; charset=utf-8"))
    bad = tables.misfits(tables.read_csv(content), "cp932")
    if bad and request.GET.get("fill") != "geta":
        context = {
            "dataset": version.dataset,
            "edition": version,
            "misfits": bad[:MOST_MISFITS],
            "n_more": max(0, len(bad) - MOST_MISFITS),
        }
        return render(request, "data/misfits.html", context)
    coded = tables.recoded(content, "cp932")
    return _download(request, version, coded, ("csv", "text/csv; charset=shift_jis"))


@require_safe
@http.may(Act.ORDER)
def download_xlsx(request: http.PersonRequest, pk: int, number: int) -> HttpResponse:
    """Give the table and its quality page as a workbook."""
    version = _own(request, pk, number)
    return _download(request, version, queries.content(version.xlsx), ("xlsx", queries.XLSX))


def _download(
    request: http.PersonRequest, version: Version, content: bytes, kind: tuple[str, str]
) -> HttpResponse:
    """Serve a file under the name of its dataset and keep who took it."""
    ending, media_type = kind
    _keep_sight(request, version, f"download_{ending}")
    served = HttpResponse(content, content_type=media_type)
    name = f"{file_name(version)}.{ending}"
    served["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    served["Cache-Control"] = "private, no-store"
    return served


def file_name(version: Version) -> str:
    """The name of a download without its ending, safe on every system."""
    title = _NOT_IN_NAMES.sub("_", version.dataset.title).strip(" .") or "data"
    return say(f"{title}_第{version.number}版", f"{title}_version_{version.number}")
