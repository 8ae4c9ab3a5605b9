"""The three pages of a roster import: choose a file, look at what it would do, take the codes.

Nothing is kept on the server in between. The file travels inside the form that confirms it, signed
so that it is the file that was looked at; the codes travel in the form that downloads them.
"""

import base64
import csv
import io
import zlib

from django.core import signing
from django.db import IntegrityError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from yui.people import forms, http, importing, labels, queries
from yui.people.roster.planning import Change, Plan, plan
from yui.people.rules import Act

CONFIRM_WITHIN = 3600
SHOWN_FAULTS = 200
SHOWN_ROWS = 20

_signed_file = signing.TimestampSigner(salt="roster file")
_signed_codes = signing.TimestampSigner(salt="roster codes")


@require_GET
@http.may(Act.IMPORT_ROSTER)
def choose(request: http.PersonRequest) -> HttpResponse:
    """Ask for the file."""
    return render(request, "people/import.html", {"form": forms.Roster()})


@never_cache
@http.may(Act.IMPORT_ROSTER)
def preview(request: http.PersonRequest) -> HttpResponse:
    """Show what the file would do; writes nothing."""
    if request.method != "POST":  # such as after a switch of language on the page of faults
        return redirect("roster")
    form = forms.Roster(request.POST, request.FILES)
    if not form.is_valid():
        return render(request, "people/import.html", {"form": form})
    raw = form.cleaned_data["file"]
    return _preview(request, raw, plan(raw, queries.known_to_roster(request.user)))


def _preview(
    request: http.PersonRequest, raw: bytes, found: Plan, *, again: bool = False
) -> HttpResponse:
    context = {
        "plan": found,
        "again": again,
        "faults": found.faults[:SHOWN_FAULTS],
        "n_hidden_faults": max(0, len(found.faults) - SHOWN_FAULTS),
        "new": found.new[:SHOWN_ROWS],
        "n_hidden_new": max(0, len(found.new) - SHOWN_ROWS),
        "changed": [_shown(change) for change in found.changed[:SHOWN_FAULTS]],
        "n_hidden_changed": max(0, len(found.changed) - SHOWN_FAULTS),
        "file": "" if found.faults or found.changes_nothing else _pack(raw),
    }
    return render(request, "people/import_preview.html", context)


def _shown(change: Change) -> dict[str, object]:
    return {
        "row": change.row,
        "values": [(labels.FIELD[name], old, new) for name, old, new in change.values],
        "roles": [labels.ROLE[role] for role in change.roles],
    }


@require_POST
@never_cache
@http.may(Act.IMPORT_ROSTER)
def confirm(request: http.PersonRequest) -> HttpResponse:
    """Import the file that was looked at, or show the look again if something changed since."""
    raw = _unpack(request.POST.get("file", ""))
    if raw is None:
        return redirect("roster")
    try:
        done = importing.import_roster(
            raw=raw,
            by=request.user,
            at=timezone.now(),
            confirmed=request.POST.get("plan", ""),
        )
    except importing.Faulty as faulty:
        return _preview(request, raw, faulty.plan, again=True)
    except IntegrityError:  # Somebody entered one of these people in the same moment.
        found = plan(raw, queries.known_to_roster(request.user))
        return _preview(request, raw, found, again=True)
    codes = _signed_codes.sign(_base64(codes_csv(done.codes))) if done.codes else ""
    return render(request, "people/import_done.html", {"done": done, "codes": codes})


@require_POST
@never_cache
@http.may(Act.IMPORT_ROSTER)
def codes(request: http.PersonRequest) -> HttpResponse:
    """Give the codes back as a file; they were only ever in the page that sends them here."""
    try:
        packed = _signed_codes.unsign(request.POST.get("codes", ""), max_age=CONFIRM_WITHIN)
    except signing.BadSignature:
        return redirect("roster")
    return HttpResponse(
        base64.urlsafe_b64decode(packed),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="first-codes.csv"'},
    )


def codes_csv(found: tuple[importing.FirstCode, ...]) -> bytes:
    """Return the codes as a CSV that Excel opens as text in Japanese."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(["ログインID", "氏名", "所属", "初回用コード"])
    for one in found:
        cells = (one.username, one.name, one.organisation, one.code)
        writer.writerow([harmless(cell) for cell in cells])
    return out.getvalue().encode("utf-8-sig")


def harmless(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell


def _base64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode()


def _pack(raw: bytes) -> str:
    return _signed_file.sign(_base64(zlib.compress(raw)))


def _unpack(packed: str) -> bytes | None:
    """Return the file, or None if it is not ours or too old. Only what we packed is unpacked."""
    try:
        signed = _signed_file.unsign(packed, max_age=CONFIRM_WITHIN)
    except signing.BadSignature:
        return None
    return zlib.decompress(base64.urlsafe_b64decode(signed))
