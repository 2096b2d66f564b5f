"""What the laboratory says of procedures, limits and reasons, and how sure it is."""

import dataclasses
import re
import string
from datetime import date

import pytest
from django.utils import translation

from sentra.engines import acoustics
from sentra.engines.acoustics import Procedure
from sentra.lab.catalogue import wording
from sentra.lab.catalogue.advice import ADVICE, advice_for
from sentra.lab.catalogue.kinds import Evidence
from sentra.lab.catalogue.limits import BY_KEY as LIMITS_BY_KEY
from sentra.lab.catalogue.limits import FACTS, LIMITS
from sentra.lab.catalogue.procedures import BY_KEY, METHODS

FIELDS = {field.name for field in dataclasses.fields(Procedure)} - {"id", "edition"}


@pytest.mark.parametrize("procedure", METHODS, ids=lambda one: one.key)
def test_every_field_of_a_procedure_is_said_once_with_its_source(procedure) -> None:
    said = [field for step in procedure.steps for field in step.fields]
    assert sorted(said) == sorted(FIELDS)
    assert [step for step in procedure.steps if not step.source] == []
    assert procedure.procedure.quantity == "L_stationary"


def test_what_nobody_has_read_is_named() -> None:
    assert {"rpm_tolerance", "aggregate", "spread_db"} <= set(BY_KEY["r41_04_stationary"].unconfirmed)
    assert FIELDS - set(BY_KEY["r41_04_stationary"].unconfirmed) == {"distance_m", "angle_deg", "speed_bands"}
    assert FIELDS - set(BY_KEY["iso_5130_2019"].unconfirmed) == {"quantity"}


@pytest.mark.parametrize(("rated", "target"), [(5000, 3750), (5001, 2500.5), (8500, 4250)])
def test_a_motorcycle_is_held_at_half_or_three_quarters_of_its_rated_speed(rated, target) -> None:
    assert [method.procedure.target_rpm(rated) for method in METHODS] == [target, target]


def test_an_edition_counts_from_its_day() -> None:
    iso = BY_KEY["iso_5130_2019"]
    assert [iso.in_force(date(2019, 7, 11)), iso.in_force(date(2019, 7, 12))] == [False, True]
    ended = dataclasses.replace(iso, valid_until=date(2030, 1, 1))
    assert [ended.in_force(date(2030, 1, 1)), ended.in_force(date(2030, 1, 2))] == [True, False]
    assert BY_KEY["r41_04_stationary"].in_force(date(1990, 1, 1))


def test_no_statutory_limit_is_stationary_and_nobody_has_verified_one() -> None:
    assert len(LIMITS_BY_KEY) == len(LIMITS) == 16
    assert {limit.quantity for limit in LIMITS} == {"L_urban", "L_wot", "L_pass_by"}
    assert {limit.for_engine().verified_by for limit in LIMITS} == {""}
    assert {limit.evidence for limit in LIMITS} == {Evidence.TOLD}
    assert [(fact.key, len(fact.sources)) for fact in FACTS] == [("no_stationary_limit_indonesia", 2)]


def test_the_two_regulations_are_not_mixed_up() -> None:
    by_act = {
        act: {each.value_db for each in LIMITS if each.instrument.startswith(act)}
        for act in ("Permen LHK P.56", "Permen LH 7")
    }
    assert by_act == {"Permen LHK P.56": {73, 74, 77, 79, 82}, "Permen LH 7": {77, 80, 83, 85, 90}}
    second = LIMITS_BY_KEY["permen_lh_7_2009_2_1"].for_engine()
    assert [second.in_force(date(2013, 6, 30)), second.in_force(date(2013, 7, 1))] == [False, True]


def test_every_reason_of_the_engine_has_its_sentence() -> None:
    assert set(wording.SENTENCES) - set(acoustics.SENTENCES) == {"void", "cert_missing"}
    for code, engines in acoustics.SENTENCES.items():
        ours = wording.SENTENCES[code]
        asked = set(re.findall(r"%\((\w+)\)s", str(ours)))
        given = {name for _, name, _, _ in string.Formatter().parse(engines) if name}
        assert asked <= given, code
        assert str(ours).endswith("."), code


@pytest.mark.parametrize(
    ("code", "facts", "said"),
    [
        ("spread", {"spread_db": 2.1449, "most_db": 2.0}, "Bacaan berselisih 2,14 dB; paling banyak 2 dB."),
        ("rpm_contradicted", {"claimed_rpm": 4250, "rpm": 8499.6}, "Takometer menunjuk 4250 rpm, menurut bunyinya 8500."),
        ("cal_missing", {"when": "after"}, "Tidak ada pemeriksaan kalibrator sesudah percobaan."),
        ("dc", {"offset": 0.0213}, "Rekaman bergeser dari nol sebesar 2,1 % dari skala penuh; periksa perekam."),
        ("cert_expired", {"certificate": "K-1", "valid_from": "2025-03-04", "valid_until": "2026-03-03", "on": date(2026, 9, 10)},
         "Sertifikat K-1 berlaku 4 Maret 2025 sampai 3 Maret 2026, tidak pada 10 September 2026."),
        ("limit_not_in_force", {"limit": "L", "valid_from": "2027-01-01", "valid_until": "further notice", "on": "2026-09-10"},
         "Batas L berlaku 1 Januari 2027 sampai diubah, tidak pada 10 September 2026."),
        ("setup_differs", {"what": "geometry"}, "Semua percobaan harus dibuat dengan cara yang sama: letak mikrofon berbeda."),
        ("altered", {"found": "ab" * 32, "expected": "cd" * 32}, "Berkas ini bukan yang dikunci dulu: SHA-256-nya abababababab…, bukan cdcdcdcdcdcd…."),
        ("wind_speed", {"wind_m_s": 6, "most_m_s": 5.0}, "Angin 6,0 m/detik; paling banyak 5 m/detik."),
    ],
)  # fmt: skip
def test_facts_are_told_as_people_write_them(code, facts, said) -> None:
    assert wording.sentence(code, facts) == said


@pytest.mark.parametrize(
    ("where", "said"),
    [
        ("3.42 s", "detik 3,42"),
        ("run 2", "percobaan 2"),
        ("before", "pemeriksaan awal"),
        ("", ""),
        ("elsewhere", "elsewhere"),
    ],
)
def test_places_are_told_too(where, said) -> None:
    assert wording.place(where) == said


def test_a_reader_of_english_reads_english() -> None:
    with translation.override("en"):
        assert wording.sentence("spread", {"spread_db": 2.14, "most_db": 2.0}) == (
            "The readings differ by 2.14 dB; at most 2 dB."
        )


def test_every_cause_of_doubt_has_its_name() -> None:
    found = acoustics.stationary_contributions(
        [90.0, 90.5], calibrator_u_db=0.1, drift_db=0.0, margin_db=20, slope_db_per_percent=0.2
    )
    assert [each.name for each in found if each.name not in wording.CAUSES] == []


def test_advice_covers_every_band_once_and_says_where_it_is_from() -> None:
    edges = [ADVICE[0].from_hz, *(each.to_hz for each in ADVICE)]
    assert [each.from_hz for each in ADVICE] == edges[:-1]
    assert (edges[0], edges[-1]) == (20, 20_000)
    assert [each.key for each in ADVICE if not each.source] == []
    assert [advice_for(hz) and advice_for(hz).key for hz in (10, 40, 160, 1000, 3150, 25_000)] == [
        None, "firing", "resonance", "middle", "flow", None,
    ]  # fmt: skip
