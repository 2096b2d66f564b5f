"""What is entered at the bench: a session, recordings, which muffler on which vehicle."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from sentra.lab.models import Instrument, Moment, Specimen, Vehicle
from sentra.web.lab.fields import TOO_LARGE, Number, Rpm, Sound, chosen


class SessionForm(forms.Form):
    """Where, with what, in which weather."""

    procedure_key = forms.ChoiceField(label=gettext_lazy("Metode"))
    site = forms.CharField(label=gettext_lazy("Tempat"), max_length=200)
    surface = forms.CharField(
        label=gettext_lazy("Permukaan"),
        help_text=gettext_lazy("Misalnya aspal, beton."),
        max_length=100,
    )
    reflector_m = Number(
        label=gettext_lazy("Jarak ke dinding atau benda besar terdekat (m)"),
        help_text=gettext_lazy("Dari mikrofon maupun kendaraan; paling dekat 3 m."),
    )
    meter = forms.ChoiceField(label=gettext_lazy("Rantai ukur"))
    channel = forms.TypedChoiceField(
        label=gettext_lazy("Saluran mikrofon pada rekaman"),
        help_text=gettext_lazy("Perekam satu saluran: yang pertama."),
        choices=[(at, str(at + 1)) for at in range(8)],
        coerce=int,
    )
    calibrator = forms.ChoiceField(label=gettext_lazy("Kalibrator"))
    tachometer = forms.ChoiceField(label=gettext_lazy("Takometer"))
    anemometer = forms.ChoiceField(label=gettext_lazy("Anemometer"))
    temperature_c = Number(label=gettext_lazy("Suhu (°C)"))
    humidity_percent = Number(label=gettext_lazy("Kelembapan (%)"))
    pressure_hpa = Number(label=gettext_lazy("Tekanan udara (hPa)"), required=False)
    note = forms.CharField(
        label=gettext_lazy("Catatan"), required=False, max_length=2000, widget=forms.Textarea({"rows": 2})
    )
    PLACE = ("procedure_key", "site", "surface", "reflector_m")
    HEARD = ("channel",)
    TOOLS = ("meter", "calibrator", "tachometer", "anemometer")
    WEATHER = ("temperature_c", "humidity_percent", "pressure_hpa", "note")

    def __init__(
        self, data: Any = None, *, methods: Sequence[tuple[str, Any]], tools: Sequence[tuple[Instrument, str]]
    ) -> None:
        super().__init__(data)
        self.tools = {str(tool.pk): tool for tool, _words in tools}
        chosen(self, "procedure_key", list(methods))
        for kind in self.TOOLS:
            chosen(self, kind, [(str(tool.pk), words) for tool, words in tools if tool.kind == kind])

    @property
    def parts(self) -> list[tuple[str, list[forms.BoundField]]]:
        """Headings and their fields, in the order in which one walks through them."""
        named = (
            (gettext_lazy("Metode dan tempat"), self.PLACE),
            (gettext_lazy("Alat"), (*self.TOOLS, *self.HEARD)),
            (gettext_lazy("Cuaca"), self.WEATHER),
        )
        return [(str(title), [self[name] for name in names]) for title, names in named]

    @property
    def said(self) -> dict[str, Any]:
        plain = {name: self.cleaned_data[name] for name in (*self.PLACE, *self.HEARD, *self.WEATHER)}
        return plain | {name: self.tools[self.cleaned_data[name]] for name in self.TOOLS}


class RecordingForm(forms.Form):
    """A form with a recording; one that was too large to be held is told so at its field."""

    file = Sound(label=gettext_lazy("Rekaman (WAV atau FLAC, paling besar 100 MB)"))

    def __init__(self, data: Any = None, files: Any = None, *, too_large: bool = False, **more: Any) -> None:
        super().__init__(data, files, **more)
        if too_large:
            self.fields["file"].error_messages["required"] = str(TOO_LARGE)


class CheckForm(RecordingForm):
    """The calibrator on the microphone. Its level is asked only where it is another than the usual one."""

    moment = forms.ChoiceField(choices=Moment.choices, widget=forms.HiddenInput)
    nominal_db = Number(label=gettext_lazy("Tingkat nada (dB)"))
    early = forms.BooleanField(
        label=gettext_lazy("Percobaan yang sah belum cukup. Ya, akhiri pengukuran sekarang."),
        error_messages={
            "required": gettext_lazy(
                "Setelah nada ini tidak ada percobaan lagi, dan yang sah belum cukup. Centang bila memang "
                "selesai."
            )
        },
    )
    field_order = ("moment", "nominal_db", "early", "file")

    def __init__(
        self, data: Any = None, files: Any = None, *, second: bool = False, early: bool = False, **more: Any
    ) -> None:
        """`early`: the tone after, with fewer runs that count than the method asks for."""
        super().__init__(data, files, **more)
        if not second:
            self.fields["nominal_db"].widget = forms.HiddenInput()
        if not early:
            del self.fields["early"]


class BackgroundForm(RecordingForm):
    """The site with the engine off."""


class MeasurementForm(forms.Form):
    """Which muffler on which vehicle, and where the microphone stands."""

    specimen = forms.ChoiceField(label=gettext_lazy("Barang uji"))
    vehicle = forms.ChoiceField(label=gettext_lazy("Kendaraan"))
    distance_m = Number(label=gettext_lazy("Jarak dari ujung knalpot (m)"), initial=0.5)
    angle_deg = Number(label=gettext_lazy("Sudut terhadap arah gas (°)"), initial=45.0)
    height_m = Number(
        label=gettext_lazy("Tinggi mikrofon (m)"),
        help_text=gettext_lazy("Setinggi lubang knalpot, paling rendah 0,2 m."),
    )

    def __init__(
        self, data: Any = None, *, specimens: Sequence[tuple[Specimen, str]], vehicles: Sequence[Vehicle]
    ) -> None:
        super().__init__(data)
        self.specimens = {str(one.pk): one for one, _words in specimens}
        self.vehicles = {str(one.pk): one for one in vehicles}
        chosen(self, "specimen", [(str(one.pk), words) for one, words in specimens])
        chosen(self, "vehicle", [(key, str(one)) for key, one in self.vehicles.items()])

    @property
    def said(self) -> dict[str, Any]:
        plain = {name: self.cleaned_data[name] for name in ("distance_m", "angle_deg", "height_m")}
        return plain | {
            "specimen": self.specimens[self.cleaned_data["specimen"]],
            "vehicle": self.vehicles[self.cleaned_data["vehicle"]],
        }


class TachometerForm(forms.Form):
    """A reading that was typed wrong."""

    tachometer_rpm = Rpm(label=gettext_lazy("Takometer saat ditahan (rpm)"))
    reason = forms.CharField(label=gettext_lazy("Alasan"), max_length=300)


class RunForm(RecordingForm):
    """One run: what the tachometer and the anemometer showed, and the recording."""

    tachometer_rpm = Rpm(label=gettext_lazy("Takometer saat ditahan (rpm)"))
    wind_m_s = Number(label=gettext_lazy("Angin (m/dtk)"))
    field_order = ("tachometer_rpm", "wind_m_s", "file")
