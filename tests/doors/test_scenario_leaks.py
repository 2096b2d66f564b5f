"""Personal numbers stand in clear nowhere on disk: the scenario is imported, then every byte is searched."""

import io
import json
import os
import re
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from sentra.base.places.actions import AREAS
from sentra.cli.demo import DemoFile, Truth, build_truth, read_areas, write_lists
from sentra.cli.demo.scenario import SEED
from sentra.cli.installation import write_environment
from tests.doors.office_week import ASTRAY, EDITED, TYPED
from tests.doors.test_demo_scenario import office_sheets, read_rows

SOAK = os.environ.get("SENTRA_SOAK") == "1"  # the whole regency: minutes instead of seconds
REPOSITORY = Path(__file__).parents[2]
NOT_OURS = ("DATABASE_URL", "SENTRA_KEYS_DIR", "SENTRA_SECRET_KEY", "DJANGO_SETTINGS_MODULE")
NIK, NIB = 5, 11  # columns of the office's own list
PHONES = {"No. HP", "Telepon", "NO TELP", "No Telp/WA", "no hp"}
NUMBERS = {"NIK", "No. KK", "No. Rekening", "No KTP", "No Rekening", "nik"}
RUN = re.compile(rb"\d(?:[ .\-]?\d){8,}")  # digits as people group them
SHORTEST_ANYWHERE = 11  # shorter numbers count only when they stand alone, or chance would find them


@dataclass
class Wanted:
    """Numbers to look for, as digits: `anywhere` in a run of digits, or only as a run of their `own`."""

    anywhere: set[str] = field(default_factory=set)
    alone: set[str] = field(default_factory=set)
    literal: set[bytes] = field(default_factory=set)  # 8.1211E+10, as a spreadsheet spoils a phone

    def add_number(self, text: str) -> None:
        digits = re.sub(r"\D", "", text)
        if len(digits) >= SHORTEST_ANYWHERE:
            self.anywhere.add(digits)

    def add_phone(self, text: str) -> None:
        """Every spelling of it: 0812…, 62812…, +62812… and 812…; separators are taken out when reading."""
        for part in text.split("/"):
            if "E+" in part:
                self.literal.add(part.strip().encode())
                continue
            bare = re.sub(r"^(62|0)", "", re.sub(r"\D", "", part))
            if len(bare) >= 9:
                self.anywhere |= {f"0{bare}", f"62{bare}"}
                self.alone.add(bare)


def found_in(data: bytes, wanted: Wanted) -> set[str]:
    """The wanted numbers that stand in `data`."""
    found = {text.decode() for text in wanted.literal if text in data}
    lengths = sorted({len(number) for number in wanted.anywhere})
    for run in set(RUN.findall(data)):
        digits = re.sub(rb"\D", b"", run).decode()
        found |= {digits} & wanted.alone
        found |= set(windows(digits, lengths)) & wanted.anywhere
    return found


def windows(digits: str, lengths: Iterable[int]) -> Iterator[str]:
    for length in lengths:
        for start in range(len(digits) - length + 1):
            yield digits[start : start + length]


def opened(name: str, data: bytes) -> Iterator[tuple[str, bytes]]:
    """The bytes themselves and, of an archive, of what is in it."""
    yield name, data
    if zipfile.is_zipfile(io.BytesIO(data)):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for inner in archive.namelist():
                yield from opened(f"{name}/{inner}", archive.read(inner))
    elif name.endswith(".tar.gz"):
        with tarfile.open(fileobj=io.BytesIO(data)) as archive:
            for member in archive.getmembers():
                if content := archive.extractfile(member):
                    yield from opened(f"{name}/{member.name}", content.read())


def leaks(folder: Path, wanted: Wanted) -> dict[str, set[str]]:
    """Numbers found, by file."""
    found = {}
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    for path in paths:
        for name, data in opened(path.relative_to(folder).as_posix(), path.read_bytes()):
            if numbers := found_in(data, wanted):
                found[name] = numbers
    return found


@dataclass(frozen=True)
class Week:
    folder: Path  # data, downloads, temporary files and what was printed
    wanted: Wanted
    sealed: dict[str, int]
    files: list[DemoFile]


def of_truth(truth: Truth, wanted: Wanted) -> None:
    for unit in (*truth.units, *truth.outside):
        for number in (unit.owner.nik, unit.owner.kk, unit.owner.bank_account or ""):
            wanted.add_number(number)
        wanted.add_phone(unit.owner.phone or "")


def of_cells(file: DemoFile, wanted: Wanted) -> None:
    """As they are written, which is sometimes wrong on purpose."""
    for header, row in cells(file):
        for title, cell in zip(header, row, strict=False):
            if title in NUMBERS:
                wanted.add_number(str(cell))
            if title in PHONES:
                wanted.add_phone(str(cell))


def cells(file: DemoFile) -> Iterator[tuple[list[str], list[object]]]:
    if file.creates:
        for rows in office_sheets(file).values():
            for row in rows[7:-1]:
                yield [str(title) for title in rows[4]], row
        return
    _title, header, *rows = read_rows(file)
    for cells_ in rows:
        yield header, list(cells_)


@pytest.fixture(scope="module")
def week(tmp_path_factory: pytest.TempPathFactory) -> Week:
    """A real process lives the week; about ten seconds, minutes at full size."""
    size = 1.0 if SOAK else 0.02
    folder, lists = tmp_path_factory.mktemp("week"), tmp_path_factory.mktemp("lists")
    for name in ("data", "downloads", "temporary"):
        (folder / name).mkdir()
    write_environment(folder / "data", {"SENTRA_DEMO_DATE": "2026-11-21"})
    printed = run(folder, size)
    wanted = Wanted()
    truth = build_truth(read_areas(AREAS / "33.03.csv"), SEED, size)
    files = write_lists(truth, lists, SEED)
    of_truth(truth, wanted)
    for file in files:
        of_cells(file, wanted)
    for typed in (TYPED, EDITED):
        for scheme, number in typed.items():
            (wanted.add_phone if scheme == "phone" else wanted.add_number)(number)
    for scheme, number in ASTRAY.values():
        (wanted.add_phone if scheme == "phone" else wanted.add_number)(number)
    return Week(folder, wanted, json.loads(printed.splitlines()[-1]), files)


def run(folder: Path, size: float) -> str:
    environment = {name: value for name, value in os.environ.items() if name not in NOT_OURS}
    environment |= {"SENTRA_DATA_DIR": str(folder / "data"), "TMPDIR": str(folder / "temporary")}
    words = [sys.executable, "-m", "tests.doors.office_week", str(folder / "downloads"), str(size)]
    with (folder / "printed.txt").open("wb") as printed, (folder / "errors.txt").open("wb") as errors:
        done = subprocess.run(
            words, env=environment, cwd=REPOSITORY, stdout=printed, stderr=errors, check=False
        )
    assert done.returncode == 0, (folder / "errors.txt").read_text()
    return (folder / "printed.txt").read_text()


def test_no_personal_number_stands_in_clear_in_any_file(week: Week) -> None:
    assert leaks(week.folder, week.wanted) == {}


def test_there_was_something_to_find(week: Week) -> None:
    """Every NIK of the office's list is in the database, sealed: one more was typed, one numbered a list."""
    niks = [row[NIK] for _header, row in cells(week.files[0]) if row[NIK]]
    assert week.sealed["nik"] == len(niks) + 2
    assert sorted(week.sealed) == ["bank_account", "kk", "nik", "npwp", "phone"]


def test_the_search_reaches_every_kind_of_file(week: Week) -> None:
    """A NIB is no personal number: it stands in clear, and the same search finds it wherever it should be."""
    nib = next(str(row[NIB]) for _header, row in cells(week.files[0]) if row[NIB])
    found = leaks(week.folder, Wanted(anywhere={nib}))
    database = {name for name in found if name.startswith("data/sentra.sqlite3")}
    assert database
    assert set(found) - database == {
        "downloads/cadangan.tar.gz/database.sqlite3",
        "downloads/usaha.csv",
        "downloads/usaha.xlsx/xl/worksheets/sheet1.xml",
    }
    names = {path.relative_to(week.folder).as_posix() for path in week.folder.rglob("*") if path.is_file()}
    sealed = {"data/files/unggahan/1.bin", "printed.txt", "errors.txt", "data/sentra.sqlite3-wal"}
    assert names >= sealed | {"data/sentra.sqlite3", "downloads/business.html", "downloads/history.html"}
    assert any(name.startswith("data/files/documents/") for name in names)


@pytest.mark.parametrize(
    "spelling",
    [
        "081355557777",
        "6281355557777",
        "+62 813-5555-7777",
        "0813-5555-7777",
        "0813.5555.7777",
        "81355557777",
        "HP 0813 5555 7777, 3 orang",
        "3303092208830007",
        "330309 220883 0007",
        "9993303092208830007999",
        "144500998877665",
        "8.1356E+10",
    ],
)
def test_a_planted_number_is_found(tmp_path: Path, spelling: str) -> None:
    wanted = Wanted()
    wanted.add_phone("0813-5555-7777 / 8.1356E+10")
    wanted.add_number("'3303092208830007")
    wanted.add_number("144500998877665")
    (tmp_path / "plain.txt").write_bytes(b"\x00\xff" + spelling.encode() + b"\x00")
    with zipfile.ZipFile(tmp_path / "packed.xlsx", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("sheet1.xml", f"<v>{spelling}</v>")
    with tarfile.open(tmp_path / "saved.tar.gz", "w:gz") as archive:
        archive.add(tmp_path / "packed.xlsx", "files/packed.xlsx")
    (tmp_path / "others.txt").write_text("3303092208830008 081355557778 Rp 1.250.000 2026-11-21 02:30")
    assert set(leaks(tmp_path, wanted)) == {
        "plain.txt",
        "packed.xlsx/sheet1.xml",
        "saved.tar.gz/files/packed.xlsx/sheet1.xml",
    }
