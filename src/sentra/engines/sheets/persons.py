"""One cell with a business and its owner: "UD Sumber Rejeki (Bpk. Slamet)", "Slamet / Gula Jaya"."""

import re

from sentra.engines.sheets.plan import Draft, Plan
from sentra.engines.sheets.sentence import say
from sentra.engines.sheets.values import Finding

BUSINESS = "business_name"
OWNER = "owner_name"

_PAREN = re.compile(r"(.{2,80}?)\s*\(([^()]{2,60})\)")
_SLASH = re.compile(r"([^/]{2,80}?)\s*/\s*([^/]{2,80})")
_HONORIFIC = re.compile(
    r"^(?:milik\s+|a\.?n\.?\s+)?(?:bp|bpk|bapak|pak|ibu|bu|ny|tn|sdr|sdri|h|hj|kh|ust|drs)\b\.?\s*(?=[a-z])",
    re.IGNORECASE,
)
_FIRM = re.compile(
    r"\b(?:ud|cv|pt|pd|fa|kub|toko|usaha|industri|home industry|kerajinan|konveksi|bengkel|warung|koperasi|"
    r"jaya|makmur|barokah|berkah|sumber|sejahtera|mandiri|abadi|gula|tempe|tahu|keripik|kripik|batik|knalpot|mebel|"
    r"snack|catering|kue|roti|las|collection|production|griya|dapur|rumah|sentra|galeri|butik|depot|kedai|pabrik)\b",
    re.IGNORECASE,
)
_SAYS_FIRM = re.compile(r"usaha|perusahaan|\b(?:ikm|ukm|umkm|toko|merek|produk)\b", re.IGNORECASE)
_SAYS_PERSON = re.compile(r"pemilik|pengusaha|pelaku|pimpinan|perajin|pengrajin", re.IGNORECASE)


_ADDRESS_BEGINS = re.compile(
    r"[\s,;/]*(?:[\r\n]+|,|;|\s/\s|(?=\b(?:jl|jln|jalan|rt|rw|ds|desa|dk|dsn|dusun|dukuh|kel|kec|gg|gang)\b))[\s,;/]*",
    re.IGNORECASE,
)


def name_and_address(text: str) -> tuple[str, str]:
    """The two of a cell under `Nama/Alamat`: parted at the first line break, comma or address word."""
    found = _ADDRESS_BEGINS.search(text.strip(), 3)
    return (text.strip()[: found.start()], text.strip()[found.end() :]) if found else (text, "")


def split_names(draft: Draft, plan: Plan) -> None:
    """Split a combined cell when the sheet has one column for business and owner."""
    column = _only_column(plan)
    both = draft.values.get(column)
    first = _said_first(plan, column)
    parts = parted(both, first) if isinstance(both, str) else None
    if parts is None:
        return
    business, owner, sure = parts
    draft.values[BUSINESS], draft.values[OWNER] = business, owner
    sentence = say("Nama usaha dan nama pemilik dalam satu sel; dipisahkan.")
    severity = Finding("names_split", "note" if sure else "doubtful", sentence)
    draft.report(severity, plan.column_of.get(column), column)


def _only_column(plan: Plan) -> str:
    """The one column for names, whichever of the two its title says; "" when there are two or none."""
    mapped = {BUSINESS, OWNER} & plan.column_of.keys()
    return mapped.pop() if len(mapped) == 1 and {BUSINESS, OWNER} <= plan.fields.keys() else ""


def _said_first(plan: Plan, column: str) -> str:
    """Which of the two a title such as "Nama Usaha / Pemilik" names first; "" when it does not name both."""
    title = next((r.column.header for r in plan.readers if r.key == column), "")
    firm, person = _SAYS_FIRM.search(title), _SAYS_PERSON.search(title)
    if not firm or not person:
        return ""
    return BUSINESS if firm.start() < person.start() else OWNER


def parted(text: str, said_first: str = "") -> tuple[str, str, bool] | None:
    """(business, owner, sure), or None when the text is one name. `said_first`: by the title."""
    found = _PAREN.fullmatch(text) or _SLASH.fullmatch(text)
    if not found:
        return None
    first, second = found[1].strip(), found[2].strip()
    lean = _firmness(first) - _firmness(second)
    in_parens = text.endswith(")")
    if in_parens and lean == 0 and not said_first:
        return None  # "Gula Merah (cetak)" or "Slamet (alm)": nothing says that either is a person
    if lean == 0 and said_first == BUSINESS:
        return first, _bare(second), False
    if lean > 0:
        return first, _bare(second), True
    return second, _bare(first), lean < 0


def _firmness(name: str) -> int:
    return (_FIRM.search(name) is not None) - 2 * (_HONORIFIC.match(name) is not None)


def _bare(name: str) -> str:
    return re.sub(r"^(?:milik|a\.?n\.?)\s+", "", name, flags=re.IGNORECASE)
