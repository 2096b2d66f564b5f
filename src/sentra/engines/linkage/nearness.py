"""Where two rows stand: the ladder from one RT to another district, and the distance between their points."""

from sentra.engines.linkage.degrees import ELSE, Degree, Theme
from sentra.engines.linkage.problem import Norm


def _place(a: Norm, b: Norm) -> str | None:
    """The same village, or the same name of a village where a row does not tell which of several it is."""
    if a.village is not None and b.village is not None:
        return _within_village(a, b) if a.village == b.village else _district(a, b)
    if a.place is not None and a.place == b.place:
        return _within_village(a, b)
    return None if _nowhere(a) or _nowhere(b) else _district(a, b)


def _nowhere(norm: Norm) -> bool:
    return norm.village is None and norm.district is None and norm.place is None


def _within_village(a: Norm, b: Norm) -> str:
    if a.rw is not None and a.rw == b.rw:
        return "rt_rw" if a.rt is not None and a.rt == b.rt else "rw"
    if a.rt is not None and b.rt is not None:
        return "village_other_rt"
    return "hamlet" if a.hamlet is not None and a.hamlet == b.hamlet else "village"


def _district(a: Norm, b: Norm) -> str:
    if a.district is None or a.district != b.district:
        return ELSE
    return "district_only" if a.place is None or b.place is None else "district"


_VILLAGE = "(village_l = village_r or ((village_l is null or village_r is null) and place_l = place_r))"
_RT_UNKNOWN = "(rt_l is null or rt_r is null)"
_NOWHERE = "(village_{0} is null and district_{0} is null and place_{0} is null)"
PLACE = Theme(
    "place",
    _place,
    f"{_NOWHERE.format('l')} or {_NOWHERE.format('r')}",
    (
        Degree("rt_rw", f"{_VILLAGE} and rw_l = rw_r and rt_l = rt_r"),
        Degree("rw", f"{_VILLAGE} and rw_l = rw_r"),
        Degree("hamlet", f"{_VILLAGE} and {_RT_UNKNOWN} and hamlet_l = hamlet_r"),
        Degree("village", f"{_VILLAGE} and {_RT_UNKNOWN}"),
        Degree("village_other_rt", _VILLAGE),
        Degree(
            "district_only",
            "district_l = district_r and (place_l is null or place_r is null)",
        ),
        Degree("district", "district_l = district_r"),
    ),
)

# Kilometres in a degree of latitude and of longitude at 7 degrees south.
_NORTH, _EAST = 110.6, 110.5


def _distance(a: Norm, b: Norm) -> str | None:
    if a.latitude is None or b.latitude is None or a.longitude is None or b.longitude is None:
        return None
    north, east = (a.latitude - b.latitude) * _NORTH, (a.longitude - b.longitude) * _EAST
    return next((key for key, bound in _BOUNDS if north * north + east * east < bound * bound), ELSE)


def _within_sql(kilometres: float) -> str:
    north = f"((latitude_l - latitude_r) * cast({_NORTH} as double))"
    east = f"((longitude_l - longitude_r) * cast({_EAST} as double))"
    return f"{north} * {north} + {east} * {east} < cast({kilometres * kilometres!r} as double)"


_BOUNDS = (("80m", 0.08), ("300m", 0.3), ("2km", 2.0))
DISTANCE = Theme(
    "distance",
    _distance,
    "latitude_l is null or latitude_r is null or longitude_l is null or longitude_r is null",
    tuple(Degree(key, _within_sql(kilometres)) for key, kilometres in _BOUNDS),
)
