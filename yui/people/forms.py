"""What people type about people."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.core.validators import RegexValidator

from yui.people import labels
from yui.people.models import Organisation
from yui.people.rules import OrganisationKind, Role
from yui.words import later, say

# The file comes back inside the form that confirms it, and so must fit into one request.
ROSTER_BYTES = 1_500_000

ANY = ("", later("すべて", "All"))


class OrganisationChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    """Choose an organisation by its code and name."""

    def label_from_instance(self, obj: Any) -> str:
        """Show the code first: people know it from the roster."""
        return f"{obj.code} {obj}"


class FindPeople(forms.Form):
    """Narrow down the list of people."""

    q = forms.CharField(
        label=later("名前・フリガナ・ログインID", "Name, reading or login"),
        required=False,
        max_length=100,
    )
    organisation = OrganisationChoice(
        queryset=Organisation.objects.none(),
        label=later("所属", "Organisation"),
        required=False,
        empty_label=ANY[1],
    )
    role = forms.ChoiceField(
        label=later("役割", "Role"), required=False, choices=[ANY, *labels.ROLE.items()]
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = Organisation.objects.order_by("code")  # type: ignore[attr-defined]


class AddRole(forms.Form):
    """Give somebody a role in an organisation."""

    organisation = OrganisationChoice(
        queryset=Organisation.objects.none(), label=later("所属", "Organisation")
    )
    role = forms.TypedChoiceField(
        label=later("役割", "Role"), choices=labels.ROLE.items(), coerce=Role
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = Organisation.objects.order_by("code")  # type: ignore[attr-defined]


class AddOrganisation(forms.Form):
    """Enter an organisation."""

    code = forms.CharField(
        label=later("所属コード", "Code"),
        help_text=later("名簿で使うコードです。後から変えません。", "Rosters use it; it stays."),
        max_length=40,
        validators=[
            RegexValidator(
                r"\A[0-9A-Za-z._-]+\Z",
                later(
                    "半角の英数字と . _ - だけを使ってください。",
                    "Use only letters a–z, digits and . _ -",
                ),
            )
        ],
    )
    name = forms.CharField(label=later("名前", "Name"), max_length=160)
    name_en = forms.CharField(
        label=later("英語の名前（任意）", "Name in English (optional)"),
        required=False,
        max_length=160,
    )
    kind = forms.TypedChoiceField(
        label=later("種類", "Kind"), choices=labels.KIND.items(), coerce=OrganisationKind
    )
    in_region = forms.BooleanField(
        label=later("地域内にある", "Inside the region"), required=False, initial=True
    )

    def clean_code(self) -> str:
        """Refuse a code that another organisation has."""
        code: str = self.cleaned_data["code"]
        if Organisation.objects.filter(code=code).exists():
            raise forms.ValidationError(
                say("このコードはすでに使われています。", "This code is taken.")
            )
        return code


class Roster(forms.Form):
    """Bring a roster file."""

    file = forms.FileField(
        label=later("名簿ファイル（CSV）", "Roster file (CSV)"),
        help_text=later(
            "UTF-8 または Shift_JIS、1.5 MB まで。", "UTF-8 or Shift_JIS, at most 1.5 MB."
        ),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}),
    )

    def clean_file(self) -> bytes:
        """Read the file, but never more of it than is allowed."""
        file = self.cleaned_data["file"]
        longest = min(ROSTER_BYTES, settings.MAX_UPLOAD_BYTES)
        raw: bytes = file.read(longest + 1)
        if len(raw) > longest:
            raise forms.ValidationError(
                say(
                    "ファイルが大きすぎます。1.5 MB までに分けてください。",
                    "The file is too big. Split it into files of at most 1.5 MB.",
                )
            )
        return raw


class FindLines(forms.Form):
    """Narrow down the journal or the sights."""

    who = forms.CharField(label=later("した人の名前", "Who"), required=False, max_length=100)
    act = forms.ChoiceField(label=later("したこと", "Act"), required=False)
    subject = forms.CharField(
        label=later("対象", "Subject"),
        help_text=later("例: person:12", "Example: person:12"),
        required=False,
        max_length=60,
    )
    since = forms.DateField(
        label=later("この日から", "From"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    until = forms.DateField(
        label=later("この日まで", "To"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
    )

    def __init__(self, data: Any, *, acts: Sequence[tuple[str, str]]) -> None:
        super().__init__(data)
        self.fields["act"].choices = [ANY, *acts]  # type: ignore[attr-defined]

    def found(self) -> dict[str, str | date | None]:
        """What to look for; what cannot be understood is left out and shown as an error."""
        self.is_valid()
        return {name: self.cleaned_data.get(name) or None for name in self.fields}
