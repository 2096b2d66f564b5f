# ruff: noqa: INP001 - a document that is handed out, no module of the product
"""Memeriksa keputusan satu putaran bantuan, tanpa mempercayai siapa pun. Hanya perlu Python 3.9 ke atas.

    python3 periksa.py                        membaca proof.json di folder yang sama
    python3 periksa.py berkas.json            membaca berkas lain
    python3 periksa.py --komitmen 8995a1…     komitmen seperti tercetak di berita acara pembekuan
    python3 periksa.py --pembanding lain.json salinan lain: bagian yang berbeda disebut satu per satu

Yang dihitung ulang: sidik (SHA-256) setiap bagian data, komitmen undian, benih dan tiket undian, harga dan
kelayakan setiap bantuan, semua pagu, persediaan dan kuota dalam bilangan bulat, nilai tujuan, batas atas
dari harga bayangan (Lagrange), perubahan oleh panitia, dan siapa yang naik ketika ada yang mundur. Program
ini tidak memakai satu baris pun dari program yang menghitung keputusan. Selesai dengan kode 0 bila semua
cocok, 1 bila tidak.

Yang TIDAK dapat dibuktikan sebuah berkas sendirian: bahwa isinya sama dengan yang dulu dibekukan. Orang yang
mengubah data dapat menghitung ulang semua sidik di dalamnya. Karena itu cocokkan komitmen dengan berita acara
bertanda tangan (--komitmen), dan daftar penerima dengan lampiran SK.
"""

from __future__ import annotations

import argparse
import hashlib
import hmac
import json
import math
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

NAMES = {  # part of the data -> what its alteration is called
    "scores": "nilai",
    "places": "tempat",
    "eligibility": "kelayakan",
    "eligibility_of_funds": "kelayakan",
    "prices": "harga",
    "contents": "isi paket",
    "budgets": "pagu",
    "stocks": "persediaan",
    "rules_floor": "kuota paling sedikit",
    "rules_cap": "kuota paling banyak",
    "rules_share": "kuota bagian",
    "rules_at_most_one": "aturan satu bantuan",
    "rules_no_repeat": "aturan tidak berulang",
    "goals": "tujuan",
    "past": "bantuan terdahulu",
    "seed": "benih undian",
    "round": "putaran",
}
AMOUNTS = {"floor": "least", "cap": "most", "share": "least_permille", "at_most_one": "", "no_repeat": ""}
ROWS = {
    "fund": "pagu",
    "stock": "persediaan",
    "floor": "kuota paling sedikit",
    "cap": "kuota paling banyak",
    "share": "kuota bagian",
    "once": "aturan satu bantuan",
}
PLACES = ("district", "village", "branch")
TOLERANCE = 1e-6  # of the bound, a sum of many fractions; everything else is whole numbers
Json = dict[str, Any]


class Unreadable(Exception):
    """Berkas ini bukan bukti yang dapat dibaca."""


class Report:
    """Apa yang cocok dan apa yang tidak; yang tidak disebut namanya, sekali."""

    def __init__(self) -> None:
        self.faults: dict[tuple[str, str], str] = {}

    def fault(self, name: str, place: str, sentence: str) -> None:
        if (name, place) not in self.faults:
            self.faults[name, place] = sentence
            say(f"  SALAH  {name}{' (' + place + ')' if place else ''}: {sentence}")

    def check(self, name: str, place: str, found: object, expected: object) -> None:
        if found != expected:
            self.fault(name, place, f"tertulis {found}, seharusnya {expected}")

    def told(self, what: str, before: int) -> None:
        """Satu baris bila sejak `before` tidak ada yang salah."""
        if len(self.faults) == before:
            say(f"  cocok  {what}")


def say(words: str) -> None:
    sys.stdout.write(words + "\n")


# Writing down and hashing


def canonical(value: object) -> bytes:
    """JSON baku: kunci berurut, tanpa spasi, UTF-8. Data yang sama selalu menjadi byte yang sama."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def ordered(problem: Json) -> Json:
    """Urutan daftar tidak berarti apa-apa, kecuali pada tujuan dan pada paket yang diminta."""
    people = [
        {**one, "tags": sorted(one["tags"]), "groups": sorted(one["groups"])}
        for one in by_id(problem, "applicants")
    ]
    lists = {part: by_id(problem, part) for part in ("packages", "funds", "rules")}
    return {**problem, **lists, "applicants": people, "past": sorted(problem["past"], key=canonical)}


def by_id(problem: Json, part: str) -> list[Json]:
    return sorted(problem[part], key=lambda one: str(one["id"]))


def picked(items: list[Json], *names: str) -> list[list[Any]]:
    return [[one[name] for name in names] for one in items]


def seals(problem: Json) -> dict[str, str]:
    """Sidik setiap bagian data, supaya bagian yang diubah dapat disebut namanya."""
    people, funds, packages = problem["applicants"], problem["funds"], problem["packages"]
    whole = {
        "eligibility_of_funds": picked(funds, "needs", "packages", "applicants"),
        "prices": picked(packages, "id", "cost_idr"),
        "contents": picked(packages, "id", "kinds"),
        "budgets": picked(funds, "id", "budget_idr"),
    }
    whole.update({part: problem[part] for part in ("stocks", "goals", "past", "seed", "round")})
    whole.update(
        {f"rules_{kind}": [rule for rule in problem["rules"] if rule["kind"] == kind] for kind in AMOUNTS}
    )
    lines = {
        "applicants": [one["id"] for one in people],
        "scores": [one["score_tenths"] for one in people],
        "places": picked(people, *PLACES),
        "eligibility": picked(people, "wishes", "tags", "groups"),
    }
    found = {part: sha256(canonical(value)) for part, value in whole.items()}
    found.update(
        {part: sha256(b"".join(canonical(one) + b"\n" for one in column)) for part, column in lines.items()}
    )
    return found


def compared(
    report: Report, found: dict[str, str], expected: Json, people: int, expected_people: int
) -> None:
    """Menyebut nama bagian yang sidiknya berbeda."""
    same = {part for part, seal in found.items() if expected.get(part) == seal}
    if "applicants" not in same:
        how = (
            "ditambahkan"
            if people > expected_people
            else "dihilangkan"
            if people < expected_people
            else "diganti"
        )
        report.fault(f"pengusul {how}", "", f"ada {people}, menurut sidiknya {expected_people}")
        same |= {"scores", "places", "eligibility"}  # these follow from it
    for part, name in NAMES.items():
        if part not in same:
            report.fault(name, "", "diubah: sidik bagian ini tidak cocok")


def read(path: Path) -> Json:
    """Menolak kunci ganda: dua nilai untuk satu hal menyembunyikan salah satunya."""

    def once(pairs: list[tuple[str, Any]]) -> Json:
        if len({key for key, _ in pairs}) < len(pairs):
            raise Unreadable("satu kunci tertulis dua kali")
        return dict(pairs)

    try:
        found = json.loads(path.read_bytes(), object_pairs_hook=once)
    except (OSError, ValueError) as wrong:
        raise Unreadable(f"{path.name} tidak dapat dibaca: {wrong}") from wrong
    if not isinstance(found, dict) or found.get("schema") != "sentra-proof-1":
        raise Unreadable(f"{path.name} bukan bukti putaran (sentra-proof-1)")
    return found


# The round as it was decided upon


def well_formed(report: Report, problem: Json) -> None:
    """Tidak ada yang dua kali, tidak ada yang meminta yang tidak ada, bilangan yang masuk akal."""
    names = {"applicants": "pengusul", "packages": "paket", "funds": "dana", "rules": "aturan"}
    for part, name in names.items():
        for ident, times in Counter(one["id"] for one in problem[part]).items():
            if times > 1:
                report.fault(name, str(ident), "tercantum dua kali")
    packages = {package["id"] for package in problem["packages"]}
    for one in problem["applicants"]:
        if set(one["wishes"]) - packages:
            report.fault("kelayakan", one["id"], "meminta paket yang tidak ada")
    numbers(report, problem)


def numbers(report: Report, problem: Json) -> None:
    for one in problem["applicants"]:
        number(report, "nilai", one["id"], one["score_tenths"], most=1000)
    for one in problem["packages"]:
        for found in (one["cost_idr"], *one["kinds"].values()):
            number(report, "harga", one["id"], found, least=1)
    for one in problem["funds"]:
        number(report, "pagu", one["id"], one["budget_idr"], least=1)
    for kind, pieces in problem["stocks"].items():
        number(report, "persediaan", kind, pieces)
    for rule in problem["rules"]:
        if AMOUNTS[rule["kind"]]:
            number(report, "aturan", rule["id"], rule[AMOUNTS[rule["kind"]]])


def number(
    report: Report, name: str, place: str, found: object, *, least: int = 0, most: int = 10**15
) -> None:
    if type(found) is not int or not least <= found <= most:
        report.fault(name, place, f"{found!r} bukan bilangan bulat yang berlaku")


def with_words(problem: Json, words: list[Json]) -> Json:
    """Data yang dibekukan ditambah kata panitia: tiap kata menjadi aturan, aturan lain tetap berlaku."""
    wanted = {word["proposal"]: word for word in words}
    people = [marked(one, wanted[one["id"]]) if one["id"] in wanted else one for one in problem["applicants"]]
    rules = [rule_of(word) for word in words]
    return ordered({**problem, "applicants": people, "rules": [*problem["rules"], *rules]})


def marked(person: Json, word: Json) -> Json:
    tags = [*person["tags"], f"panitia-{person['id']}"]
    return {**person, "tags": tags, "wishes": [word["package"]] if word["package"] else person["wishes"]}


def rule_of(word: Json) -> Json:
    ident = f"panitia-{word['proposal']}"
    rule = {"id": ident, "source": "panitia", "who": {"field": "tag", "value": ident}, "unit": "awards"}
    if word["package"]:
        return {**rule, "kind": "floor", "least": 1, "fund": word["fund"]}
    return {**rule, "kind": "cap", "most": 0, "fund": None}


class Round:
    """Satu putaran: siapa boleh apa, dan berapa yang dipakai setiap bantuan dari setiap batas."""

    def __init__(self, problem: Json) -> None:
        self.problem = problem
        self.people = {one["id"]: one for one in problem["applicants"]}
        self.packages = {one["id"]: one for one in problem["packages"]}
        self.funds = {one["id"]: one for one in problem["funds"]}
        self.quotas = [rule for rule in problem["rules"] if rule["kind"] in ("floor", "cap")]
        self.shares = [rule for rule in problem["rules"] if rule["kind"] == "share"]
        self.barred = self._barred()
        self.shared = self._shared()
        self.limits = self._limits()

    def _barred(self) -> dict[str, str]:
        found = {}
        for rule in self.problem["rules"]:
            if rule["kind"] == "no_repeat":
                for past in self.problem["past"]:
                    if past["on"] >= rule["since_on"] and past["key"].partition(":")[0] in rule["over"]:
                        found[past["key"]] = rule["id"]
        return found

    def _shared(self) -> dict[str, list[str]]:
        """Kelompok yang dimiliki dua pengusul atau lebih, dan aturan yang memberinya satu bantuan saja."""
        times = Counter(group for one in self.people.values() for group in set(one["groups"]))
        found = defaultdict(list)
        for rule in self.problem["rules"]:
            if rule["kind"] == "at_most_one":
                for group, count in times.items():
                    if count > 1 and group.partition(":")[0] == rule["over"]:
                        found[group].append(f"once:{rule['id']}:{group}")
        return dict(found)

    def _limits(self) -> dict[str, int]:
        """Semua batas sebagai "paling banyak"; kuota paling sedikit dibalik tandanya."""
        found = {f"fund:{one['id']}": one["budget_idr"] for one in by_id(self.problem, "funds")}
        found.update({f"stock:{kind}": pieces for kind, pieces in sorted(self.problem["stocks"].items())})
        for rule in by_id(self.problem, "rules"):
            if rule["kind"] in ("floor", "cap", "share"):
                limit = {"floor": -rule.get("least", 0), "cap": rule.get("most", 0), "share": 0}[rule["kind"]]
                found[f"{rule['kind']}:{rule['id']}"] = limit
            for rows in sorted(self.shared.values()) if rule["kind"] == "at_most_one" else ():
                found.update({row: 1 for row in rows if row.startswith(f"once:{rule['id']}:")})
        return found

    def uses(self, person: Json, package: str, fund: str) -> dict[str, int]:
        """Berapa yang dipakai satu bantuan dari setiap batas, dalam bilangan bulat."""
        cost = self.packages[package]["cost_idr"]
        used = {f"fund:{fund}": cost}
        for kind, pieces in self.packages[package]["kinds"].items():
            if kind in self.problem["stocks"]:
                used[f"stock:{kind}"] = pieces
        for rule in self.quotas:
            if rule["fund"] in (None, fund) and self.meant(rule["who"], person):
                amount = cost if rule["unit"] == "idr" else 1
                used[f"{rule['kind']}:{rule['id']}"] = amount if rule["kind"] == "cap" else -amount
        for rule in self.shares:
            amount = cost if rule["unit"] == "idr" else 1
            theirs = 1000 if self.meant(rule["who"], person) else 0
            used[f"share:{rule['id']}"] = (rule["least_permille"] - theirs) * amount
        for group in set(person["groups"]):
            used.update(dict.fromkeys(self.shared.get(group, ()), 1))
        return used

    @staticmethod
    def meant(who: Json, person: Json) -> bool:
        if who["field"] == "everyone":
            return True
        if who["field"] in ("tag", "group"):
            return who["value"] in person[who["field"] + "s"]
        return bool(person[who["field"]] == who["value"])

    def bars(self, person: Json) -> Iterator[str]:
        return (
            self.barred[key] for key in (f"applicant:{person['id']}", *person["groups"]) if key in self.barred
        )

    def pays(self, fund: Json, person: Json, package: str) -> bool:
        listed = fund["applicants"] is None or person["id"] in fund["applicants"]
        return (
            listed
            and set(fund["needs"]) <= set(person["tags"])
            and package in (fund["packages"] or self.packages)
        )

    def choices(self, person: Json) -> list[tuple[str, str]]:
        """Paket dan dana yang mungkin bagi seorang pengusul, yang paling diinginkan lebih dulu."""
        if any(self.bars(person)):
            return []
        funds = by_id(self.problem, "funds")
        return [
            (wish, fund["id"]) for wish in person["wishes"] for fund in funds if self.pays(fund, person, wish)
        ]

    def helped(self, row: str, gone: set[str]) -> bool:
        """Apakah masih ada orang yang bantuannya membantu memenuhi kuota ini."""
        people = [one for one in self.people.values() if one["id"] not in gone]
        return any(self.uses(one, *choice).get(row, 0) < 0 for one in people for choice in self.choices(one))

    def ticket(self, number: str) -> str:
        return hmac.new(bytes.fromhex(self.problem["seed"]), number.encode(), hashlib.sha256).hexdigest()


# One plan


class Standing:
    """Bantuan yang berlaku, dan sisa setiap batas."""

    def __init__(self, round_: Round) -> None:
        self.round, self.left = round_, dict(round_.limits)
        self.given: dict[str, tuple[str, str]] = {}

    def give(self, number: str, package: str, fund: str, sign: int = 1) -> None:
        for row, amount in self.round.uses(self.round.people[number], package, fund).items():
            self.left[row] -= sign * amount
        self.given[number] = (package, fund)

    def take(self, number: str) -> None:
        self.give(number, *self.given[number], sign=-1)
        del self.given[number]

    def fits(self, number: str, package: str, fund: str) -> bool:
        used = self.round.uses(self.round.people[number], package, fund)
        return number not in self.given and all(n <= self.left[row] for row, n in used.items() if n > 0)

    def promote(self, gone: set[str]) -> None:
        """Kuota yang kurang dipenuhi lebih dulu; lalu menurut nilai, tiket, dan urutan keinginan."""
        people = [one for one in self.round.people.values() if one["id"] not in gone]
        people.sort(key=lambda one: (-one["score_tenths"], self.round.ticket(one["id"])))
        queue = [(one["id"], *choice) for one in people for choice in self.round.choices(one)]
        for row in [row for row, left in self.left.items() if left < 0]:
            for number, package, fund in queue:
                helps = self.round.uses(self.round.people[number], package, fund).get(row, 0) < 0
                if self.left[row] < 0 and helps and self.fits(number, package, fund):
                    self.give(number, package, fund)
        while fitting := [one for one in queue if self.fits(*one)]:
            for one in fitting:
                if self.fits(*one):
                    self.give(*one)


def check_plan(report: Report, round_: Round, solution: Json) -> Standing:
    """Sebuah rencana yang ditetapkan: sidiknya, setiap bantuan, semua batas, tujuan, batas atas, undian."""
    told, problem = solution["certificate"], round_.problem
    compared(report, seals(problem), told["seals"], len(round_.people), told["applicants"])
    report.check("sidik data", "", told["input_sha256"], sha256(canonical(problem)))
    columns = ("applicant", "package", "fund", "cost_idr", "ticket")
    awards = sorted(solution["awards"], key=lambda one: [str(one[column]) for column in columns])
    if sha256(canonical(awards)) != told["solution_sha256"]:
        report.fault("penerima diubah", "", "sidik daftar penerima tidak cocok")
    report.check("putaran", "", solution["round"], problem["round"])
    standing = Standing(round_)
    for award in awards:
        check_award(report, round_, standing, award)
    for row, left in standing.left.items():
        if left < 0:
            kind, _, name = row.partition(":")
            report.fault(ROWS[kind], name, f"dilampaui atau kurang {-left}")
    check_goals(report, round_, standing, told)
    check_bound(report, round_, told)
    check_lots(report, round_, standing)
    return standing


def check_award(report: Report, round_: Round, standing: Standing, award: Json) -> None:
    number, package, fund = award["applicant"], award["package"], award["fund"]
    if number not in round_.people or package not in round_.packages or fund not in round_.funds:
        report.fault("penerima diubah", number, "penerima, paket atau dana tidak ada di putaran ini")
        return
    if number in standing.given:
        report.fault("penerima diubah", number, "menerima dua kali")
        return
    person = round_.people[number]
    if package not in person["wishes"]:
        report.fault("penerima diubah", number, f"tidak meminta {package}")
    if not round_.pays(round_.funds[fund], person, package):
        report.fault("kelayakan", number, f"tidak boleh dibiayai {fund}")
    for rule in round_.bars(person):
        report.fault("aturan tidak berulang", number, f"sudah pernah menerima ({rule})")
    report.check("harga", number, award["cost_idr"], round_.packages[package]["cost_idr"])
    if "ticket" in award:
        report.check("tiket undian", number, award["ticket"], round_.ticket(number))
    standing.give(number, package, fund)


def check_goals(report: Report, round_: Round, standing: Standing, told: Json) -> None:
    stages = {stage["goal"]: stage for stage in told["stages"]}
    winners = [round_.people[number] for number in standing.given]
    for goal in round_.problem["goals"]:
        name = f"{goal['kind']}:{goal['over']}" if goal["over"] else goal["kind"]
        reached, stage = value(goal, round_, standing, winners), stages.get(name)
        if stage is None:
            report.fault("tujuan", name, "capaiannya tidak disebut")
        elif reached < stage["kept"] or (goal["yields_permille"] == 0 and reached != stage["value"]):
            report.fault("tujuan", name, f"tertulis {stage['value']}, dihitung ulang {reached}")
        if stage and goal is round_.problem["goals"][0]:
            report.check("tujuan", "objective", told["objective"], stage["value"])


def value(goal: Json, round_: Round, standing: Standing, winners: list[Json]) -> int:
    if goal["kind"] == "score":
        return sum(int(one["score_tenths"]) for one in winners)
    if goal["kind"] == "tag":
        return sum(goal["over"] in one["tags"] for one in winners)
    if goal["kind"] == "thrift":
        return -sum(int(round_.packages[package]["cost_idr"]) for package, _ in standing.given.values())
    return len({one[goal["over"]] for one in winners}) if goal["kind"] == "spread" else len(winners)


def check_bound(report: Report, round_: Round, told: Json) -> None:
    """Batas atas Lagrange: tidak ada rencana yang melebihinya, berapa pun harga bayangan yang dipakai."""
    price = {row["row"]: row["price"] for row in told["prices"]}
    if not all(number >= 0 for number in price.values()):  # also when it is no number
        report.fault("batas atas", "harga bayangan", "ada yang kurang dari nol")
        return
    goal = round_.problem["goals"][0]
    terms = [price.get(row, 0.0) * limit for row, limit in round_.limits.items()]
    for person in round_.people.values():
        best = 0.0
        for package, fund in round_.choices(person):
            gain = {"score": person["score_tenths"], "awards": 1, "tag": int(goal["over"] in person["tags"])}
            gain["thrift"] = -round_.packages[package]["cost_idr"]
            gain["spread"] = price.get(f"reach:{person.get(goal['over'])}", 0.0)
            cost = sum(price.get(row, 0.0) * n for row, n in round_.uses(person, package, fund).items())
            best = max(best, gain[goal["kind"]] - cost)
        terms.append(best)
    if goal["kind"] == "spread":
        places = {one[goal["over"]] for one in round_.people.values()}
        terms += [max(0.0, 1 - price.get(f"reach:{place}", 0.0)) for place in places]
    found = math.fsum(terms)
    room = TOLERANCE * max(1.0, abs(found))
    if not abs(found - told["bound"]) <= room or told["objective"] > found + room:
        report.fault("batas atas", "", f"tertulis {told['bound']}, dihitung ulang {found}")


def check_lots(report: Report, round_: Round, standing: Standing) -> None:
    """Di antara yang sama di mata semua aturan, tiket yang lebih rendah menang."""
    problem = round_.problem
    parts = [rule["who"] for rule in round_.quotas + round_.shares]
    fields = {who["field"] for who in parts} | {
        goal["over"] for goal in problem["goals"] if goal["kind"] == "spread"
    }
    tags = {who["value"] for who in parts if who["field"] == "tag"} | {
        tag for fund in problem["funds"] for tag in fund["needs"]
    }
    tags |= {goal["over"] for goal in problem["goals"] if goal["kind"] == "tag"}
    groups = {who["value"] for who in parts if who["field"] == "group"} | set(round_.shared)
    listed = [set(fund["applicants"]) for fund in problem["funds"] if fund["applicants"] is not None]
    alike = defaultdict(list)
    for one in round_.people.values():
        if one["wishes"] and not any(round_.bars(one)):
            same = [
                one["score_tenths"],
                one["wishes"],
                sorted(tags & set(one["tags"])),
                sorted(groups & set(one["groups"])),
            ]
            same += [
                [one[field] for field in PLACES if field in fields],
                [one["id"] in names for names in listed],
            ]
            alike[canonical(same)].append(one["id"])
    for members in alike.values():
        won = [(round_.ticket(one), one) for one in members if one in standing.given]
        lost = [(round_.ticket(one), one) for one in members if one not in standing.given]
        if won and lost and min(lost) < max(won):
            report.fault("undian", max(won)[1], f"tiket {min(lost)[1]} lebih rendah, dan tidak menerima")


# The whole proof


def check_lottery(report: Report, proof: Json, printed: str) -> str:
    """Komitmen dan benih dari rahasia yang diumumkan. Mengembalikan benih hasil hitung ulang."""
    lottery, frozen = proof["lottery"], {key: one for key, one in proof["frozen"].items() if key != "seed"}
    secret = bytes.fromhex(lottery["secret"])
    found = sha256(canonical(frozen) + hashlib.sha256(secret).digest())
    report.check("komitmen", "", proof["commitment"], found)
    if printed:
        report.check("komitmen", "berita acara", printed, found)
    seed = sha256(secret + lottery["value"].encode())
    report.check("benih undian", "", lottery["seed"], seed)
    say(f"         komitmen hasil hitung ulang: {found}")
    return seed


def check_departures(report: Report, standing: Standing, events: list[Json]) -> None:
    """Yang mundur, dan yang naik menggantikannya, satu per satu."""
    gone: set[str] = set()
    for event in events:
        number, promoted = event["declined"], event["promoted"]
        if number not in standing.given:
            report.fault("pengunduran diri", number, "tidak memegang bantuan")
            continue
        standing.take(number)
        gone.add(number)
        expected = Standing(standing.round)
        expected.left, expected.given = dict(standing.left), dict(standing.given)
        expected.promote(gone)
        for award in promoted:
            if award["applicant"] in gone or not standing.fits(
                award["applicant"], award["package"], award["fund"]
            ):
                report.fault("kenaikan", award["applicant"], "tidak dapat diberi dari sisa yang ada")
            check_award(report, standing.round, standing, award)
        missed = [row for row, left in expected.left.items() if left < 0]
        if missed and all(standing.round.helped(row, gone) for row in missed):
            say(f"  catatan: sesudah {number} mundur, {missed[0]} tidak dapat dipenuhi dengan menambah saja")
        elif expected.given != standing.given:
            wanted = sorted(set(expected.given) - set(standing.given))
            report.fault("kenaikan", number, f"yang seharusnya naik: {', '.join(wanted) or 'tidak ada'}")


def check_final(report: Report, standing: Standing, awards: list[Json]) -> None:
    """Daftar penerima terakhir tidak lebih dan tidak kurang dari yang dihitung."""
    moved = [one["applicant"] for one in awards if one["origin"] == "transfer"]
    last = [one for one in awards if one["origin"] != "transfer"]
    for holder, times in Counter(moved + [one["applicant"] for one in last]).items():
        if times > 1 or holder not in standing.round.people:
            report.fault("penerima diubah", holder, "tercantum dua kali, atau bukan pengusul putaran ini")
    found = {one["applicant"]: (one["package"], one["fund"]) for one in last}
    for number in sorted(set(found) | set(standing.given)):
        if found.get(number) != standing.given.get(number):
            report.fault(
                "penerima diubah",
                number,
                f"tertulis {found.get(number)}, dihitung {standing.given.get(number)}",
            )
    for one in last:
        known = standing.round.packages.get(one["package"], {"cost_idr": None})
        report.check("harga", one["applicant"], one["cost_idr"], known["cost_idr"])
    for fund in standing.round.funds:
        paid = [one["cost_idr"] for one in last if one["fund"] == fund]
        rupiah = f"{sum(paid):,}".replace(",", ".")
        say(f"         {fund}: {len(paid)} penerima, Rp {rupiah}")


def check(report: Report, proof: Json, printed: str) -> None:
    frozen = proof["frozen"] = ordered(proof["frozen"])
    well_formed(report, frozen)
    before = len(report.faults)
    seed = check_lottery(report, proof, printed)
    report.told("komitmen dan benih undian", before)
    words: list[Json] = []
    points = standing = None
    for step in proof["steps"]:
        before, word = len(report.faults), step["word"]
        words += [word] if word else []
        if word and not word["reason_sha256"]:
            report.fault("perubahan panitia", word["proposal"], "tanpa alasan")
        standing = check_plan(report, Round(with_words({**frozen, "seed": seed}, words)), step["solution"])
        score = sum(standing.round.people[number]["score_tenths"] for number in standing.given)
        if word and points is not None:
            report.check("perubahan panitia", word["proposal"], word["cost_tenths"], points - score)
        points = score
        report.told(
            f"rencana {step['plan']}" + (f" dengan kata panitia atas {word['proposal']}" if word else ""),
            before,
        )
    if standing is None or proof["steps"][0]["word"]:
        report.fault("rencana", "", "rencana dari putaran seperti dibekukan tidak ada")
        return
    before = len(report.faults)
    check_departures(report, standing, proof["departures"])
    check_final(report, standing, proof["awards"])
    report.told(
        f"{len(proof['awards'])} penerima terakhir, sesudah {len(proof['departures'])} pengunduran diri",
        before,
    )


def check_reasons(report: Report, proof: Json, folder: Path) -> None:
    """Alasan tertulis dalam paket pemeriksa, bila ada: sama dengan sidik yang diumumkan."""
    listed = folder / "alasan.json"
    if not listed.exists():
        return
    before, told = len(report.faults), json.loads(listed.read_bytes())
    found = {sha256(f"{one['salt']}:{one['reason']}".encode()) for one in told}
    words = [(step["word"]["proposal"], step["word"]) for step in proof["steps"] if step["word"]]
    words += [(event["declined"], event) for event in proof["departures"]]
    for place, word in words:
        if word["reason_sha256"] not in found:
            report.fault("alasan", place, "tidak ada di alasan.json, atau bukan yang dulu ditulis")
    report.told(f"{len(words)} alasan tertulis", before)


def check_files(report: Report, folder: Path) -> None:
    """Berkas lain dalam paket, bila ada: sidiknya menurut hashes.txt."""
    listed = folder / "hashes.txt"
    lines = listed.read_text(encoding="utf-8").splitlines() if listed.exists() else []
    before = len(report.faults)
    for line in lines:
        seal, _, name = line.partition("  ")
        found = sha256((folder / name).read_bytes()) if (folder / name).is_file() else "tidak ada"
        report.check("berkas", name, found, seal)
    if lines:
        report.told(f"{len(lines)} berkas menurut hashes.txt", before)


def main() -> int:
    asked = argparse.ArgumentParser(description="Memeriksa keputusan satu putaran bantuan.")
    asked.add_argument("berkas", nargs="?", default=str(Path(__file__).with_name("proof.json")))
    asked.add_argument("--komitmen", default="", help="komitmen seperti tercetak di berita acara")
    asked.add_argument("--pembanding", help="salinan lain dari bukti yang sama")
    told = asked.parse_args()
    report, path = Report(), Path(told.berkas)
    try:
        proof = read(path)
        say(f"Putaran {proof['round']}: {len(proof['frozen']['applicants'])} usulan diputus")
        check(report, proof, told.komitmen.strip().lower())
        if told.pembanding:
            other = read(Path(told.pembanding))
            lists = [ordered(one["frozen"]) for one in (proof, other)]
            people = [len(one["applicants"]) for one in lists]
            compared(report, seals(lists[0]), seals(lists[1]), *people)
            for part, name in (
                ("lottery", "benih undian"),
                ("steps", "rencana"),
                ("departures", "pengunduran diri"),
                ("awards", "penerima diubah"),
            ):
                report.check(
                    name, "pembanding", sha256(canonical(proof[part])), sha256(canonical(other[part]))
                )
        check_reasons(report, proof, path.resolve().parent)
        check_files(report, path.resolve().parent)
    except (Unreadable, KeyError, TypeError, ValueError, AttributeError, IndexError) as wrong:
        report.fault("berkas", path.name, f"tidak berbentuk bukti putaran ({type(wrong).__name__}: {wrong})")
    if report.faults:
        say(f"TIDAK COCOK: {len(report.faults)} hal, disebut di atas.")
        return 1
    say(
        "SEMUA COCOK."
        if told.komitmen
        else "SEMUA COCOK di dalam berkas ini. Cocokkan komitmennya dengan berita acara."
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
