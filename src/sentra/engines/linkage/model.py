"""The starting model, and a model as JSON.

The starting shares are what `fit` learns from the plain generator of `bench/linkage`, rounded.
Those of identifiers and of distances stay fixed in every later model: two unrelated rows never share a NIB in
a sample, so training would leave the strongest evidence there is without a number. The name's `m` stays fixed
too, or rows that share a lent phone would teach that different names are fine.
"""

import hashlib
import json
import math
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from sentra.engines.linkage.comparing import TERMS, THEMES, USUAL
from sentra.engines.linkage.problem import Comparison, Level, LinkageRefused, Model, Siblings

FORMAT: Final = 1

# Comparison -> level -> (m, u): the level's share among pairs of one business, and among any other pairs.
START: Final[Mapping[str, Mapping[str, tuple[float, float]]]] = {
    "name": {
        "exact": (0.745, 1.1e-3),
        "near_whole": (0.045, 2.5e-4),
        "near": (0.045, 5e-4),
        "part": (0.075, 4.4e-3),
        "initial": (0.015, 5e-5),
        "crossed": (0.01, 1e-4),
        "weak": (0.02, 6.8e-3),
        "nick": (0.015, 9.6e-3),
        "else": (0.03, 0.977),
    },
    "business": {
        "exact": (0.8, 1.6e-3),
        "near": (0.12, 5e-3),
        "weak": (0.02, 0.035),
        "else": (0.06, 0.958),
    },
    "group": {"near": (0.75, 0.2), "else": (0.25, 0.8)},
    "place": {
        "rt_rw": (0.46, 1.1e-4),
        "rw": (0.031, 3.3e-4),
        "hamlet": (0.1, 6e-5),
        "village": (0.37, 1.7e-3),
        "village_other_rt": (0.019, 2e-3),
        "district_only": (0.002, 1.1e-4),
        "district": (0.003, 0.055),
        "else": (0.015, 0.92),
    },
    "distance": {"80m": (0.82, 3e-4), "300m": (0.1, 1.5e-3), "2km": (0.05, 0.03), "else": (0.03, 0.97)},
    "phone": {"shared": (0.8, 6e-6), "one_edit": (0.04, 3e-6), "else": (0.16, 0.99999)},
    "nik": {
        "exact": (0.86, 5e-6),
        "first_12": (0.07, 4e-6),
        "one_edit": (0.05, 1e-4),
        "else": (0.02, 0.9999),
    },
    "nib": {"exact": (0.95, 4e-6), "one_edit": (0.03, 1e-6), "else": (0.02, 0.99999)},
    "product": {
        "exact": (0.925, 0.04),
        "kbli": (0.02, 3e-3),
        "kbli_group": (5e-3, 0.014),
        "else": (0.05, 0.943),
    },
    "craft": {"common": (USUAL, USUAL), "else": (1 - USUAL, 1 - USUAL)},
    "homonym": {"several": (USUAL, USUAL), "else": (1 - USUAL, 1 - USUAL)},
    "list": {"same": (0.06, 0.3), "else": (0.94, 0.7)},
}
START_PRIOR: Final = -14.0  # bits; chosen on plain lists of 43,000 rows, where a bit more or less is the same
COUNTED: Final = 1.0  # bits of it that stand for what a village's crafts tell less, until they are counted

# An owner with two businesses makes different things, mostly under different names. One in thirty has a
# second business, and of its pairs of rows a part only meets in the lists.
START_SIBLINGS: Final = Siblings(
    6.0,
    {
        "business": {"exact": 0.03, "near": 0.1, "weak": 0.1, "else": 0.77},
        "product": {"exact": 0.1, "kbli": 0.03, "kbli_group": 0.12, "else": 0.75},
        "list": {"same": 0.3, "else": 0.7},
    },
)

FIXED_M: Final = frozenset({"name", "group", "distance", "phone", "nik", "nib"})
FIXED_U: Final = frozenset({"group", "distance", "phone", "nik", "nib"})


def starting_model(terms: Mapping[str, Mapping[str, float]] | None = None) -> Model:
    """The model before any list was seen; `terms` are the shares of values, per column of TERMS."""
    comparisons = tuple(
        Comparison(
            theme.key,
            (
                *(Level(degree.key, *START[theme.key][degree.key], degree.term) for degree in theme.degrees),
                Level("else", *START[theme.key]["else"]),
            ),
        )
        for theme in THEMES
    )
    return stamped(Model("", START_PRIOR, comparisons, terms or {}, START_SIBLINGS))


def stamped(model: Model) -> Model:
    """The model under a version that is its content: equal models have equal versions."""
    content = json.dumps(_content(model), sort_keys=True, separators=(",", ":"))
    return replace(model, version=f"m{FORMAT}-{hashlib.sha256(content.encode()).hexdigest()[:12]}")


def check_model(model: Model) -> Model:
    """The model itself; LinkageRefused when it does not speak of exactly the comparisons there are."""
    if not math.isfinite(model.prior):
        raise LinkageRefused(f"The model's prior is {model.prior}: it must be a number.")
    found = {comparison.key: _level_keys(comparison) for comparison in model.comparisons}
    wanted = {theme.key: theme.keys for theme in THEMES}
    for key in wanted.keys() | found.keys():
        if found.get(key) != wanted.get(key):
            raise LinkageRefused(
                f"Comparison {key} has levels {found.get(key)}, not {wanted.get(key)}: fit the model anew."
            )
    for key, shares in (model.siblings.shares if model.siblings else {}).items():
        if tuple(shares) != wanted.get(key) or not all(0 < share <= 1 for share in shares.values()):
            raise LinkageRefused(f"The shares of an owner's other business do not fit comparison {key}.")
    if unknown := sorted(model.terms.keys() - TERMS.keys()):
        raise LinkageRefused(f"The model has shares of unknown columns: {', '.join(unknown)}.")
    return model


def _level_keys(comparison: Comparison) -> tuple[str, ...]:
    return tuple(level.key for level in comparison.levels)


def dump_model(model: Model) -> str:
    """The model as JSON, equal for equal models."""
    return json.dumps({"version": model.version, **_content(model)}, sort_keys=True)


def _content(model: Model) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "prior": model.prior,
        "comparisons": [
            {
                "key": comparison.key,
                "levels": [[level.key, level.m, level.u, level.term] for level in comparison.levels],
            }
            for comparison in model.comparisons
        ],
        "terms": {column: dict(sorted(shares.items())) for column, shares in sorted(model.terms.items())},
        "wording": dict(sorted(model.wording.items())),
        "siblings": None if model.siblings is None else _told(model.siblings),
    }


def _told(siblings: Siblings) -> dict[str, Any]:
    shares = {key: list(levels.items()) for key, levels in sorted(siblings.shares.items())}
    return {"prior": siblings.prior, "shares": shares}


def load_model(text: str) -> Model:
    """The model of `dump_model`; LinkageRefused when it is none, or has a level without its numbers."""
    try:
        stored = json.loads(text)
        model = _model(stored) if stored["format"] == FORMAT else None
    except LinkageRefused:
        raise
    except (KeyError, TypeError, ValueError) as broken:
        raise LinkageRefused("This is not a stored linkage model.") from broken
    if model is None:
        raise LinkageRefused(f"The stored model has another format than {FORMAT}: fit it anew.")
    return check_model(model)


def _model(stored: Mapping[str, Any]) -> Model:
    comparisons = tuple(
        Comparison(entry["key"], tuple(Level(*level) for level in entry["levels"]))
        for entry in stored["comparisons"]
    )
    told = stored.get("siblings")
    siblings = told and Siblings(
        float(told["prior"]), {key: dict(levels) for key, levels in told["shares"].items()}
    )
    wording = {str(word): str(by) for word, by in stored.get("wording", {}).items()}
    return Model(stored["version"], float(stored["prior"]), comparisons, stored["terms"], siblings, wording)
