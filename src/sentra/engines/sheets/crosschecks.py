"""Cells of one row that must not contradict each other."""

from sentra.engines.sheets.plan import Draft, Plan
from sentra.engines.sheets.sentence import say
from sentra.engines.sheets.values import Finding, nik_sex


def check_row(draft: Draft, plan: Plan) -> None:
    _nik_and_sex(draft, plan)
    _workers(draft, plan)
    _far_away(draft, plan)


def check_repeats(draft: Draft, plan: Plan) -> None:
    """A number that the office gives out itself names one row only."""
    for key in plan.identifiers:
        value = draft.values.get(key)
        first = plan.holders.setdefault((key, value), draft.number) if value is not None else draft.number
        if first != draft.number:
            finding = Finding(
                "identifier_repeated", "doubtful", say("Nomor ini sudah dipakai baris %(row)s.", row=first)
            )
            draft.report(finding, plan.column_of.get(key), key)


def _nik_and_sex(draft: Draft, plan: Plan) -> None:
    """The day of birth in a NIK tells the sex; a quarrel often means the NIK of husband or wife."""
    key = plan.key_of.get("nik", "")
    nik, sex = draft.values.get(key), draft.values.get(plan.key_of.get("sex", ""))
    if isinstance(nik, str) and isinstance(sex, str) and nik_sex(nik) != sex:
        sentence = say("Jenis kelamin menurut NIK berbeda dengan kolom jenis kelamin.")
        draft.report(Finding("nik_sex_mismatch", "doubtful", sentence), plan.column_of.get(key), key)


def _workers(draft: Draft, plan: Plan) -> None:
    key = plan.key_of.get("workers", "workers")
    total, men, women = (draft.values.get(k) for k in (key, f"{key}_male", f"{key}_female"))
    if (
        not (isinstance(total, int) and isinstance(men, int) and isinstance(women, int))
        or total == men + women
    ):
        return
    sentence = say("Jumlah tenaga kerja tidak sama dengan laki-laki ditambah perempuan.")
    draft.report(Finding("workers_sum", "doubtful", sentence), plan.column_of.get(key), key)


def _far_away(draft: Draft, plan: Plan) -> None:
    """A point far from all others of the list is in another town, or was typed wrongly."""
    for kind in ("latitude", "longitude"):
        key = plan.key_of.get("latitude" if kind == "latitude" else "longitude", kind)
        degrees, middle = draft.values.get(key), plan.middle[kind]
        if middle and isinstance(degrees, float) and abs(degrees - middle[0]) > middle[1]:
            sentence = say("Titik ini jauh dari semua titik lain di daftar; periksa koordinatnya.")
            draft.report(Finding("coordinate_far", "doubtful", sentence), plan.column_of.get(key), key)
            return
