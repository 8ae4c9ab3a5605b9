"""The forms: which fields lie where, of which kind, and how private they are."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from yui.data.queries import content
from yui.digitise import actions, forms, queries
from yui.digitise.labels import PROBLEM_LABELS
from yui.digitise.models import Form
from yui.engines.pictures import BadPicture
from yui.engines.template import PRIVACY, Field, TemplateFault
from yui.people import http
from yui.people.queries import organisations
from yui.people.rules import Act
from yui.words import say
from yui.work.labels import KIND_LABELS, PRIVACY_LABELS

COLOURS = {"identity": "#0946f1", "contact": "#197a4b", "birth": "#c74700", "general": "#5c10be"}
"""Colours of the privacy classes over the white of paper, in light and dark alike."""


@require_safe
@http.may(Act.DIRECT)
def form_list(request: http.PersonRequest) -> HttpResponse:
    """Show the forms of the hubs that this person directs."""
    rows = queries.form_rows(request.user)
    return render(request, "digitise/forms.html", {"rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
@http.may(Act.DIRECT)
def form_new(request: http.PersonRequest) -> HttpResponse:
    """Keep a new form from its description and the picture of the blank."""
    owners = organisations(request.user, Act.DIRECT)
    form = forms.NewForm(request.POST or None, request.FILES or None, owners=owners)
    if form.is_valid():
        made = _add(request, form)
        if made is not None:
            messages.success(request, say("様式を登録しました。", "The form was kept."))
            return redirect("form", pk=made.pk)
    return render(request, "digitise/form_new.html", {"form": form})


def _add(request: http.PersonRequest, form: forms.NewForm) -> Form | None:
    """Keep the form, or put the reason why not beside its field."""
    try:
        return actions.add_form(**form.cleaned_data, by=request.user, at=timezone.now())
    except TemplateFault as bad:
        where = f"{bad.path}: " if bad.path else ""
        form.add_error("definition", f"{where}{fault_words(bad)}")
    except BadPicture as bad:
        form.add_error("blank", str(PROBLEM_LABELS[bad.code]))
    except actions.BlankDoesNotFit as bad:
        form.add_error("blank", _sizes(bad))
    return None


TEMPLATE_FAULTS = {
    "not_an_object": ("ここは { } で書きます。", "must be an object { }."),
    "missing": ("必要な値がありません。", "a value is missing."),
    "too_many": ("項目が多すぎます。", "there are too many fields."),
    "duplicate": ("同じ名前が2回使われています。", "the same name is used twice."),
    "not_a_list": ("ここは [ ] で書きます。", "must be a list [ ] of moderate length."),
    "not_a_box": (
        "x, y, 幅, 高さ の4つの数で書きます。",
        "must be four numbers: x, y, width, height.",
    ),
    "empty_box": ("幅と高さは1ピクセル以上です。", "width and height must be at least one pixel."),
    "outside": ("用紙の外に出ています。", "reaches outside the page."),
    "not_an_integer": ("整数で書きます。", "must be a whole number."),
    "out_of_range": ("ありえない大きさです。", "is out of range."),
    "not_a_flag": ("true か false で書きます。", "must be true or false."),
    "unknown": ("知らない値です。", "is not a known value."),
}


def fault_words(fault: TemplateFault) -> str:
    """Say what is wrong with a description; the engine's own words follow for the expert."""
    ja, en = TEMPLATE_FAULTS.get(fault.code, ("読めません。", "cannot be understood."))
    return say(f"{ja}（{fault}）", f"{en} ({fault})")


def _sizes(bad: actions.BlankDoesNotFit) -> str:
    (width, height), (t_width, t_height) = bad.picture, bad.template
    return say(
        f"画像は {width} × {height} ピクセル、様式の定義は {t_width} × {t_height} ピクセルです。"
        "同じ大きさにそろえてください。",
        f"The picture has {width} × {height} pixels, the description says {t_width} × {t_height}."
        " They must be the same.",
    )


@dataclass(frozen=True, slots=True)
class FieldRow:
    """One field of a form as the page draws and lists it."""

    number: int
    field: Field
    kind: str
    privacy: str
    colour: str

    @property
    def badge(self) -> tuple[int, int]:
        """Where the number stands: inside the box, at its left."""
        x, y, _, h = self.field.box
        return x + 8, y + h // 2 + 16


@require_safe
@http.may(Act.DIRECT)
def form(request: http.PersonRequest, pk: int) -> HttpResponse:
    """Show the blank with its fields drawn over it."""
    found = get_object_or_404(queries.forms_visible_to(request.user).select_related("owner"), pk=pk)
    rows = [
        FieldRow(
            number,
            field,
            str(KIND_LABELS[field.kind]),
            str(PRIVACY_LABELS[field.privacy]),
            COLOURS[field.privacy],
        )
        for number, field in enumerate(found.template.fields, start=1)
    ]
    legend = [(PRIVACY_LABELS[privacy], COLOURS[privacy]) for privacy in PRIVACY]
    context = {"form": found, "template": found.template, "rows": rows, "legend": legend}
    return render(request, "digitise/form.html", context)


@require_safe
@http.may(Act.DIRECT)
def form_blank(request: http.PersonRequest, pk: int) -> HttpResponse:
    """Serve the picture of a blank form, which holds nobody's data."""
    found = get_object_or_404(queries.forms_visible_to(request.user).select_related("blank"), pk=pk)
    served = HttpResponse(content(found.blank), content_type=found.blank.media_type)
    served["Cache-Control"] = "private, max-age=3600"
    return served
