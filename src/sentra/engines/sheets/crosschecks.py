"""Cells of one row that must not contradict each other."""

from sentra.engines.sheets.plan import Draft, Plan
from sentra.engines.sheets.values import Finding, nik_sex


def check_row(draft: Draft, plan: Plan) -> None:
    _nik_and_sex(draft, plan)
    _workers(draft, plan)


def _nik_and_sex(draft: Draft, plan: Plan) -> None:
    """The day of birth in a NIK tells the sex; a quarrel often means the NIK of husband or wife."""
    key = plan.key_of.get("nik", "")
    nik, sex = draft.values.get(key), draft.values.get(plan.key_of.get("sex", ""))
    if isinstance(nik, str) and isinstance(sex, str) and nik_sex(nik) != sex:
        sentence = "Jenis kelamin menurut NIK berbeda dengan kolom jenis kelamin."
        draft.report(Finding("nik_sex_mismatch", "doubtful", sentence), plan.column_of.get(key), key)


def _workers(draft: Draft, plan: Plan) -> None:
    key = plan.key_of.get("workers", "workers")
    total, men, women = (draft.values.get(k) for k in (key, f"{key}_male", f"{key}_female"))
    if (
        not (isinstance(total, int) and isinstance(men, int) and isinstance(women, int))
        or total == men + women
    ):
        return
    sentence = "Jumlah tenaga kerja tidak sama dengan laki-laki ditambah perempuan."
    draft.report(Finding("workers_sum", "doubtful", sentence), plan.column_of.get(key), key)
