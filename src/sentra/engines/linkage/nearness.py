"""Where two rows stand: the ladder from one RT to another district, and the distance between their points."""

from sentra.engines.linkage.degrees import Degree, Test, Theme
from sentra.engines.linkage.problem import Norm


def _nowhere(norm: Norm) -> bool:
    return norm.village is None and norm.district is None and norm.place is None


def _no_place(a: Norm, b: Norm) -> bool:
    return _nowhere(a) or _nowhere(b)


# Written out, without a test calling many others: these are asked of every candidate, seven in a row.


def _village(a: Norm, b: Norm) -> bool:
    """The same village, or the same name of a village where a row does not tell which of several it is."""
    if a.village is None or b.village is None:
        return a.place == b.place and a.place is not None
    return a.village == b.village


def _village_rw(a: Norm, b: Norm) -> bool:
    return a.rw == b.rw and a.rw is not None and _village(a, b)


def _village_rt_rw(a: Norm, b: Norm) -> bool:
    return a.rt == b.rt and a.rt is not None and _village_rw(a, b)


def _village_rt_unknown(a: Norm, b: Norm) -> bool:
    return (a.rt is None or b.rt is None) and _village(a, b)


def _village_hamlet(a: Norm, b: Norm) -> bool:
    return a.hamlet == b.hamlet and a.hamlet is not None and _village_rt_unknown(a, b)


def _district(a: Norm, b: Norm) -> bool:
    return a.district == b.district and a.district is not None


def _district_village_unknown(a: Norm, b: Norm) -> bool:
    return (a.place is None or b.place is None) and a.district == b.district and a.district is not None


_VILLAGE = "(village_l = village_r or ((village_l is null or village_r is null) and place_l = place_r))"
_RT_UNKNOWN = "(rt_l is null or rt_r is null)"
_NOWHERE = "(village_{0} is null and district_{0} is null and place_{0} is null)"
PLACE = Theme(
    "place",
    _no_place,
    f"{_NOWHERE.format('l')} or {_NOWHERE.format('r')}",
    (
        Degree("rt_rw", _village_rt_rw, f"{_VILLAGE} and rw_l = rw_r and rt_l = rt_r"),
        Degree("rw", _village_rw, f"{_VILLAGE} and rw_l = rw_r"),
        Degree("hamlet", _village_hamlet, f"{_VILLAGE} and {_RT_UNKNOWN} and hamlet_l = hamlet_r"),
        Degree("village", _village_rt_unknown, f"{_VILLAGE} and {_RT_UNKNOWN}"),
        Degree("village_other_rt", _village, _VILLAGE),
        Degree(
            "district_only",
            _district_village_unknown,
            "district_l = district_r and (place_l is null or place_r is null)",
        ),
        Degree("district", _district, "district_l = district_r"),
    ),
)

# Kilometres in a degree of latitude and of longitude at 7 degrees south.
_NORTH, _EAST = 110.6, 110.5


def _no_point(a: Norm, b: Norm) -> bool:
    return a.latitude is None or b.latitude is None or a.longitude is None or b.longitude is None


def _within(kilometres: float) -> Test:
    limit = kilometres * kilometres

    def near(a: Norm, b: Norm) -> bool:
        north = ((a.latitude or 0.0) - (b.latitude or 0.0)) * _NORTH
        east = ((a.longitude or 0.0) - (b.longitude or 0.0)) * _EAST
        return north * north + east * east < limit

    return near


def _within_sql(kilometres: float) -> str:
    north = f"((latitude_l - latitude_r) * cast({_NORTH} as double))"
    east = f"((longitude_l - longitude_r) * cast({_EAST} as double))"
    return f"{north} * {north} + {east} * {east} < cast({kilometres * kilometres!r} as double)"


DISTANCE = Theme(
    "distance",
    _no_point,
    "latitude_l is null or latitude_r is null or longitude_l is null or longitude_r is null",
    tuple(
        Degree(key, _within(kilometres), _within_sql(kilometres))
        for key, kilometres in (("80m", 0.08), ("300m", 0.3), ("2km", 2.0))
    ),
)
