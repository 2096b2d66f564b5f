"""The proof that is published and the bundle that an auditor takes along, from a round the product itself ran."""

import io
import json
import subprocess
import sys
import zipfile
from datetime import timedelta

import pytest
from django.conf import settings

from sentra.base.audit.models import Entry
from sentra.base.jobs.models import Job, State
from sentra.base.jobs.queue import enqueue
from sentra.base.jobs.running import run_now
from sentra.base.people import vault
from sentra.base.people.models import SubjectKey, User
from sentra.base.permissions import OutOfTurn, Refused
from sentra.programmes.actions import allocating, bundling, checking, declining, decreeing
from sentra.programmes.models import Round
from sentra.programmes.queries import bundling as told
from sentra.programmes.queries.bundle import NotPublished, proof_of, reasons_of
from sentra.programmes.queries.changing import Change, Give
from sentra.programmes.queries.sealed import opened
from sentra.programmes.rules import proving as rules
from sentra.registry.models import Identifier
from tests import cast, makers
from tests.rooms.programmes import decided, delivered, proofs, rounds

pytestmark = pytest.mark.django_db
AT = decided.LATER + timedelta(days=1)
REASON = "Bengkel Pemilik Contoh 4 terbakar"


@pytest.fixture(autouse=True)
def _areas():
    makers.areas()


def auditor():
    email = "gande@cast.example"
    return User.objects.filter(email=email).first() or cast.enter(cast.GANDE, email=email)


def scarce(count: int = 4) -> Round:
    """Money for two of four."""
    under = rounds.programme()
    under.funds.update(ceiling_idr=5_000_000)
    return rounds.checking(count=count, under=under)


def overridden() -> Round:
    """The committee gives to somebody who would have waited."""
    round_ = decided.planned(scarce())
    waiting = round_.proposals.filter(state="waiting").order_by("number").first()
    package, fund = rounds.cheap(round_).pk, round_.programme.funds.order_by("pk")[0].pk
    plan = decided.computed(round_, Change(give=[Give(proposal=waiting.number, package=package, fund=fund)]))
    allocating.override(by=rounds.head(), at=decided.LATER, plan=plan, reason=REASON)
    return Round.objects.get(pk=round_.pk)


def stepped_back(round_: Round) -> Round:
    if round_.state == "planned":
        decreeing.issue_decree(by=rounds.head(), at=decided.LATER, round_=round_, place="Purbalingga")
    award = round_.awards.filter(origin="plan").order_by("proposal__number").first()
    declining.decline(by=rounds.officer(), at=AT, award=award, reason="Pindah ke luar Jawa")
    return Round.objects.get(pk=round_.pk)


def bundle_of(round_: Round, by=None) -> tuple[Job, zipfile.ZipFile]:
    asked = bundling.ask_bundle(by=by or auditor(), at=AT, round_=round_)
    done = run_now(asked, clock=lambda: AT)
    assert done.state == State.DONE, done.error
    _job, pieces = bundling.open_bundle(by=by or auditor(), at=AT, round_=round_)
    return done, zipfile.ZipFile(io.BytesIO(b"".join(pieces)))


# The proof


def test_a_plan_with_a_word_of_the_committee_and_somebody_who_stepped_back_is_confirmed(tmp_path):
    proof = proof_of(stepped_back(overridden()))
    held = proofs.checked(tmp_path, proof, "--komitmen", proof["commitment"])
    assert held.names == ()
    assert "dengan kata panitia atas" in held.text
    assert [len(proof["steps"]), len(proof["departures"])] == [2, 1]
    assert proof["departures"][0]["promoted"] != []


def test_a_word_of_the_committee_that_was_taken_back_is_no_step(tmp_path):
    round_ = overridden()
    made = told_words(round_)[-1]
    allocating.undo_override(by=rounds.head(), at=AT, made=made, reason="Keliru")
    proof = proof_of(Round.objects.get(pk=round_.pk))
    assert [step["word"] for step in proof["steps"]] == [None]
    assert proofs.checked(tmp_path, proof).names == ()


def told_words(round_):
    from sentra.programmes.queries.plans import overrides

    return overrides(round_)


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("perubahan panitia", lambda proof: proof["steps"][1]["word"].update(cost_tenths=0)),
        ("perubahan panitia", lambda proof: proof["steps"][1]["word"].update(reason_sha256="")),
        (
            "sidik data",
            lambda proof: proof["steps"][1]["word"].update(proposal=proof["awards"][0]["applicant"]),
        ),
        ("rencana", lambda proof: proof["steps"].pop(0)),
        ("penerima diubah", lambda proof: proof["departures"].clear()),
        ("kenaikan", lambda proof: proof["departures"][0]["promoted"].clear()),
        ("pengunduran diri", lambda proof: proof["departures"].append(proof["departures"][0])),
    ],
)
def test_what_happened_after_the_plan_cannot_be_told_otherwise(name, change, tmp_path):
    proof = proof_of(stepped_back(overridden()))
    assert name in proofs.checked(tmp_path, proofs.altered(proof, change)).names


def test_before_a_plan_is_adopted_nothing_is_published():
    with pytest.raises(NotPublished):
        proof_of(decided.drawn(rounds.checking(count=2)))


def test_no_name_no_number_and_no_token_of_the_register_stands_in_a_proof():
    round_ = stepped_back(overridden())
    text = json.dumps(proof_of(round_), ensure_ascii=False)
    known = {vault.token("nik", rounds.nik(number)) for number in range(1, 7)}
    known |= {rounds.nik(number) for number in range(1, 7)} | set(
        Identifier.objects.values_list("token", flat=True)
    )
    known |= {part[:16] for part in known}
    for proposal in round_.proposals.all():
        snapshot = proposal.snapshot
        known |= {snapshot["owner_name"], snapshot["business_name"], proposal.receipt_code}
        known |= {token for tokens in proposal.tokens.values() for token in tokens if len(token) > 6}
    known |= {REASON, "Pindah ke luar Jawa", rounds.head().name, rounds.officer().name}
    assert sorted(one for one in known if one in text) == []
    assert round_.proposals.order_by("number")[0].number in text


def test_reasons_are_for_the_auditor_and_fit_the_hashes_in_the_proof():
    round_ = stepped_back(overridden())
    proof = proof_of(round_)
    published = {proof["steps"][1]["word"]["reason_sha256"], proof["departures"][0]["reason_sha256"]}
    reasons = reasons_of(round_)
    assert {one["reason"] for one in reasons} == {REASON, "Pindah ke luar Jawa"}
    assert {one["sha256"] for one in reasons} == published


# The bundle


def test_a_bundle_holds_every_paper_and_proves_itself_offline(tmp_path):
    round_ = delivered.arrived(delivered.agreed())
    first = delivered.handed(delivered.awards(round_)[0])
    delivered.handing.issue_handover(by=rounds.officer(), at=AT, handover=first)
    one = round_.proposals.order_by("number").first()
    checking.record_paper(
        by=rounds.officer(),
        at=AT,
        round_=round_,
        proposal=one,
        kind="village_letter",
        dated_on=rounds.RECEIVED,
        file=checking.File("pindaian.png", delivered.PIXEL),
    )
    done, archive = bundle_of(round_)
    names = archive.namelist()
    assert names[:7] == [
        "BACA.txt",
        "periksa.py",
        "penerima.csv",
        "barang.csv",
        "catatan.jsonl",
        "proof.json",
        "alasan.json",
    ]
    assert names[-2:] == ["berkas.csv", "hashes.txt"]
    folders = {name.split("/")[1] for name in names if name.startswith("berkas/")}
    assert folders == {"bast", "berita-acara-pembekuan", "pakta-integritas", "sk-penerima"}
    assert len([name for name in names if name.startswith("pindaian/")]) == 1
    assert done.result["files"] == len(names) - 1
    archive.extractall(tmp_path)
    said = offline(tmp_path, "--komitmen", round_.commitment)
    # The test's round moved awards between funds by hand, which the proof must not let pass.
    assert f"{len(names) - 1} berkas menurut hashes.txt" in said
    table = (tmp_path / "penerima.csv").read_text(encoding="utf-8-sig")
    assert table.startswith("nomor usulan;usaha;pemilik;desa;")
    assert len(table.splitlines()) == 1 + round_.awards.count()


def offline(folder, *arguments):
    done = subprocess.run(
        [sys.executable, "-I", "-S", "periksa.py", *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        env={"PYTHONIOENCODING": "utf-8"},
    )
    assert done.stderr == ""
    return done.stdout


def test_the_bundle_of_a_round_with_departures_is_confirmed_with_its_reasons(tmp_path):
    round_ = stepped_back(overridden())
    _done, archive = bundle_of(round_)
    archive.extractall(tmp_path)
    said = offline(tmp_path, "--komitmen", round_.commitment).splitlines()
    assert said[-1] == "SEMUA COCOK."
    assert "  cocok  2 alasan tertulis" in said
    (tmp_path / "alasan.json").write_text("[]", encoding="utf-8")
    assert "SALAH  alasan" in offline(tmp_path)


def test_what_reads_like_a_formula_is_text_in_a_table():
    assert told.table(["a"], [["=1+1"], ["biasa"], [None], [3]]).decode("utf-8-sig").split() == [
        "a",
        "'=1+1",
        "biasa",
        '""',
        "3",
    ]


def test_the_same_round_gives_the_same_bundle_and_is_not_made_twice():
    round_ = decided.planned(rounds.checking(count=2))
    first, _ = bundle_of(round_)
    again = bundling.ask_bundle(by=rounds.officer(), at=AT, round_=round_)
    assert again.pk == first.pk
    assert Entry.objects.filter(act="build_bundle").count() == 1
    acts = list(Entry.objects.filter(act__contains="bundle").order_by("number").values_list("act", flat=True))
    assert acts == ["ask_bundle", "build_bundle", "open_bundle"]
    [(seal, _key)] = vault.new_keys(1)
    other = enqueue(
        bundling.build_bundle, by=auditor(), at=AT, key="bundel lagi", round_id=round_.pk, seal_id=seal.pk
    )
    assert run_now(other, clock=lambda: AT).result["sha256"] == first.result["sha256"]


def test_after_something_happened_it_is_made_anew():
    round_ = decided.planned(rounds.checking(count=2))
    first, _ = bundle_of(round_)
    stepped_back(round_)
    second, archive = bundle_of(round_)
    assert second.pk != first.pk
    assert b"Pindah ke luar Jawa" in archive.read("alasan.json")


def test_nothing_of_it_lies_on_disk_in_clear():
    round_ = decided.planned(rounds.checking(count=2))
    done, _ = bundle_of(round_)
    [path] = (settings.FILES_DIR / "bundles").glob(f"{done.result['seal']}*")
    data = path.read_bytes()
    assert b"periksa.py" not in data
    assert b"PK\x03\x04" not in data[:64]
    assert sum(len(piece) for piece in told.pieces(done)) == done.result["size"]


def test_a_worker_that_dies_leaves_nothing_and_the_next_one_finishes(monkeypatch):
    round_ = decided.planned(rounds.checking(count=2))
    asked = bundling.ask_bundle(by=auditor(), at=AT, round_=round_)

    def dies(*_arguments):
        raise MemoryError

    with monkeypatch.context() as patched:
        patched.setattr(bundling, "_put", dies)
        assert run_now(asked, clock=lambda: AT).state == State.FAILED
    folder = settings.FILES_DIR / "bundles"
    assert [path.name for path in folder.iterdir() if path.name.endswith(".baru")] == []
    with pytest.raises(OutOfTurn, match="belum dibuat"):
        bundling.open_bundle(by=auditor(), at=AT, round_=round_)
    again = bundling.ask_bundle(by=auditor(), at=AT, round_=round_)
    assert again.pk == asked.pk
    killed = folder / f"{again.arguments['seal_id']}.0badcafe.baru"
    killed.write_bytes(b"half a bundle")
    assert run_now(again, clock=lambda: AT).state == State.DONE
    assert not killed.exists()
    assert Entry.objects.filter(act="build_bundle").count() == 1


def test_a_paper_whose_file_is_gone_is_listed_with_the_reason():
    round_ = decided.planned(rounds.checking(count=2))
    minutes = round_.papers.get(kind="minutes").document
    vault.destroy_key(minutes.key, at=AT)
    done, archive = bundle_of(round_)
    assert done.result["missing"] == 1
    listed = archive.read("berkas.csv").decode("utf-8-sig")
    assert minutes.sha256 in listed
    assert "berkasnya tidak dapat dibuka lagi" in listed
    assert not [name for name in archive.namelist() if name.startswith("berkas/berita")]


def test_copies_of_identity_cards_stay_in_the_workspace():
    round_ = rounds.checking(count=1)
    one = round_.proposals.get()
    paper = one.papers.get(kind="identity")
    checking.void_paper(by=rounds.officer(), at=AT, paper=paper, reason="Buram")
    rounds.paper(one, "identity", rounds.RECEIVED, file=checking.File("pindaian.png", delivered.PIXEL))
    done, archive = bundle_of(decided.planned(round_))
    listed = archive.read("berkas.csv").decode("utf-8-sig")
    assert "memuat nomor pribadi: dilihat di ruang kerja" in listed
    assert [name for name in archive.namelist() if name.startswith("pindaian/")] == []
    assert done.result["missing"] == 0


def test_before_a_plan_there_are_papers_and_no_proof():
    _done, archive = bundle_of(decided.frozen(rounds.checking(count=2)))
    assert "proof.json" not in archive.namelist()
    assert "hashes.txt" in archive.namelist()


def test_who_may_take_it_and_when():
    round_ = rounds.checking(count=1)
    with pytest.raises(OutOfTurn, match="setelah putaran dibekukan"):
        bundling.ask_bundle(by=auditor(), at=AT, round_=round_)
    frozen = decided.frozen(round_)
    assert rules.may_bundle(auditor(), frozen)
    for part in (cast.DANU, cast.RENGGA, cast.MAYANG, cast.KARTI):
        with pytest.raises(Refused, match="tidak berwenang"):
            bundling.ask_bundle(by=cast.enter(part), at=AT, round_=frozen)
    assert (rules.is_public(round_), rules.is_public(frozen)) == (False, True)


# The sealed file


def pieces_of(path, key):
    return b"".join(opened(path, key))


@pytest.fixture
def sealed(tmp_path, monkeypatch):
    from sentra.programmes.queries import sealed as module

    monkeypatch.setattr(module, "PIECE", 10)
    [(subject, key)] = vault.new_keys(1)
    path = tmp_path / "a.sealed"
    with path.open("wb") as file:
        sealing = module.Sealing(file, key)
        sealing.write(b"0123456789abcdefghij")
        sealing.write(b"KLM")
        sealing.finish()
    assert SubjectKey.objects.filter(pk=subject.pk).exists()
    return path, key


def test_pieces_come_back_in_order(sealed):
    assert pieces_of(*sealed) == b"0123456789abcdefghijKLM"


def test_a_missing_end_and_changed_places_are_noticed(sealed):
    path, key = sealed
    data = path.read_bytes()
    length = 4 + int.from_bytes(data[:4], "big")
    first, second, rest = data[:length], data[length : 2 * length], data[2 * length :]
    for wrong in (first + second, second + first + rest, first + rest):
        path.write_bytes(wrong)
        with pytest.raises(vault.Tampered):
            pieces_of(path, key)
