"""The stand-alone verifier: says what the engine's own check says, and names every alteration."""

import ast
import hashlib
import json
import subprocess
import sys
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from sentra.engines import allocation
from sentra.engines.allocation import (
    AtMostOne,
    Cap,
    Floor,
    Fund,
    Package,
    Problem,
    RulesClash,
    Stock,
    Who,
    allocate,
    promote,
    ticket,
    verify,
)
from tests.engines.allocation.rounds import MILLION, SEED, person, random_round, winners
from tests.rooms.programmes import proofs
from tests.rooms.programmes.proofs import altered, checked, covered, resigned

WELDER, KIT = Package("las", 4 * MILLION, (("las", 1),)), Package("perkakas", MILLION, (("kunci", 2),))
RULES = (
    Floor("desa", "rapat", Who("village", "Limbasari"), 1),
    Cap("kecamatan", "rapat", Who("district", "Kutasari"), 2),
    AtMostOne("keluarga", "rapat", "household"),
)


def round_of_eight() -> Problem:
    """Two funds, one for women only, three welders in stock; two of one household, and of the last two one wins."""
    people = (
        person(1, 900, "las", groups=("household:a",)),
        person(2, 890, "las perkakas", groups=("household:a",)),
        person(3, 800, "las", district="Bobotsari", tags=("women",)),
        person(4, 800, "las", district="Bobotsari", tags=("women",)),
        person(5, 700, "las perkakas", district="Bobotsari", village="Limbasari"),
        person(6, 650, "perkakas", district="Bobotsari", village="Limbasari"),
        person(7, 600, "perkakas"),
        person(8, 600, "perkakas"),
    )
    return Problem(
        round="ALAT-26",
        applicants=people,
        packages=(WELDER, KIT),
        funds=(Fund("apbd", 11 * MILLION), Fund("dbhcht", 4 * MILLION, needs=("women",))),
        seed=SEED,
        stocks=(Stock("las", 3),),
        rules=RULES,
    )


@pytest.fixture(scope="module")
def sound() -> proofs.Json:
    problem = round_of_eight()
    return proofs.proof(problem, allocate(problem))


def person_of(proof, number):
    return next(one for one in proof["frozen"]["applicants"] if one["id"] == number)


def awards_of(proof):
    return proof["steps"][0]["solution"]["awards"]


def rule_of(proof, ident):
    return next(one for one in proof["frozen"]["rules"] if one["id"] == ident)


def add_applicant(proof):
    proof["frozen"]["applicants"].append({**person_of(proof, "R08"), "id": "R09", "score_tenths": 1000})


def edit_award(proof):
    """One winner of a tie gives way to the loser, with the right ticket, on both lists."""
    won = {award["applicant"] for award in awards_of(proof)}
    out, into = ("R07", "R08") if "R07" in won else ("R08", "R07")
    award = next(one for one in awards_of(proof) if one["applicant"] == out)
    award |= {"applicant": into, "ticket": ticket(SEED, into)}
    next(one for one in proof["awards"] if one["applicant"] == out)["applicant"] = into


def set_seed(proof):
    """Another secret, its seed and all tickets drawn again from it."""
    secret = b"another secret of the office"
    seed = allocation.draw_seed(secret, proofs.VALUE)
    proof["lottery"] |= {"secret": secret.hex(), "seed": seed}
    for award in awards_of(proof):
        award["ticket"] = ticket(seed, award["applicant"])


ALTERATIONS = {
    "nilai": lambda proof: person_of(proof, "R07").update(score_tenths=990),
    "harga": lambda proof: proof["frozen"]["packages"][0].update(cost_idr=4 * MILLION + 1),
    "pagu": lambda proof: proof["frozen"]["funds"][0].update(budget_idr=12 * MILLION),
    "persediaan": lambda proof: proof["frozen"]["stocks"].update(las=4),
    "kuota paling sedikit": lambda proof: rule_of(proof, "desa").update(least=0),
    "kuota paling banyak": lambda proof: rule_of(proof, "kecamatan").update(most=3),
    "kelayakan": lambda proof: person_of(proof, "R07").update(tags=["women"]),
    "tiket undian": lambda proof: awards_of(proof)[0].update(ticket="0" * 64),
    "benih undian": set_seed,
    "pengusul ditambahkan": add_applicant,
    "pengusul dihilangkan": lambda proof: proof["frozen"]["applicants"].remove(person_of(proof, "R08")),
    "penerima diubah": edit_award,
}
INPUT = sorted(ALTERATIONS.keys() - {"tiket undian", "penerima diubah"})


def test_a_sound_proof_holds_and_the_verifier_says_what_a_file_alone_cannot_prove(sound, tmp_path):
    alone = checked(tmp_path, sound)
    assert (alone.code, alone.names) == (0, ())
    assert alone.text.endswith("SEMUA COCOK di dalam berkas ini. Cocokkan komitmennya dengan berita acara.\n")
    assert sound["commitment"] in alone.text
    held = checked(tmp_path, sound, "--komitmen", sound["commitment"].upper())
    assert (held.code, held.text.splitlines()[-1]) == (0, "SEMUA COCOK.")


def test_twelve_alterations_are_known():
    assert len(ALTERATIONS) == 12


@pytest.mark.parametrize("name", ALTERATIONS)
def test_an_alteration_is_rejected_by_name(name, sound, tmp_path):
    told = checked(tmp_path, altered(sound, ALTERATIONS[name]))
    assert told.code == 1
    assert name in told.names


@pytest.mark.parametrize("name", INPUT)
def test_one_who_recomputes_every_hash_in_the_file_fails_against_the_printed_commitment(
    name, sound, tmp_path
):
    told = covered(altered(sound, ALTERATIONS[name]))
    assert told["commitment"] != sound["commitment"]
    against_minutes = checked(tmp_path, told, "--komitmen", sound["commitment"])
    assert "komitmen" in against_minutes.names


@pytest.mark.parametrize("name", INPUT)
def test_beside_another_copy_even_a_covered_alteration_has_its_name(name, sound, tmp_path):
    copy = tmp_path / "salinan.json"
    copy.write_text(json.dumps(sound), encoding="utf-8")
    told = covered(altered(sound, ALTERATIONS[name]))
    assert name in checked(tmp_path, told, "--pembanding", str(copy)).names


def test_an_edited_award_with_its_hash_recomputed_is_found_by_the_lottery(sound, tmp_path):
    told = resigned(altered(sound, edit_award))
    assert checked(tmp_path, told).names == ("undian",)


def test_a_ticket_with_the_hash_of_the_awards_recomputed_is_still_a_wrong_ticket(sound, tmp_path):
    told = resigned(altered(sound, ALTERATIONS["tiket undian"]))
    assert checked(tmp_path, told).names == ("tiket undian",)


def test_an_award_that_stands_only_on_the_last_list_is_no_award(sound, tmp_path):
    told = altered(sound, lambda proof: proof["awards"].pop())
    assert checked(tmp_path, told).names == ("penerima diubah",)


def test_goods_that_moved_on_cost_nothing_but_go_to_an_applicant_without_an_award(sound, tmp_path):
    won = {award["applicant"] for award in awards_of(sound)}
    [loser] = {"R07", "R08"} - won
    moved = {"package": "perkakas", "fund": "apbd", "cost_idr": 1, "origin": "transfer"}

    def told(number):
        return checked(
            tmp_path, altered(sound, lambda proof: proof["awards"].append(moved | {"applicant": number}))
        )

    assert told(loser).names == ()
    assert told("R99").names == ("penerima diubah",)
    assert told(min(won)).names == ("penerima diubah",)


# With the engine's own check


def verdicts(problem, found, folder):
    """Whether each of the two checks accepts the plan."""
    return verify(problem, found) == [], checked(folder, proofs.proof(problem, found)).code == 0


def spoilt(found, at):
    """A plan with something about it changed, and its hash recomputed."""
    awards, certificate = list(found.awards), found.certificate
    match at % 5:
        case 0:
            awards = awards[1:]
        case 1:
            awards = [award._replace(fund="A") for award in awards]
        case 2:
            awards = [award._replace(package="P1") for award in awards]
        case 3:
            certificate = replace(certificate, bound=certificate.bound * 1.01 + 1)
        case _:
            certificate = replace(certificate, objective=certificate.objective + 1)
    sha = allocation_sha(awards)
    return replace(found, awards=tuple(awards), certificate=replace(certificate, solution_sha256=sha))


def allocation_sha(awards):
    from sentra.engines.allocation.canonical import solution_sha256

    return solution_sha256(awards)


@settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)
@given(seed=st.integers(0, 100_000), spoil=st.one_of(st.none(), st.integers(0, 4)))
def test_verifier_and_engine_agree_on_random_rounds(tmp_path, seed, spoil):
    problem = random_round(seed, 16)
    try:
        found = allocate(problem)
    except RulesClash:
        assume(False)
    if spoil is not None:
        found = spoilt(found, spoil)
    engine, verifier = verdicts(problem, found, tmp_path)
    assert engine == verifier
    assert engine or spoil is not None


@settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)
@given(seed=st.integers(0, 100_000))
def test_whoever_moves_up_is_who_the_verifier_says(tmp_path, seed):
    problem = random_round(seed, 16)
    try:
        found = allocate(problem)
    except RulesClash:
        assume(False)
    assume(found.awards)
    gone = found.awards[seed % len(found.awards)].applicant
    after = promote(problem, found, declined=[gone])
    kept = {award for award in found.awards if award.applicant != gone}
    assume(kept <= set(after.awards))  # the product keeps to that: nobody else's award is taken
    moved = [proofs.given(award) for award in after.awards if award not in kept]
    event = {"declined": gone, "promoted": moved}
    told = proofs.proof(problem, found, [event], after.awards)
    assert checked(tmp_path, told).names == ()
    if moved:
        nobody = proofs.proof(problem, found, [event | {"promoted": []}], sorted(kept))
        told = checked(tmp_path, nobody)
        assert told.names == ("kenaikan",) or "tidak dapat dipenuhi dengan menambah saja" in told.text


def test_when_the_winner_of_a_tie_steps_back_its_loser_cannot_be_passed_over(tmp_path):
    problem = round_of_eight()
    found = allocate(problem)
    gone = next(award for award in found.awards if award.applicant in ("R07", "R08"))
    [loser] = {"R07", "R08"} - set(winners(found))
    kept = [award for award in found.awards if award != gone]
    event = {"declined": gone.applicant, "promoted": []}
    told = checked(tmp_path, proofs.proof(problem, found, [event], kept))
    assert told.names == ("kenaikan",)
    assert f"yang seharusnya naik: {loser}" in told.text


# What is no proof


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("", "tidak dapat dibaca"),
        ("[]", "bukan bukti putaran"),
        ('{"schema": "sentra-proof-1", "schema": "sentra-proof-1"}', "dua kali"),
        ('{"schema": "sentra-proof-1", "round": "A"}', "tidak berbentuk"),
    ],
)
def test_what_is_no_proof_is_refused_in_words(text, word, tmp_path):
    path = tmp_path / "proof.json"
    path.write_text(text, encoding="utf-8")
    done = subprocess.run(
        ["python3", "-I", "-S", str(proofs.VERIFIER), str(path)], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (1, "")
    assert word in done.stdout


def test_it_is_written_in_the_python_of_2020():
    text = proofs.VERIFIER.read_text(encoding="utf-8")
    tree = ast.parse(text, feature_version=(3, 9))
    names = {
        name.split(".")[0]
        for node in ast.walk(tree)
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [str(node.module)]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }
    assert names <= sys.stdlib_module_names | {"__future__"}


def test_files_beside_the_proof_are_held_against_their_hashes(sound, tmp_path):
    (tmp_path / "sk.pdf").write_bytes(b"%PDF- a decree")
    line = f"{hashlib.sha256(b'%PDF- a decree').hexdigest()}  sk.pdf\n"
    (tmp_path / "hashes.txt").write_text(line, encoding="utf-8")
    assert "1 berkas menurut hashes.txt" in checked(tmp_path, sound).text
    (tmp_path / "sk.pdf").write_bytes(b"%PDF- another decree")
    assert checked(tmp_path, sound).names == ("berkas",)
