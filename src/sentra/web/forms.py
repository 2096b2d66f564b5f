"""What the forms of every room share: a day, faults at their fields, the status of a form that came back."""

from collections.abc import Mapping
from typing import Any

from django import forms

WRONG = 422


class Day(forms.DateField):
    """A day, with the calendar of the browser."""

    def __init__(self, **about: Any) -> None:
        widget = forms.DateInput({"type": "date", "class": "short"}, format="%Y-%m-%d")
        super().__init__(input_formats=["%Y-%m-%d"], widget=widget, **about)


def told(form: forms.Form, faults: Mapping[str, str]) -> None:
    """The faults an action found, each at its field; what has no field stands above the form."""
    for place, sentence in faults.items():
        form.add_error(place if place in form.fields else None, sentence)


def status_of(form: Any) -> int:
    return WRONG if form.is_bound else 200
