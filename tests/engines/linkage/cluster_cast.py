"""Small invented worlds of rows, links and decisions, for the tests behind the scoring."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import strategies as st

from sentra.engines.linkage.problem import Decision, Edge, Norm, Part

SEEN = date(2026, 3, 1)
START = datetime(2026, 1, 1, tzinfo=UTC)


def row(key, name=None, source="survei", seen=SEEN, **values):
    """A normal form whose sounds are its letters."""
    words = (name or "").split()
    said = (
        {
            "name": name,
            "phon": name,
            "phon_sorted": " ".join(sorted(words)),
            "key1": words[0][:5],
            "key2": words[-1][-4:],
            "tokens": len(words),
        }
        if name
        else {}
    )
    return Norm(**{"id": key, "source": source, "seen": seen, **said, **values})


def rows(*keys, **values):
    return {key: row(key, **values) for key in keys}


def link(a, b, weight):
    return Edge(a, b, weight, (Part("name", "exact", weight + 20.0),), "uji")


def word(a, b, same, day=0, **about):
    return Decision(
        a, b, same, about.get("by", "petugas"), START + timedelta(days=day), "", about.get("data", "")
    )


NAMES = (None, "slamet", "slamet riyadi", "sugiman", "giman", "khotimah", "partini wahyuni")
NIKS = (None, "3303051203740001", "3303051203740002", "3303055304810007")


@st.composite
def worlds(draw, most=7):
    """Rows, links between them and decisions on them; weights from few values, so that ties occur."""
    keys = [f"r{i}" for i in range(draw(st.integers(1, most)))]
    records = {
        key: row(
            key,
            draw(st.sampled_from(NAMES)),
            nik=draw(st.sampled_from(NIKS)),
            biz=draw(st.sampled_from((None, "sumber rejeki", "griya batik"))),
            product=draw(st.sampled_from((None, "gula", "batik"))),
        )
        for key in keys
    }
    pairs = st.tuples(st.sampled_from(keys), st.sampled_from(keys)).filter(lambda pair: pair[0] != pair[1])
    if len(keys) < 2:
        return records, [], []
    edges = draw(st.lists(st.builds(lambda p, w: link(*p, float(w)), pairs, st.integers(-4, 6)), max_size=14))
    words = st.builds(lambda p, same, day: word(*p, same, day), pairs, st.booleans(), st.integers(0, 5))
    return records, edges, draw(st.lists(words, max_size=5))
