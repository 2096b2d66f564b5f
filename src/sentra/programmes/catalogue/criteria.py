"""What is scored, from 0 to 100 points: reviewed code. How much each counts is a weight of the round."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sentra.programmes.catalogue.applicants import Applicant
from sentra.programmes.catalogue.visits import QUESTIONS, points


@dataclass(frozen=True, slots=True)
class Criterion:
    """`least` and `most` bound the weight; `usual` is what a new round begins with."""

    key: str
    label: Promise
    explains: Promise
    least: int
    most: int
    usual: int
    points: Callable[[Applicant], int]


def _visit(one: Applicant) -> int:
    """The mean of the answers, rounded half up; an unanswered question counts nothing."""
    told = [
        points(question.key, one.answers[question.key])
        for question in QUESTIONS
        if question.key in one.answers
    ]
    return (2 * sum(told) + len(QUESTIONS)) // (2 * len(QUESTIONS))


def _workers(one: Applicant) -> int:
    """Ten points a worker, the tenth and all above count a hundred."""
    return min(10, one.workers or 0) * 10


def _smallness(one: Applicant) -> int:
    return {"micro": 100, "small": 60, "medium": 20}.get(one.size_msme, 0)


CRITERIA = (
    Criterion(
        "readiness",
        _("Kesiapan menurut kunjungan"),
        _("rata-rata jawaban lembar kunjungan"),
        10,
        60,
        40,
        _visit,
    ),
    Criterion(
        "work",
        _("Pekerjaan yang ditopang"),
        _("10 poin tiap pekerja, paling banyak 100"),
        0,
        40,
        20,
        _workers,
    ),
    Criterion(
        "need", _("Kecilnya usaha"), _("mikro 100, kecil 60, menengah 20 (PP 7/2021)"), 0, 40, 20, _smallness
    ),
    Criterion(
        "first",
        _("Belum pernah dibantu"),
        _("100 bila belum pernah menerima"),
        0,
        30,
        15,
        lambda one: 0 if one.helped_before else 100,
    ),
    Criterion(
        "women",
        _("Dimiliki perempuan"),
        _("100 bila pemiliknya perempuan"),
        0,
        20,
        5,
        lambda one: 100 if one.women_owned else 0,
    ),
)
BY_KEY = {criterion.key: criterion for criterion in CRITERIA}
USUAL = {criterion.key: criterion.usual for criterion in CRITERIA}
