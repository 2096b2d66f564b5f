"""Kinds of tools as they are pasted, and packages as their quantities are typed."""

import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from sentra.programmes.actions import Tool, Unfit
from sentra.programmes.models import Round, ToolKind
from sentra.programmes.queries.rounds import price_of
from sentra.web.programmes.forms import amount

COLUMNS = 6
SERIALS = {"": False, "tidak": False, "no": False, "ya": True, "wajib": True, "yes": True}


def facts(round_: Round, said: Mapping[str, Any]) -> dict[str, Any]:
    """`said`: quantities of a package that was refused, to be mended."""
    packages = round_.packages.prefetch_related("lines__kind").order_by("pk")
    kinds = round_.kinds.order_by("name", "pk")
    return {
        "kinds": [(kind, str(said.get(f"jumlah-{kind.pk}", ""))) for kind in kinds],
        "packages": [(package, price_of(package)) for package in packages],
    }


def read(text: str) -> list[Tool]:
    """Lines of `nama; spesifikasi; satuan; harga; persediaan; nomor seri`, or with tabs. Raises Unfit."""
    tools, faults = [], {}
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        try:
            tools.append(_tool(line))
        except forms.ValidationError as wrong:
            faults[f"kind_{number}"] = f"{_('Baris %(line)s') % {'line': number}}: {' '.join(wrong.messages)}"
    if faults:
        raise Unfit(faults)
    return tools


def _tool(line: str) -> Tool:
    cells = [cell.strip() for cell in re.split(r"\t|;", line)]
    if not 4 <= len(cells) <= COLUMNS:
        raise forms.ValidationError(_("tulis nama; spesifikasi; satuan; harga; persediaan; nomor seri."))
    name, specification, unit, price, stock, serial = (*cells, "", "")[:COLUMNS]
    if stock and not stock.isdecimal():
        raise forms.ValidationError(_("persediaan harus bilangan bulat."))
    if serial.lower() not in SERIALS:
        raise forms.ValidationError(_("nomor seri diisi ya atau tidak."))
    return Tool(
        name=name,
        price_idr=amount(price),
        specification=specification,
        unit=unit or "unit",
        stock=int(stock) if stock else None,
        serial_asked=SERIALS[serial.lower()],
    )


def lines(round_: Round, said: Mapping[str, Any]) -> list[tuple[ToolKind, int]]:
    """Kinds with the quantities that were typed (`jumlah-<kind>`); an empty one is left out."""
    typed = {
        kind: str(said.get(f"jumlah-{kind.pk}", "")).strip() for kind in round_.kinds.order_by("name", "pk")
    }
    return [(kind, int(text) if text.isdecimal() else 0) for kind, text in typed.items() if text]
