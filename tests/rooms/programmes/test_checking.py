"""Papers in the order of their dates, complete or not; visits that count once however often they are sent."""

from datetime import date, timedelta

import pytest

from sentra.base.audit.models import Entry
from sentra.base.documents.attaching import UnusableFile, attachment_bytes
from sentra.base.documents.models import Attachment
from sentra.base.permissions import OutOfTurn, Refused, Unfit
from sentra.programmes.actions import checking, planning, proposing
from sentra.programmes.actions.checking import File
from sentra.programmes.models import Paper, Proposal, Round, RoundState, Visit
from sentra.programmes.queries.papers import beside, papers_of
from sentra.programmes.rules import papers as paper_rules
from sentra.programmes.rules.papers import chronology, is_late
from sentra.registry.models import BusinessGroup
from tests import cast, makers
from tests.rooms.programmes import rounds

pytestmark = pytest.mark.django_db
AT = cast.AT
TODAY = date(2026, 11, 20)
PHOTO = b"\xff\xd8\xff" + b"foto"
PLACE = (-7.3, 109.36)


@pytest.fixture(autouse=True)
def regency() -> None:
    makers.areas()


@pytest.fixture
def round_() -> Round:
    return rounds.opened()


def by() -> dict[str, object]:
    return {"by": rounds.officer(), "at": AT}


def faults(call, **told) -> dict[str, str]:
    with pytest.raises(Unfit) as refused:
        call(**told)
    return refused.value.faults


def kinds(one: Proposal) -> list[tuple[str, bool]]:
    return [(paper.kind, paper.void) for paper in papers_of(one)]


def test_a_paper_bears_its_date_and_the_moment_it_was_recorded(round_):
    one = rounds.proposed(round_)
    made = rounds.paper(
        one, "identity", rounds.RECEIVED, number=" 7 ", file=File("ktp.jpg", PHOTO), note="lama"
    )
    assert (made.number, made.dated_on, made.recorded_at, made.note) == ("7", rounds.RECEIVED, AT, "lama")
    assert (made.file.content_type, attachment_bytes(made.file)) == ("image/jpeg", PHOTO)
    assert made.file.key == proposing.key_of(one)
    entry = Entry.objects.order_by("number").last()
    assert (entry.act, entry.subject_id, entry.new["kind"]) == ("record_paper", str(one.pk), "identity")


def test_a_paper_of_the_whole_round_stands_on_the_round(round_):
    scan = File("undangan.pdf", b"%PDF-1.7 contoh")
    told = {"round_": round_, "kind": "village_letter", "dated_on": TODAY, "file": scan}
    made = checking.record_paper(**by(), **told)
    assert (made.proposal, made.file.content_type) == (None, "application/pdf")
    assert Entry.objects.order_by("number").last().subject_kind == "programmes.round"


def test_an_unknown_kind_of_paper_is_refused(round_):
    assert faults(checking.record_paper, **by(), round_=round_, kind="letter", dated_on=TODAY) == {
        "kind": "Jenis berkas ini tidak dikenal."
    }


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "a.jpg kosong."),
        (b"GIF89a", "a.jpg bukan foto"),
        (PHOTO + b"x" * 8_000_000, "a.jpg lebih dari 8 MB."),
    ],
)
def test_a_file_that_is_no_photo_and_no_pdf_is_refused(round_, data, sentence):
    one = rounds.proposed(round_)
    with pytest.raises(UnusableFile, match=sentence):
        rounds.paper(one, "identity", rounds.RECEIVED, file=File("a.jpg", data))
    assert (Attachment.objects.count(), Paper.objects.count()) == (0, 1)


def test_a_hand_over_is_not_dated_before_the_decree_and_both_are_named(round_):
    one = rounds.proposed(round_)
    rounds.paper(one, "decree", date(2026, 11, 16))
    with pytest.raises(OutOfTurn) as refused:
        rounds.paper(one, "handover", date(2026, 11, 12))
    assert refused.value.about == one
    assert refused.value.reason == (
        "BAST bertanggal 12 November 2026 tidak dapat mendahului SK penetapan penerima bertanggal "
        "16 November 2026 (4 hari)."
    )


def test_a_decree_is_not_dated_after_the_hand_over(round_):
    one = rounds.proposed(round_)
    rounds.paper(one, "handover", date(2026, 11, 12))
    with pytest.raises(
        OutOfTurn, match="SK penetapan penerima bertanggal 16 November 2026 tidak dapat menyusul"
    ):
        rounds.paper(one, "decree", date(2026, 11, 16))


def test_papers_of_one_step_and_papers_without_order_may_bear_any_date_that_has_come(round_):
    one = rounds.proposed(round_)
    rounds.paper(one, "agreement", date(2026, 11, 12))
    rounds.paper(one, "pact", date(2026, 11, 10))
    rounds.paper(one, "identity", date(2019, 1, 1))
    assert kinds(one) == [
        ("identity", False),
        ("proposal", False),
        ("pact", False),
        ("agreement", False),
    ]


def test_a_paper_of_tomorrow_is_refused(round_):
    one = rounds.proposed(round_)
    with pytest.raises(Refused, match="Tanggal Salinan NIB, 21 November 2026, belum tiba"):
        rounds.paper(one, "nib_copy", TODAY + timedelta(days=1))


def test_void_papers_do_not_hold_up_the_order(round_):
    one = rounds.proposed(round_)
    late = rounds.paper(one, "decree", date(2026, 11, 19))
    late.void = True
    assert bool(chronology("handover", date(2026, 11, 12), [late], today=TODAY)) is True


def test_a_paper_of_the_round_is_held_against_those_of_all_who_are_still_in_it(round_):
    first, gone = rounds.documented(round_, 1), rounds.documented(round_, 2)
    proposing.withdraw_proposal(**by(), proposal=gone, reason="Pindah")
    assert {paper.proposal for paper in beside(round_, None)} == {first}
    with pytest.raises(OutOfTurn, match="mendahului Pemeriksaan berkas bertanggal 11 November 2026"):
        checking.record_paper(**by(), round_=round_, kind="minutes", dated_on=date(2026, 11, 10))


def test_a_step_recorded_more_than_fourteen_days_after_its_date_is_flagged(round_):
    one = rounds.proposed(round_)
    card = rounds.paper(one, "identity", date(2019, 1, 1))
    on_time = rounds.paper(one, "proposal", TODAY - timedelta(days=14))
    late = rounds.paper(one, "proposal", TODAY - timedelta(days=15))
    assert [is_late(card), is_late(on_time), is_late(late)] == [False, False, True]


@pytest.mark.parametrize("state", [RoundState.CLOSED, RoundState.CANCELLED])
def test_a_round_that_is_over_takes_no_papers(round_, state):
    one = rounds.proposed(round_)
    Round.objects.update(state=state)
    with pytest.raises(OutOfTurn, match=f"berstatus {state.label}"):
        rounds.paper(one, "identity", rounds.RECEIVED)


def test_a_paper_is_voided_with_a_reason_and_stays_readable(round_):
    one = rounds.proposed(round_)
    wrong = rounds.paper(one, "identity", rounds.RECEIVED)
    assert faults(checking.void_paper, **by(), paper=wrong, reason="") == {"reason": "Tulis alasannya."}
    checking.void_paper(**by(), paper=wrong, reason="KTP orang lain")
    assert kinds(one) == [("proposal", False), ("identity", True)]
    entry = Entry.objects.order_by("number").last()
    assert (entry.act, entry.old["kind"], entry.reason) == ("void_paper", "identity", "KTP orang lain")
    with pytest.raises(OutOfTurn, match="sudah dibatalkan"):
        checking.void_paper(**by(), paper=wrong, reason="Lagi")


def test_a_paper_that_an_act_wrote_is_undone_by_its_own_act(round_):
    one = rounds.visited(round_)
    with pytest.raises(OutOfTurn, match="Berita acara kunjungan lahir dari tindakannya sendiri"):
        checking.void_paper(**by(), paper=one.papers.get(kind="visit"), reason="x")


def test_papers_decided_upon_are_not_voided(round_):
    paper = rounds.proposed(round_).papers.get()
    Round.objects.update(state=RoundState.FROZEN)
    with pytest.raises(OutOfTurn, match="berstatus Dibekukan"):
        checking.void_paper(**by(), paper=paper, reason="x")


def test_a_void_paper_of_the_round_is_told_on_the_round(round_):
    told = {"round_": round_, "kind": "village_letter", "dated_on": TODAY}
    checking.void_paper(**by(), paper=checking.record_paper(**by(), **told), reason="Salah putaran")
    assert Entry.objects.order_by("number").last().subject_kind == "programmes.round"


def test_complete_papers_are_accepted_on_their_day(round_):
    one = rounds.documented(round_)
    assert (one.state, one.reason) == ("checked", "")
    assert one.papers.get(kind="document_check").dated_on == rounds.CHECKED
    assert Entry.objects.order_by("number").last().act == "accept_documents"


def test_papers_are_not_complete_while_one_is_missing(round_):
    one = rounds.proposed(round_)
    assert faults(checking.decide_documents, **by(), proposal=one, complete=True) == {
        "missing": "Belum ada: Salinan identitas pemohon."
    }
    assert kinds(one) == [("proposal", False)]


def test_what_is_missing_is_told_and_then_brought(round_):
    one = rounds.proposed(round_)
    back = checking.decide_documents(
        **by(), proposal=one, complete=False, missing=["nib_copy"], reason="Foto KTP buram."
    )
    told = "Belum ada: Salinan NIB, Salinan identitas pemohon. Foto KTP buram."
    assert (back.state, back.reason) == ("incomplete", told)
    assert (Entry.objects.order_by("number").last().act) == "return_documents"
    assert rounds.accepted(one).state == "checked"


def test_papers_found_wanting_later_replace_the_earlier_check(round_):
    one = rounds.documented(round_)
    checking.decide_documents(**by(), proposal=one, complete=False, reason="Identitas kedaluwarsa")
    assert ("document_check", True) in kinds(one)
    checking.decide_documents(**by(), proposal=one, complete=True)
    valid = one.papers.get(kind="document_check", void=False)
    assert valid.dated_on == TODAY


def test_to_send_papers_back_something_is_named(round_):
    one = rounds.documented(round_)
    told = {**by(), "proposal": one, "complete": False}
    assert faults(checking.decide_documents, **told) == {"reason": "Sebutkan apa yang kurang."}
    assert faults(checking.decide_documents, **told, missing=["ktp"]) == {
        "missing": "Jenis berkas ini tidak dikenal."
    }
    one.refresh_from_db()
    assert (one.state, ("document_check", False) in kinds(one)) == ("checked", True)


def test_papers_are_not_checked_before_the_letter_was_written(round_):
    one = rounds.proposed(round_)
    rounds.paper(one, "identity", rounds.RECEIVED)
    early = rounds.RECEIVED - timedelta(days=1)
    with pytest.raises(
        OutOfTurn, match="Pemeriksaan berkas bertanggal 8 November 2026 tidak dapat mendahului"
    ):
        checking.decide_documents(**by(), proposal=one, complete=True, checked_on=early)


def test_a_grant_asks_a_deed_of_a_group():
    round_ = rounds.opened(rounds.programme(rounds.HIBAH))
    member = rounds.workshop(group_name="KUB Benang Contoh")
    kub = BusinessGroup.objects.get()
    one = rounds.proposed(round_, business=member, group=kub)
    assert checking.missing_papers(one) == ["identity", "group_deed"]


def test_a_visit_is_recorded_with_answers_point_and_photo(round_):
    one = rounds.documented(round_)
    told = {"point": PLACE, "photo": File("bengkel.jpg", PHOTO), "note": " Rapi "}
    rounds.seen(one, **told)
    visit = Visit.objects.get()
    assert (visit.checklist, visit.fit, visit.note) == (rounds.READY, True, "Rapi")
    assert ((visit.latitude, visit.longitude), attachment_bytes(visit.photo)) == (PLACE, PHOTO)
    assert (one.state, one.papers.get(kind="visit").file) == ("visited", visit.photo)
    assert list(Entry.objects.order_by("number").values_list("act", flat=True))[-2:] == [
        "record_visit",
        "mark_visited",
    ]


def test_a_form_sent_twice_is_one_visit_and_a_new_form_another(round_):
    one = rounds.documented(round_)
    for key in ("a", "a", "b"):
        rounds.seen(one, form_key=key)
    assert list(Visit.objects.order_by("pk").values_list("form_key", flat=True)) == ["a", "b"]
    assert Entry.objects.filter(act="record_visit").count() == 2


def test_a_form_of_one_proposal_is_not_taken_for_another(round_):
    first, second = rounds.documented(round_, 1), rounds.documented(round_, 2)
    rounds.seen(first, form_key="a")
    assert faults(rounds.seen, one=second, form_key="a") == {
        "form_key": "Lembar ini sudah dipakai untuk usulan lain. Buka lembar baru."
    }


def test_every_question_is_answered_and_the_point_lies_in_the_country(round_):
    one = rounds.documented(round_)
    found = faults(
        rounds.seen,
        one=one,
        checklist=rounds.READY | {"power": "some", "smell": "none"},
        point=(51.5, 0.1),
        note="a" * 2001,
        visited_on=TODAY + timedelta(days=1),
    )
    assert found == {
        "answer_power": "Listrik untuk alat: pilih satu jawaban.",
        "visited_on": "Tanggal kunjungan, 21 November 2026, belum tiba.",
        "checklist": "Pertanyaan tidak dikenal: smell.",
        "note": "Paling panjang 2000 huruf.",
        "point": "Titik lokasi ini di luar Indonesia.",
    }
    assert not Visit.objects.exists()


def test_nobody_is_visited_before_the_papers_are_complete(round_):
    with pytest.raises(OutOfTurn, match="Dikunjungi setelah berkasnya dinyatakan lengkap"):
        rounds.seen(rounds.proposed(round_))


def test_who_withdrew_is_not_visited(round_):
    one = rounds.documented(round_)
    proposing.withdraw_proposal(**by(), proposal=one, reason="Pindah")
    with pytest.raises(OutOfTurn, match="berstatus Ditarik"):
        rounds.seen(one)


def test_a_visit_is_not_dated_before_the_check_of_the_papers(round_):
    one = rounds.documented(round_)
    with pytest.raises(OutOfTurn, match="Berita acara kunjungan bertanggal 10 November 2026"):
        rounds.seen(one, visited_on=date(2026, 11, 10))


def test_visits_go_on_while_a_closed_round_is_checked(round_):
    one = rounds.documented(round_)
    planning.close_round(**by(), round_=round_)
    assert rounds.seen(one).state == "visited"


def test_field_officers_visit_in_their_district_and_auditors_nowhere(round_):
    told = {"at": AT, "visited_on": rounds.VISITED, "checklist": rounds.READY, "fit": True}
    near = rounds.documented(round_, 1)
    away = rounds.documented(
        round_, 2, business=rounds.workshop(2, village="33.03.05.1001", district="33.03.05")
    )
    field, auditor = cast.enter(cast.RENGGA), cast.enter(cast.GANDE)
    assert checking.record_visit(by=field, proposal=near, form_key="a", **told).recorded_by == field
    with pytest.raises(Refused, match="di luar kecamatan tugas Anda"):
        checking.record_visit(by=field, proposal=away, form_key="b", **told)
    with pytest.raises(Refused, match="Auditor tidak berwenang"):
        checking.record_visit(by=auditor, proposal=near, form_key="c", **told)


def test_an_auditor_checks_records_and_voids_nothing(round_):
    one, auditor = rounds.proposed(round_), cast.enter(cast.GANDE)
    who = {"by": auditor, "at": AT}
    with pytest.raises(Refused, match="Auditor tidak berwenang"):
        checking.decide_documents(**who, proposal=one, complete=True)
    with pytest.raises(Refused, match="Auditor tidak berwenang"):
        checking.record_paper(**who, round_=round_, kind="identity", dated_on=TODAY, proposal=one)
    with pytest.raises(Refused, match="Auditor tidak berwenang"):
        checking.void_paper(**who, paper=one.papers.get(), reason="x")
    assert paper_rules.may_void_paper(rounds.officer(), one.papers.get(), makers.BOBOTSARI).allowed
