"""Rows of the permission table for papers, bundles, what is public, and the API of programmes; their objects.

{frozen}: a round under the code {code} with a plan that was computed ({plan}); {adopted}: one with a plan adopted,
{award} its first award and a bundle made; {open}: one that receives, with {waiting}, a proposal under {receipt}.
"""

from sentra.base.jobs.running import run_now
from sentra.programmes.actions import bundling
from sentra.programmes.models import Round
from tests.doors.aid_table import PREPARERS, RECORDERS
from tests.doors.permission_table import ADMIN, AID_READERS, AUDITOR, COMMITTEE, HEAD, NOBODY, OFFICER, Row
from tests.rooms.programmes import decided, rounds

BUNDLERS = {ADMIN, HEAD, OFFICER, AUDITOR}
DECIDERS = {HEAD, COMMITTEE}


def read(path: str) -> Row:
    """Something of the API that those who work on aid may read."""
    return Row(f"/api/programmes/{path}", allow=AID_READERS, anonymous=401)


def sent(path: str, allow: set, ok: int = 200, **data: object) -> Row:
    """A change through the API."""
    address = f"/api/programmes/{path}"
    return Row(address, allow=allow, ok=ok, method="post", data=data or {"reason": "Pindah"}, anonymous=401)


PROOF: dict[str, Row] = {
    "programmes:papers": Row("/program/putaran/{adopted}/berkas/", allow=AID_READERS),
    "programmes:ask_bundle": Row(
        "/program/putaran/{adopted}/berkas/paket/", allow=BUNDLERS, ok=302, method="post"
    ),
    "programmes:bundle_progress": Row(
        "/program/putaran/{adopted}/berkas/kemajuan/", allow=AID_READERS, ok=204
    ),
    "programmes:bundle": Row("/program/putaran/{adopted}/berkas/paket.zip", allow=BUNDLERS),
    # open to everyone
    "programmes:where_is": Row("/usulan/", anonymous=200),
    "programmes:where_is_code": Row("/usulan/{receipt}/", anonymous=200),
    "programmes:proof": Row("/putaran/{code}/bukti/", anonymous=200),
    "programmes:proof_file": Row(
        "/putaran/{code}/bukti/proof.json", anonymous=404, allow=NOBODY, refused=404
    ),
    "programmes:verifier": Row("/putaran/periksa.py", anonymous=200),
    # before the first decree there is no file
    "programmes:open_data": Row("/data/bantuan.json", anonymous=404, allow=NOBODY, refused=404),
    # the API
    "api:round_list": read("rounds"),
    "api:round_shown": read("rounds/{frozen}"),
    "api:proposal_list": read("rounds/{frozen}/proposals"),
    "api:proposal_shown": read("proposals/{waiting}"),
    "api:plan_list": read("rounds/{frozen}/plans"),
    "api:plan_shown": read("plans/{plan}"),
    "api:award_list": read("rounds/{adopted}/awards"),
    "api:ask_plan": sent("rounds/{frozen}/plans", DECIDERS, 201, without=[]),
    "api:choose_plan": sent("plans/{plan}/choose", DECIDERS),
    "api:refuse": sent("proposals/{waiting}/refuse", PREPARERS),
    "api:decline": sent("awards/{award}/decline", RECORDERS),
}


def known_proof(name: str) -> dict[str, object]:
    """Only what the address needs: a round takes a second to run."""
    path = PROOF[name].path
    known: dict[str, object] = {}
    under = rounds.programme()
    if "{waiting}" in path or "{receipt}" in path:
        one = rounds.proposed(rounds.opened(under))
        known |= {"waiting": one.pk, "receipt": one.receipt_code}
    if any(word in path for word in ("{frozen}", "{plan}", "{code}")):
        round_ = decided.drawn(rounds.checking(count=1, under=under))
        known |= {"frozen": round_.pk, "code": round_.code}
        known |= {"plan": decided.computed(round_).pk} if "{plan}" in path else {}
    if "{adopted}" in path or "{award}" in path:
        led = decided.decreed if "{award}" in path else decided.planned
        known |= _adopted(led(rounds.checking(count=1, under=under)))
    return known


def _adopted(round_: Round) -> dict[str, object]:
    asked = bundling.ask_bundle(by=rounds.head(), at=decided.LATER, round_=round_)
    run_now(asked, clock=lambda: decided.LATER)
    return {"adopted": round_.pk, "award": round_.awards.get().pk}
