"""What is known of an applicant when it is decided: the business as it stood then, and what the visit saw."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Applicant:
    """Values as the register had them that day; None means not known. Money in whole rupiah."""

    district: str | None = None
    village: str | None = None
    branch: str = ""
    size: str = ""  # Permenperin 64/2016
    size_msme: str = ""  # PP 7/2021
    status: str = ""
    workers: int | None = None
    turnover_idr: int | None = None
    women_owned: bool = False
    has_nik: bool = False
    has_nib: bool = False
    in_group: bool = False
    helped_before: bool = False
    visited: bool = False
    fit: bool = False
    answers: Mapping[str, str] = field(default_factory=dict)
