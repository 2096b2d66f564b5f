"""What is looked at on a visit: questions with fixed answers, the same for everybody."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Question:
    """`answers`: key, words and points from 0 to 100, the best first."""

    key: str
    label: Promise
    answers: tuple[tuple[str, Promise, int], ...]


QUESTIONS = (
    Question(
        "producing",
        _("Sedang berproduksi"),
        (
            ("daily", _("Setiap hari kerja"), 100),
            ("sometimes", _("Kadang-kadang"), 50),
            ("no", _("Tidak"), 0),
        ),
    ),
    Question(
        "place",
        _("Tempat untuk alat"),
        (
            ("ready", _("Siap pakai"), 100),
            ("prepared", _("Perlu disiapkan"), 50),
            ("none", _("Tidak ada"), 0),
        ),
    ),
    Question(
        "power",
        _("Listrik untuk alat"),
        (("enough", _("Cukup"), 100), ("added", _("Perlu tambah daya"), 50), ("none", _("Tidak ada"), 0)),
    ),
    Question(
        "skill",
        _("Yang akan memakai alat"),
        (
            ("skilled", _("Sudah terampil"), 100),
            ("learning", _("Bersedia dilatih"), 70),
            ("nobody", _("Belum ada"), 0),
        ),
    ),
    Question(
        "has_tool",
        _("Alat sejenis di tempat"),
        (
            ("none", _("Tidak ada"), 100),
            ("worn", _("Ada, sudah usang"), 70),
            ("good", _("Ada, masih baik"), 10),
        ),
    ),
)
BY_KEY = {question.key: question for question in QUESTIONS}


def points(key: str, answer: str) -> int:
    """Of an answer, 0 to 100. Raises KeyError for an answer that does not exist."""
    return {name: worth for name, _label, worth in BY_KEY[key].answers}[answer]
