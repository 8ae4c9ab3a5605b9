"""What directors type about forms, jobs and scans."""

import json
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.conf import settings

from yui.digitise.actions import limits
from yui.digitise.models import Form
from yui.engines.values import Kind
from yui.pay.rules import MOST_DAYS_TO_PAY, SEN_PER_YEN
from yui.people.models import Organisation
from yui.skills.rules import PROVEN_LEVEL
from yui.words import later, say
from yui.work.actions.orders import JobPlan
from yui.work.labels import KIND_LABELS, PLACE_LABELS
from yui.work.rules import DEFAULT_PRICES, Place, skill_for

MOST_DEFINITION_BYTES = 2_000_000
PICTURES = ".png,.jpg,.jpeg,.tif,.tiff,.pdf,image/png,image/jpeg,image/tiff,application/pdf"
MOST_YEN = 10_000


class NewForm(forms.Form):
    """Bring the description of a form and the picture of the blank."""

    owner = forms.ModelChoiceField(
        queryset=Organisation.objects.none(), label=later("この様式を使う拠点", "Hub that uses it")
    )
    definition = forms.FileField(
        label=later("様式の定義（JSON）", "Description of the form (JSON)"),
        help_text=later(
            "用紙の大きさ（ピクセル）と、項目ごとの名前・種類・位置を書いたファイルです。",
            "It gives the size of the page in pixels, and name, kind and place of each field.",
        ),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".json,application/json"}),
    )
    blank = forms.FileField(
        label=later("何も書いていない用紙の画像", "Picture of the blank form"),
        help_text=later("PNG・JPEG・TIFF・PDF", "PNG, JPEG, TIFF or PDF"),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": PICTURES}),
    )

    def __init__(self, *args: Any, owners: Sequence[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        owner: Any = self.fields["owner"]
        owner.queryset = Organisation.objects.filter(pk__in=[o.pk for o in owners])
        if len(owners) == 1:
            owner.initial, owner.empty_label = owners[0].pk, None

    def clean_definition(self) -> Any:
        """Decode the description."""
        raw = _read(self.cleaned_data["definition"], MOST_DEFINITION_BYTES)
        try:
            return json.loads(raw.decode("utf-8-sig"))
        except UnicodeDecodeError as bad:
            raise forms.ValidationError(
                say("UTF-8 で保存し直してください。", "Save the file as UTF-8.")
            ) from bad
        except json.JSONDecodeError as bad:
            raise forms.ValidationError(
                say(
                    f"JSON として読めません: {bad.lineno}行 {bad.colno}文字目。",
                    f"This is no JSON: line {bad.lineno}, character {bad.colno}.",
                )
            ) from bad
        except RecursionError as bad:
            raise forms.ValidationError(
                say("入れ子が深すぎます。", "It is nested too deeply.")
            ) from bad

    def clean_blank(self) -> bytes:
        """Read the picture."""
        return _read(self.cleaned_data["blank"], settings.MAX_UPLOAD_BYTES)


def _read(file: Any, most: int) -> bytes:
    """Read an upload, but never more of it than is allowed."""
    raw: bytes = file.read(most + 1)
    if len(raw) > most:
        megabytes = most // 1_000_000
        raise forms.ValidationError(
            say(
                f"ファイルが大きすぎます（{megabytes} MB まで）。",
                f"The file is too large (at most {megabytes} MB).",
            )
        )
    return raw


class ManyFiles(forms.FileInput):
    """An input that takes many files at once."""

    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    """Some files, in the order in which they were chosen."""

    widget = ManyFiles

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Check each file by itself."""
        files = list(data) if isinstance(data, list | tuple) else [data]
        return [super(ManyFilesField, self).clean(file, initial) for file in files or [None]]


class Scans(forms.Form):
    """Put scans into a job."""

    scans = ManyFilesField(
        label=later("スキャンした用紙", "Scans of the forms"),
        allow_empty_file=True,
        widget=ManyFiles(attrs={"accept": PICTURES}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        megabytes = limits().max_bytes // 1_000_000
        most = settings.DATA_UPLOAD_MAX_NUMBER_FILES
        self.fields["scans"].help_text = say(
            f"PNG・JPEG・TIFF・PDF、1ファイル {megabytes} MB まで、一度に {most} ファイルまで。"
            "1ページに用紙1枚、300 dpi がよく読めます。",
            f"PNG, JPEG, TIFF or PDF, at most {megabytes} MB each and {most} files at once."
            " One form per page; 300 dpi reads well.",
        )


class PlanForm(forms.Form):
    """How a job is to be done; the prices of the kinds follow from the form."""

    title = forms.CharField(label=later("仕事の名前", "Name of the job"), max_length=120)
    due_on = forms.DateField(
        label=later("入力のしめきり", "Answers until"),
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    level_needed = forms.ChoiceField(
        label=later("誰にできるか", "Who may work on it"),
        choices=[
            ("", later("誰でも始められる", "Anybody may begin")),
            (
                str(PROVEN_LEVEL),
                later(
                    "同じ種類の入力で実績を示した人だけ", "Only people proven in this kind of work"
                ),
            ),
        ],
        required=False,
        widget=forms.RadioSelect,
        initial="",
    )
    place = forms.TypedChoiceField(
        label=later("働く場所", "Place of work"),
        choices=[(place.value, PLACE_LABELS[place]) for place in Place],
        coerce=Place,
        widget=forms.RadioSelect,
        initial=Place.HOME.value,
    )
    place_reason = forms.CharField(
        label=later("作業室だけにする理由", "Why only in the work room"),
        help_text=later(
            "作業室だけにするときに書きます。ワーカーの手引きにも出ます。",
            "Needed for the work room; workers see it in the manual.",
        ),
        max_length=300,
        required=False,
    )
    machine_votes_from = forms.TypedChoiceField(
        label=later("機械の読み取りの扱い", "What the machine’s reading counts"),
        choices=[
            (
                "0.95",
                later("自信があれば1人分と数える（ふつう）", "One reader when it is sure (usual)"),
            ),
            (
                "0.99",
                later(
                    "とても自信があるときだけ数える（慎重）", "Only when it is very sure (careful)"
                ),
            ),
            ("2", later("数えない。必ず人が2人読む", "Nothing: two people read every field")),
        ],
        coerce=float,
        widget=forms.RadioSelect,
        initial="0.95",
    )
    days_to_pay = forms.IntegerField(
        label=later("支払いまでの日数（受け取った日から）", "Days to payment, from receipt"),
        min_value=1,
        max_value=MOST_DAYS_TO_PAY,
        initial=30,
        error_messages={
            "max_value": later(
                "法律により、受け取りから60日を超える支払日は決められません"
                "（フリーランス法、2024年11月1日から）。",
                "The law allows no payment later than 60 days from receipt"
                " (Freelance Act, from 2024-11-01).",
            )
        },
    )
    manual = forms.CharField(
        label=later("ワーカーへの手引き", "Manual for the workers"),
        help_text=later(
            "迷いやすいところの決まり。例: 訂正印があれば、訂正後の値を入れる。",
            "Rules for what is doubtful, as: where corrected, key the corrected value.",
        ),
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=10_000,
        required=False,
    )

    def __init__(self, *args: Any, form: Form, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kinds = list(dict.fromkeys(field.kind for field in form.template.fields))
        for kind in self.kinds:
            self.fields[price_name(kind)] = price_field(kind)

    def clean(self) -> dict[str, Any]:
        """Ask for the reason where people must come to the room."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("place") is Place.ROOM and not cleaned.get("place_reason", "").strip():
            self.add_error(
                "place_reason",
                say(
                    "作業室だけにするときは、理由を書いてください。",
                    "Give the reason when only the work room is allowed.",
                ),
            )
        return cleaned

    def plan(self, columns: Sequence[dict[str, str]]) -> JobPlan:
        """The plan as it was typed."""
        typed = self.cleaned_data
        level = typed["level_needed"]
        return JobPlan(
            title=typed["title"],
            columns=columns,
            prices={kind.value: sen_of(typed[price_name(kind)]) for kind in self.kinds},
            due_on=typed["due_on"],
            manual=_manual(typed),
            level_needed=float(level) if level else None,
            place=typed["place"],
            machine_votes_from=typed["machine_votes_from"],
            days_to_pay=typed["days_to_pay"],
            place_reason=typed["place_reason"],
        )


def _manual(typed: dict[str, Any]) -> str:
    manual: str = typed["manual"]
    if typed["place"] is not Place.ROOM:
        return manual
    return f"作業室だけで行う理由: {typed['place_reason']}\n\n{manual}".strip()


def price_name(kind: Kind) -> str:
    """The name of the input for the price of a kind."""
    return f"price_{kind.value}"


def price_field(kind: Kind) -> forms.DecimalField:
    """The input for the price of a kind in yen, proposed by its skill."""
    name = KIND_LABELS[kind]
    return forms.DecimalField(
        label=later(f"{name}の単価（円）", f"Price of {name} (yen)"),
        min_value=Decimal("0.01"),
        max_value=MOST_YEN,
        decimal_places=2,
        initial=f"{Decimal(DEFAULT_PRICES[skill_for(kind)]) / SEN_PER_YEN:.2f}",
        widget=forms.NumberInput(attrs={"step": "0.01", "inputmode": "decimal"}),
    )


def sen_of(yen: Decimal) -> int:
    """Yen with two decimals as whole sen."""
    return int(yen * SEN_PER_YEN)
