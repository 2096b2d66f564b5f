"""What the import wizard asks."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sentra.registry.models import Source

MEGABYTE = 1024 * 1024
MOST_MEGABYTES = 50


class UploadForm(forms.Form):
    """A file, and whose list it is: a known source, or the name of a new one."""

    file = forms.FileField(
        label=_("Berkas"),
        help_text=_("Excel (xlsx, xls), ODS, CSV, tabel HTML, atau dump SQL. Paling besar 50 MB."),
    )
    source = forms.ModelChoiceField(
        Source.objects.none(),
        label=_("Sumber"),
        required=False,
        empty_label=_("Dikenali dari berkasnya, atau sumber baru …"),
        help_text=_("Daftar dari sumber yang sama dikenali lagi: berkas ini menjadi edisi barunya."),
    )
    title = forms.CharField(
        label=_("Nama sumber baru"),
        required=False,
        max_length=200,
        help_text=_("Bila kosong, dinamai menurut nama berkasnya. Dapat diubah di langkah berikutnya."),
        widget=forms.TextInput(attrs={"data-proposed-from": "id_file"}),
    )
    creates = forms.TypedChoiceField(
        label=_("Daftar siapa ini?"),
        coerce=lambda chosen: chosen == "usaha",
        empty_value=None,  # nothing said: our own list, as the form proposes
        choices=(
            ("usaha", _("Daftar kami sendiri: setiap baris menjadi satu usaha di buku induk")),
            ("tahan", _("Daftar kantor lain: barisnya ditautkan dengan usaha yang sudah ada")),
        ),
        widget=forms.RadioSelect,
        initial="usaha",
        required=False,
    )

    def __init__(self, *args: Any, sources: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["source"]
        if isinstance(choice, forms.ModelChoiceField):
            choice.queryset = sources

    def clean_creates(self) -> bool:
        return self.cleaned_data["creates"] is not False

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MOST_MEGABYTES * MEGABYTE:
            raise forms.ValidationError(_("Berkas lebih besar dari 50 MB. Bagi menjadi beberapa berkas."))
        return file


class SourceForm(forms.Form):
    """Whose list a received file is: another known source, or the name of a new one."""

    source = forms.ModelChoiceField(
        Source.objects.none(), label=_("Sumber"), required=False, empty_label=_("Sumber baru …")
    )
    title = forms.CharField(label=_("Nama sumber baru"), required=False, max_length=200)

    def __init__(self, *args: Any, sources: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["source"]
        if isinstance(choice, forms.ModelChoiceField):
            choice.queryset = sources

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        if not found.get("source") and not found.get("title"):
            self.add_error("title", _("Pilih sumber yang ada, atau beri nama sumber baru."))
        return found
