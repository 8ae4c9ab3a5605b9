"""The page that shows every component in use, for people who build pages."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from yui.words import later

PLACES = [
    ("home", later("自宅", "At home")),
    ("room", later("拠点の作業室", "In the closed room of the hub")),
]


class Sample(forms.Form):
    """One field of each kind."""

    name = forms.CharField(
        label=later("氏名", "Name"),
        help_text=later(
            "書類にあるとおり、旧字体もそのまま入れてください。",
            "As on the paper, old forms of characters too.",
        ),
        max_length=40,
    )
    birthday = forms.DateField(label=later("生年月日", "Date of birth"), required=False)
    section = forms.ChoiceField(
        label=later("担当する課", "Section"),
        choices=[
            ("1", later("市民課", "Residents' section")),
            ("2", later("危機管理・防災まちづくり推進課", "Disaster preparedness section")),
        ],
        required=False,
    )
    note = forms.CharField(
        label=later("気づいたこと", "Remarks"), widget=forms.Textarea, required=False
    )
    place = forms.ChoiceField(
        label=later("どこで作業しますか", "Where will the work be done?"),
        choices=PLACES,
        widget=forms.RadioSelect,
    )
    promise = forms.BooleanField(
        label=later("見たことを人に話しません", "I will not tell anybody what I see")
    )
    scans = forms.FileField(
        label=later("スキャンした用紙", "Scanned forms"),
        help_text=later("PDF、TIFF、JPEG、PNG。", "PDF, TIFF, JPEG or PNG."),
        required=False,
    )


@require_safe
def design(request: HttpRequest) -> HttpResponse:
    """Show every component with long names, faults and empty states."""
    plain, faulty = Sample(auto_id="plain_%s"), Sample({"birthday": "R1.5"}, auto_id="faulty_%s")
    return render(request, "home/design.html", {"plain": plain, "faulty": faulty})
