"""Every address answers every role as the table says, and no address is missing from the table."""

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, resolve, reverse

from sentra.base.documents.certificates import make_certificates
from sentra.base.people import actions, invitations
from sentra.base.people.models import Office, Role
from sentra.registry import actions as registry
from sentra.registry.models import Identifier, Likeness, Person, SourceRecord
from sentra.registry.queries.twice import read_twice
from tests import cast, makers
from tests.doors.aid_table import AID, known_aid
from tests.doors.decision_table import DECISION, kind_of, known_decision
from tests.doors.following_table import FOLLOWING, known_follow_up
from tests.doors.lab_table import LAB_ROWS, known_lab
from tests.doors.permission_table import EVERYONE, Row
from tests.doors.permission_table import TABLE as OTHERS
from tests.doors.proof_table import PROOF, known_proof
from tests.rooms.programmes import delivered
from tests.rooms.registry import lists

pytestmark = pytest.mark.django_db
TABLE = OTHERS | AID | FOLLOWING | DECISION | PROOF | LAB_ROWS
A_PART = 30  # addresses asked in one test
LINKING_API = {"api:questions", "api:question", "api:answer", "api:undo"}

# Addresses whose objects take a whole round to make.
GOODS = {
    f"programmes:{name}"
    for name in (
        *("goods", "buy", "assign", "arrive", "handovers", "handover_progress", "issue_handovers"),
        *("issue_together", "hand_over", "issue_handover", "cancel_handover", "document", "attachment"),
    )
}


def names(resolver: URLResolver, space: str = "") -> Iterator[str]:
    """Of every address; one without a name stands under its pattern, and so fails for want of a row."""
    for entry in resolver.url_patterns:
        if isinstance(entry, URLPattern):
            yield f"{space}{entry.name or entry.pattern}"
        else:
            yield from names(entry, f"{space}{entry.namespace}:" if entry.namespace else space)


def setting(name: str) -> str:
    """What has to be made before the address can be asked for; those of one setting are asked in one test."""
    if name in DECISION:
        return f"decision {kind_of(name)}"
    if name in PROOF:
        return "proof " + " ".join(sorted(re.findall(r"{(\w+)}", PROOF[name].path)))
    if name.startswith("linking:") or name in LINKING_API:
        return "links, read twice" if "uphold" in name else "links"
    kinds = {"aid": AID, "following": FOLLOWING, "goods": GOODS, "lab": LAB_ROWS}
    found = next((kind for kind, known in kinds.items() if name in known), "")
    if name.startswith("imports:"):  # a file that was thrown away does not come back with the database
        return "files thrown away" if "discard" in name else "files"
    return found or "register"


def settings_of() -> dict[str, list[str]]:
    """Addresses by setting; a long one in parts, so that two workers share it."""
    found = defaultdict[str, list[str]](list)
    for name in TABLE:
        found[setting(name)].append(name)
    return {
        f"{key} {first // A_PART}": names[first : first + A_PART]
        for key, names in found.items()
        for first in range(0, len(names), A_PART)
    }


def things(name: str) -> dict[str, object]:
    """The objects that the address, and all of its setting, name."""
    by = cast.enter(cast.WIRA, email="pengundang@cast.example")
    invited = actions.invite(
        by=by, at=cast.now(), email="baru@cast.example", name="Baru", role=Role.OFFICER, office=None
    )
    enrolled = cast.enter(cast.MAYANG, email="berkode@cast.example")
    cast.enrol(enrolled)
    return {
        "person": cast.enter(cast.SEKAR, email="orang@cast.example").pk,
        "invited": invited.pk,
        "inactive": cast.enter(cast.SEKAR, email="nonaktif@cast.example", is_active=False).pk,
        "enrolled": enrolled.pk,
        "office": Office.objects.create(name="UPT Logam").pk,
        "invitation": invitations.token_for(invited),
        **known_business(),
        **(known_files() if name.startswith("imports:") else {}),
        **(known_aid() if name in AID else {}),
        **(known_follow_up() if name in FOLLOWING else {}),
        **(known_decision(name) if name in DECISION else {}),
        **(known_proof(name) if name in PROOF else {}),
        **(known_lab() if name in LAB_ROWS else {}),
        **(delivered.known() if name in GOODS else {}),
        **(known_links(name) if name.startswith("linking:") or name in LINKING_API else {}),
    }


def known_business() -> dict[str, object]:
    """A business with a NIK and a phone, in the district of the field officer of the cast."""
    makers.areas()
    numbers = {"nik": makers.GREEN_NIK, "phone": makers.PHONE}
    one = makers.business(personal=numbers, owner_name="Lastri Pagerasri")
    nik = Identifier.objects.get(business=one, scheme="nik")
    by = cast.enter(cast.SEKAR, email="pencatat@cast.example")
    make_certificates(Path(settings.KEYS_DIR), at=cast.AT, office="Dinas")
    lathe = registry.add_equipment(by=by, at=cast.AT, business=one, name="Mesin bubut")
    extract = registry.issue_extract(by=by, at=cast.AT, business=one)
    return {
        "business": one.pk,
        "nik": nik.pk,
        "record": nik.record_id,
        "equipment": lathe.pk,
        "document": extract.pk,
        "owner": Person.objects.get().pk,
    }


def known_files() -> dict[str, object]:
    """A file at each step of the import."""
    by = cast.enter(cast.SEKAR, email="pengimpor@cast.example")
    arrived = registry.receive_file(
        by=by, at=cast.AT, source=lists.source(by), file_name="a.csv", data=lists.written(lists.TERANG)
    )
    return {
        "surveyed": lists.ran(registry.survey_file, arrived, by).pk,
        "staged": lists.staged(by, lists.written(lists.MELATI)).pk,
        "saved": lists.committed(by, lists.written(lists.KENANGA)).pk,
    }


def known_disagreement() -> int:
    """Another officer reads the answer again, and says the opposite."""
    other = cast.enter(cast.BRAMA, email="pembaca@cast.example")
    [pair] = Likeness.objects.filter(state="same")
    return registry.read_again(by=other, at=cast.AT, likeness=pair, same=False).pk


def known_links(name: str) -> dict[str, object]:
    """A business that another list joined, one that was merged into it, a question, and an answer."""
    by = cast.enter(cast.SEKAR, email="penaut@cast.example")
    lists.committed(by, lists.written(lists.TERANG, lists.MELATI, lists.KENANGA))
    lists.linked(by, lists.written(lists.TERANG, lists.MELATI_AGAIN, lists.KENANGA_AGAIN))
    answered, question = Likeness.objects.filter(state="open").order_by("pk")
    row = SourceRecord.objects.get(verdict="attach")
    joined, lost = row.membership.business, makers.business("Knalpot Lama", by=by)
    merge = registry.merge_businesses(by=by, at=cast.AT, winner=joined, loser=lost, reason="Sama")
    decision = registry.decide(by=by, at=cast.AT, likeness=answered, same=True).pk
    twice = next(filter(read_twice, count(1000)))  # whether a question is read twice depends on its number
    Likeness.objects.filter(pk=answered.pk).update(id=twice)
    reading = known_disagreement() if "uphold" in name else None
    return {
        "question": question.pk,
        "decision": decision,
        "second": twice,
        "reading": reading,
        "joined": joined.pk,
        "attached": row.pk,
        "merge": merge.pk,
    }


def answer(row: Row, things: dict[str, object], session: str) -> int:
    """The status, with whatever was changed undone again."""
    client = Client(raise_request_exception=False)
    client.cookies[settings.SESSION_COOKIE_NAME] = session
    with transaction.atomic():
        sent = {"content_type": "application/json"} if row.path.startswith("/api/") and row.data else {}
        data = {
            name: said.format(**things) if isinstance(said, str) else said for name, said in row.data.items()
        }
        status = getattr(client, row.method)(row.path.format(**things), data, **sent).status_code
        transaction.set_rollback(True)
    return status


def expected_of(row: Row, role: Role) -> int:
    if role in row.allow:
        return row.ok
    return row.strangers if row.strangers and role in {Role.OWNER, Role.BUYER} else row.refused


def test_every_address_has_a_row_and_every_row_an_address():
    assert sorted(names(get_resolver())) == sorted(TABLE)


def test_the_cast_plays_every_role():
    assert {part.role for part in cast.ALL} == EVERYONE == set(Role) - {Role.PUBLIC}


@pytest.mark.parametrize("part", SETTINGS := settings_of())
def test_answers(part):
    names = SETTINGS[part]
    known, sessions = things(names[0]), signed_in()
    assert {name: answers(TABLE[name], known, sessions) for name in names} == {
        name: {
            **{one.role.value: expected_of(TABLE[name], one.role) for one in cast.ALL},
            "": TABLE[name].anonymous,
        }
        for name in names
    }


def signed_in() -> dict[str, str]:
    """A session by role; the empty one is nobody signed in."""
    clients = {one.role.value: cast.sign_in(Client(), cast.enter(one)) for one in cast.ALL}
    return {"": ""} | {role: client.session.session_key or "" for role, client in clients.items()}


def answers(row: Row, known: dict[str, object], sessions: dict[str, str]) -> dict[str, int]:
    return {role: answer(row, known, session) for role, session in sessions.items()}


@pytest.mark.parametrize("part", SETTINGS)
def test_every_path_is_that_of_its_address(part):
    for name in SETTINGS[part]:
        path = re.sub(r"{\w+}", "1", TABLE[name].path)
        kwargs = resolve(path).kwargs
        assert (name, reverse(name, kwargs=kwargs)) == (name, path)
