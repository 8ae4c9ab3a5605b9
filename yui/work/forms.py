"""What clients, leaders and directors type about the shared work."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone

from yui.data.labels import PROMISES, at_most
from yui.engines.values import PICKED, SEPARATOR, Kind, fault, normalise
from yui.people.models import Organisation, Person
from yui.words import later, say
from yui.work.actions.handout import Given
from yui.work.labels import FAULT_LABELS, ORDER_STATE_LABELS
from yui.work.models import Answer, Reading, Task
from yui.work.queries import orders as queries
from yui.work.queries.checking import Sample
from yui.work.rules import Mark, OrderState

MOST_RECORDS = 10_000_000
MOST_SAMPLE = 100_000


class FindOrders(forms.Form):
    """Narrow down the list of orders."""

    state = forms.ChoiceField(
        label=later("状態", "State"),
        required=False,
        choices=[
            ("", later("終わっていないもの", "Not ended")),
            *((state.value, ORDER_STATE_LABELS[state]) for state in OrderState),
        ],
    )


class AskForm(forms.Form):
    """Place an order with a hub."""

    title = forms.CharField(
        label=later("件名", "Title"),
        help_text=later(
            "例: 住民票申請書 1,000件の入力", "As: 1,000 applications for residence records"
        ),
        max_length=120,
    )
    wish = forms.CharField(
        label=later("頼みたいこと", "What you want"),
        help_text=later(
            "用紙の種類、取り出したい項目、気をつけてほしいことなど。",
            "Kinds of forms, the fields you need, what to take care of.",
        ),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=4000,
        required=False,
    )
    n_records_expected = forms.IntegerField(
        label=later("おおよその件数", "About how many records"),
        min_value=1,
        max_value=MOST_RECORDS,
    )
    due_on = forms.DateField(
        label=later("ほしい日", "Needed by"), widget=forms.DateInput(attrs={"type": "date"})
    )
    promised_error = forms.TypedChoiceField(
        label=later("どのくらい正しければよいですか", "How right must it be?"),
        help_text=later(
            "納品前の検査で見つかった誤りの割合から、約束を確かめます。厳しいほど、確かめる数が増えます。",
            "Inspection before delivery checks the promise. A stricter one needs a larger sample.",
        ),
        choices=[(str(share), words) for share, words in PROMISES.items()],
        coerce=float,
        initial="0.001",
        widget=forms.RadioSelect,
    )
    client = forms.ModelChoiceField(
        queryset=Organisation.objects.none(), label=later("発注する課・組織", "Ordering for")
    )
    hub = forms.ModelChoiceField(
        queryset=Organisation.objects.none(), label=later("頼む拠点", "Hub to ask")
    )

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self.fields["client"], queries.ordering_for(person))
        _choose(self.fields["hub"], queries.hubs())

    def clean_due_on(self) -> Any:
        """Refuse a day that no work fits before."""
        due_on = self.cleaned_data["due_on"]
        if due_on < timezone.localdate() + timedelta(days=1):
            raise forms.ValidationError(
                say("明日より後の日を選んでください。", "Choose a day after today.")
            )
        return due_on


def _choose(field: Any, choices: Any) -> None:
    """Offer `choices`; where there is only one, it is chosen already."""
    field.queryset = choices
    found = list(choices[:2])
    if len(found) == 1:
        field.initial, field.empty_label = found[0].pk, None


class ValueForm(forms.Form):
    """The value that is written in a field, with an input that suits its kind.

    A value that cannot be right is asked about once; what is written on paper may be wrong too.
    """

    insist = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, task: Task, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.task = task
        self.kind = Kind(task.kind)
        self.options: Sequence[str] = task.payload.get("options") or ()
        self.doubtful = False
        self.fields["raw"] = self._raw_field()

    def _raw_field(self) -> forms.Field:
        label = say("正しい値", "The right value")
        choices = [(option, option) for option in self.options]
        if self.kind in PICKED and self.task.payload.get("multi"):
            widget: Any = forms.CheckboxSelectMultiple
            return forms.MultipleChoiceField(label=label, choices=choices, widget=widget)
        if self.kind in PICKED and choices:
            return forms.ChoiceField(label=label, choices=choices, widget=forms.RadioSelect)
        attrs = {"autocomplete": "off", "lang": "ja", "inputmode": inputmode(self.kind)}
        return forms.CharField(
            label=label, max_length=500, widget=forms.TextInput(attrs=attrs), strip=False
        )

    def clean_raw(self) -> str:
        """Join several picked options as the engine writes them."""
        raw = self.cleaned_data["raw"]
        return raw if isinstance(raw, str) else SEPARATOR.join(raw)

    def clean(self) -> dict[str, Any]:
        """Doubt a value that cannot be right, unless the person insists."""
        cleaned: dict[str, Any] = super().clean() or {}
        if "raw" in cleaned and not cleaned.get("insist"):
            self._doubt(cleaned["raw"])
        return cleaned

    def _doubt(self, raw: str) -> None:
        value = normalise(self.kind, raw, options=self.options)
        digits = self.task.payload.get("digits")
        if found := fault(self.kind, value, digits=digits, options=self.options):
            self.doubtful = True
            self.add_error("raw", str(FAULT_LABELS[found]))

    def given(self) -> Given:
        """The typed value as an answer."""
        return Given(Mark.VALUE, self.cleaned_data["raw"])


_KEYBOARDS = {
    Kind.PHONE: "tel",
    Kind.POSTAL: "numeric",
    Kind.YEAR: "numeric",
    Kind.MONTH: "numeric",
    Kind.DAY: "numeric",
    Kind.NUMBER: "numeric",
    Kind.AMOUNT: "numeric",
}


def inputmode(kind: Kind) -> str:
    """The keyboard that a phone shows for this kind."""
    return _KEYBOARDS.get(kind, "text")


def chosen(task: Task, choice: str) -> Given | None:
    """Return the answer behind a chosen reading, or None when nothing fitting was chosen."""
    if choice in {Mark.BLANK.value, Mark.UNREADABLE.value}:
        return Given(Mark(choice))
    source, _, key = choice.partition(":")
    if not (key.isascii() and key.isdigit() and len(key) < 19):
        return None
    if source == "answer":
        answer = Answer.objects.filter(task=task, pk=int(key)).first()
        return Given(Mark(answer.mark), answer.value) if answer else None
    if source == "machine":
        reading = Reading.objects.filter(task=task, pk=int(key)).first()
        return Given(Mark.VALUE, reading.value) if reading else None
    return None


class SampleForm(forms.Form):
    """How many fields to draw for inspection."""

    n_sample = forms.TypedChoiceField(
        label=later("検査する項目の数", "Fields to inspect"), coerce=int, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, samples: Sequence[Sample], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["n_sample"]
        field.choices = [(str(sample.n), _sample_words(sample)) for sample in samples]
        field.initial = next((str(s.n) for s in samples if s.is_default), None)


def _sample_words(sample: Sample) -> str:
    shown = at_most(sample.bound)
    words = say(
        f"{sample.n:,}項目: 誤りが1つもなければ「{shown}」",
        f"{sample.n:,} fields: if none is wrong, “{shown}”",
    )
    promise = say("。約束を検査だけで示せます", ". The inspection alone shows the promise")
    return words + promise if sample.shows_promise else words


class WidenForm(forms.Form):
    """How many more fields to draw."""

    n_more = forms.IntegerField(
        label=later("追加で検査する項目の数", "More fields to inspect"),
        min_value=1,
        max_value=MOST_SAMPLE,
        initial=60,
    )
