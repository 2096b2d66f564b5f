"""What is stored of the laboratory: instruments, requests, what happened at the bench, what follows."""

from sentra.lab.models.instruments import Accreditation, Certificate, Instrument, InstrumentKind
from sentra.lab.models.judging import (
    Comparison,
    ExternalResult,
    Judgement,
    LimitOrigin,
    Outcome,
    Report,
    ReportState,
    Result,
)
from sentra.lab.models.measuring import (
    Background,
    Check,
    Measurement,
    Moment,
    Recording,
    Run,
    Session,
    SessionState,
)
from sentra.lab.models.methods import Limit, LimitKind, Quantity
from sentra.lab.models.requesting import (
    Killer,
    LabRequest,
    Purpose,
    RequestState,
    Specimen,
    SpecimenRole,
    Vehicle,
)

__all__ = [
    "Accreditation",
    "Background",
    "Certificate",
    "Check",
    "Comparison",
    "ExternalResult",
    "Instrument",
    "InstrumentKind",
    "Judgement",
    "Killer",
    "LabRequest",
    "Limit",
    "LimitKind",
    "LimitOrigin",
    "Measurement",
    "Moment",
    "Outcome",
    "Purpose",
    "Quantity",
    "Recording",
    "Report",
    "ReportState",
    "RequestState",
    "Result",
    "Run",
    "Session",
    "SessionState",
    "Specimen",
    "SpecimenRole",
    "Vehicle",
]
