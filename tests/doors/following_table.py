"""Rows of the permission table for what is followed up, and the objects their addresses name.

{followed}: a round in which {seen} was looked at and {unseen} was not; {giver} holds {idle}, which is idle.
"""

from tests.doors.aid_table import PREPARERS, RECORDERS, prepared
from tests.doors.permission_table import AID_READERS, COMMITTEE, HEAD, Row
from tests.rooms.programmes import followed

FOLLOWING: dict[str, Row] = {
    "programmes:following": Row("/program/putaran/{followed}/pemantauan/", allow=AID_READERS),
    "programmes:draw_sample": prepared(
        "/program/putaran/{followed}/pemantauan/undi/", {"months": 6, "confidence": 90, "margin": 15}
    ),
    "programmes:end_round": Row(
        "/program/putaran/{followed}/pemantauan/selesai/",
        allow={HEAD, COMMITTEE},
        ok=302,
        method="post",
        data={"reason": "Diteruskan tahun depan"},
    ),
    "programmes:inspect": Row("/program/pemantauan/{unseen}/", allow=AID_READERS),
    "programmes:issue_sheet": Row(
        "/program/pemantauan/{unseen}/lembar/", allow=RECORDERS, ok=302, method="post"
    ),
    "programmes:keep_idle": prepared("/program/barang/{idle}/tetap/", {"reason": "Musim sepi"}),
    "programmes:transfer": Row("/program/bantuan/{giver}/alihkan/", allow=PREPARERS),
}


def known_follow_up() -> dict[str, object]:
    """Everything stands in the district of the field officer of the cast."""
    round_ = followed.monitored()
    giver = followed.idle(round_)
    seen, unseen = followed.inspections(round_)
    idle = followed.items(giver)[0]
    return {"followed": round_.pk, "giver": giver.pk, "idle": idle.pk, "seen": seen.pk, "unseen": unseen.pk}
