"""Fields of the laboratory: numbers as people write them, recordings as they come."""

import re
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy

from sentra.web.numbers import MINUS

SOUNDS = ".wav,.flac,audio/wav,audio/x-wav,audio/flac"
SCANS = "image/jpeg,image/png,application/pdf"
TOO_LARGE = gettext_lazy("Rekaman ini lebih besar dari 100 MB. Potong menjadi satu pengukuran, lalu unggah.")

GROUPED: Final = re.compile(r"[1-9]\d{0,2}([.,]\d{3})+")


class Number(forms.FloatField):
    """0,5 and 0.5 are the same; the phone shows its number keys. `unit` stands in the label."""

    def __init__(self, **about: Any) -> None:
        widget = forms.TextInput({"inputmode": "decimal", "autocomplete": "off", "class": "short"})
        super().__init__(widget=widget, **about)

    def to_python(self, value: Any) -> Any:
        return super().to_python(str(value or "").strip().replace(",", ".").replace(MINUS, "-"))

    def prepare_value(self, value: Any) -> Any:
        return f"{value:g}".replace(".", ",") if isinstance(value, float) else value


def ungrouped(value: Any) -> str:
    """Thousands as they are shown, 4.509 (in English 4,509), without their points; 4.5 and 4,5 stay."""
    text = str(value or "").strip()
    return re.sub(r"[.,]", "", text) if GROUPED.fullmatch(text) else text


class Rpm(Number):
    """An engine speed that was read."""

    def to_python(self, value: Any) -> Any:
        return super().to_python(ungrouped(value))


class WholeRpm(forms.IntegerField):
    """An engine speed out of a book; the phone shows its number keys."""

    widget = forms.TextInput({"inputmode": "numeric", "autocomplete": "off", "class": "short"})

    def to_python(self, value: Any) -> Any:
        return super().to_python(ungrouped(value))


class Sound(forms.FileField):
    """A recording as the recorder wrote it."""

    def __init__(self, **about: Any) -> None:
        words = {
            "required": gettext_lazy("Pilih rekamannya, WAV atau FLAC."),
            "empty": gettext_lazy("Berkas ini kosong."),
        }
        super().__init__(widget=forms.FileInput({"accept": SOUNDS}), error_messages=words, **about)


class Scan(forms.FileField):
    def __init__(self, **about: Any) -> None:
        super().__init__(widget=forms.FileInput({"accept": SCANS}), required=False, **about)


def chosen(form: forms.Form, name: str, choices: list[Any], *, first: Any = None) -> None:
    """The choices of a field; `first` is taken when nothing else is."""
    field = form.fields[name]
    if isinstance(field, forms.ChoiceField):
        field.choices = choices
        field.initial = first
