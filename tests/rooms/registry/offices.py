"""Lists of other offices about the businesses of the register, and the register as a test compares it.

Everybody is invented. `linked` brings a list whose rows join what stands there; `register` says all that can
be seen, so that "exactly as before" is one equality.
"""

from datetime import timedelta
from typing import Any

from sentra.base.people.models import User
from sentra.registry import actions, queries
from sentra.registry.actions.facts import FACTS
from sentra.registry.models import Batch, Business, Likeness, LikenessState, Membership, Profile, Source
from tests.rooms.registry.lists import AT, committed, source, staged

HEADER = "Nama Usaha;Nama Pemilik;NIK;Desa;Kecamatan;Alamat;RT;RW;Produk;Tenaga Kerja;No HP"
LATER, MUCH_LATER = AT + timedelta(days=30), AT + timedelta(days=60)

# The register: three businesses of three owners in three villages.
KENANGA = (
    "Gula Kenanga;Sutirah Wening;3303114506810001;Brakas;Karanganyar;Jl Raya 1;1;2;gula kelapa;3;081211112222"
)
TERANG = "Knalpot Terang;Wagiman Jati;3303051203790002;Kembaran Kulon;Purbalingga;;;;knalpot;12;08122223333"
MELATI = "Sapu Melati;Rukmini Asri;3303094107850003;Gandasuli;Bobotsari;;;;sapu glagah;5;08133334444"
# The second business of Melati's owner: same person, same village, another trade.
CEMARA = "Keripik Cemara;Rukmini Asri;3303094107850003;Gandasuli;Bobotsari;;;;keripik singkong;2;"

# What another office says: surely Kenanga; perhaps Melati (no number, no name of the business); nobody known.
SURE = "Gula Kenanga;Sutirah W;3303114506810001;Brakas;Karanganyar;Dusun Krajan;3;1;gula merah;4;"
PERHAPS = ";Rukmini Asri;;Gandasuli;Bobotsari;;;;;6;"
NOBODY = "Anyaman Baru;Kartini Lestari;;Brakas;Karanganyar;;;;anyaman bambu;2;"


def written(*rows: str) -> bytes:
    return "\r\n".join((HEADER, *rows)).encode()


def standing(officer: User, *rows: str) -> Batch:
    """The register as the office keeps it: one row a business."""
    return committed(officer, written(*(rows or (KENANGA, TERANG, MELATI))))


def office(officer: User, key: str = "dinkop", *, rank: int = 20) -> Source:
    """Another office, whose list says of a business what it likes, as often as it likes."""
    return actions.save_source(by=officer, at=AT, key=key, title=key, creates=False, rank=rank)


def checked(officer: User, *rows: str, of: Source | None = None, at: Any = LATER) -> Batch:
    return staged(officer, written(*rows), of=of or office(officer), at=at)


def linked(officer: User, *rows: str, of: Source | None = None, at: Any = LATER) -> Batch:
    return committed(officer, written(*rows), of=of or office(officer), at=at)


def mended(officer: User, *rows: str) -> Batch:
    """A new edition of the register's own list."""
    return committed(officer, written(*rows), of=source(officer), at=MUCH_LATER)


def asked() -> list[Likeness]:
    """The questions that are open."""
    return list(queries.open_questions().order_by("pk"))


def states() -> list[str]:
    """Of all pairs that a person is or was asked about."""
    rows = Likeness.objects.exclude(state=LikenessState.SURE).order_by("pk")
    return list(rows.values_list("state", flat=True))


def answer(officer: User, *, same: bool, question: Likeness | None = None) -> Any:
    """A person's word on a question, the only open one unless it is given."""
    if question is None:
        [question] = asked()
    return actions.decide(by=officer, at=MUCH_LATER, likeness=question, same=same, reason="dilihat di tempat")


def shown(name: str) -> Profile:
    """The current profile of a business; its name is a name of the cast."""
    return Profile.objects.select_related("record", "business").get(name=name, current=True)


def business(name: str) -> Business:
    return shown(name).business


def register(*, versions: bool = False) -> dict[str, Any]:
    """All that stands: what is shown, which record says it, who describes what, the facts, what is asked.

    `versions`: also which version is shown; a version composed anew may say the same.
    """
    return {
        "shown": {p.business_id: _shown(p, versions=versions) for p in _current()},
        "members": {m.record_id: (m.business_id, m.business.canonical_id) for m in _in_effect()},
        "facts": sorted(repr(fact) for model in FACTS for fact in _facts(model)),
        "asked": sorted(
            Likeness.objects.filter(pk__in=[one.pk for one in asked()]).values_list("record", "other")
        ),
    }


def _current() -> list[Profile]:
    return list(Profile.objects.filter(current=True).select_related("record"))


def _shown(profile: Profile, *, versions: bool) -> Any:
    columns = (
        profile.name,
        profile.owner_name,
        profile.village_id,
        profile.branch,
        profile.size,
        profile.workers,
    )
    return (profile.pk if versions else None, columns, profile.values, profile.sources, profile.search_text)


def _in_effect() -> list[Membership]:
    return list(Membership.objects.filter(in_effect=True).select_related("business"))


def _facts(model: Any) -> list[tuple[Any, ...]]:
    """Facts that count, without their own number; ciphertext differs each time, its token does not."""
    names = [field.attname for field in model._meta.concrete_fields if field.attname not in ("id", "sealed")]
    rows = model.objects.filter(record__membership__in_effect=True).values_list(*names)
    return [(model.__name__, *row) for row in rows]
