"""init, backup, restore, check-audit: a real installation, saved, damaged, brought back."""

import hashlib
import io
import os
import shutil
import sqlite3
import subprocess
import sys
import tarfile
from contextlib import closing
from pathlib import Path

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.management import CommandError, call_command
from django.db import connection

from sentra.base.audit.chain import record
from sentra.base.audit.models import ChainHead, Entry
from sentra.base.values import now
from sentra.cli import archive, databases
from sentra.cli.management.commands.backup import keys_file
from sentra.cli.management.commands.init import refuse_nonsense

PASSWORD = "Panjang-Dan-Rahasia-77"
ANSWERS = {
    "email": "admin@contoh.test",
    "name": "Admin Contoh",
    "url": "https://sentra.contoh.test/",
    "time_zone": "Asia/Jakarta",
}
APART = ("DATABASE_URL", "SENTRA_KEYS_DIR", "SENTRA_SECRET_KEY")


def sentra(folder: Path, *words: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
    """A command in a process of its own, on the installation in `folder`."""
    environment = {name: value for name, value in os.environ.items() if name not in APART}
    environment["SENTRA_DATA_DIR"] = str(folder)
    order = [sys.executable, "-m", "sentra", *words]
    return subprocess.run(order, env=environment, input=stdin, capture_output=True, text=True, check=False)


def init(folder: Path, password: str = PASSWORD) -> subprocess.CompletedProcess[str]:
    words = ["--email", ANSWERS["email"], "--name", ANSWERS["name"], "--url", ANSWERS["url"]]
    return sentra(folder, "init", *words, "--password-stdin", stdin=password + "\n")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One installation for all, with a sealed file and two keys of persons; tests work on copies."""
    folder = tmp_path_factory.mktemp("made") / "data"
    done = init(folder)
    assert done.returncode == 0, done.stderr
    assert "sentra serve" in done.stdout
    (folder / "files" / "documents").mkdir(parents=True)
    (folder / "files" / "documents" / "a.sealed").write_bytes(b"sealed" * 1000)
    (folder / "files" / "documents" / "b.baru").write_bytes(b"half written")
    with closing(database(folder)) as rows:
        for wrapped in (b"first", b"second"):
            rows.execute("INSERT INTO people_subjectkey (wrapped) VALUES (?)", [wrapped])
        rows.commit()
    return folder


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "data"))


def database(folder: Path) -> sqlite3.Connection:
    return sqlite3.connect(folder / "sentra.sqlite3")


def everything(folder: Path) -> dict[str, list[object]]:
    """Every row of every table that a restore does not itself write to."""
    with closing(database(folder)) as rows:
        names = [name for (name,) in rows.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        kept = [name for name in names if not name.startswith(("audit_", "sqlite_")) and "_fts" not in name]
        return {name: rows.execute(f'SELECT * FROM "{name}" ORDER BY 1').fetchall() for name in kept}


def mode(path: Path) -> str:
    return oct(path.stat().st_mode & 0o777)


def test_init_makes_an_installation_of_its_owner(made: Path) -> None:
    settings = (made / "sentra.env").read_text()
    assert "SENTRA_PUBLIC_URL=https://sentra.contoh.test\n" in settings
    assert "SENTRA_TIME_ZONE=Asia/Jakarta\n" in settings
    keys = ["index.key", "master.key", "signing/root.pem", "signing/signer.key", "signing/signer.pem"]
    assert {mode(made / "keys" / name) for name in keys} == {"0o600"} == {mode(made / "sentra.env")}
    assert mode(made) == "0o700"
    with closing(database(made)) as rows:
        found = rows.execute(
            "SELECT email, name, role FROM people_user WHERE email NOT LIKE 'cli@%'"
        ).fetchall()
        assert found == [(ANSWERS["email"], ANSWERS["name"], "administrator")]
        assert rows.execute("SELECT count(*) FROM places_area WHERE level = 'kecamatan'").fetchone() == (18,)


def test_init_refuses_to_touch_an_installation(folder: Path) -> None:
    before = (folder / "sentra.env").read_bytes(), everything(folder)
    refused = init(folder)
    assert (refused.returncode, "sudah berisi pemasangan" in refused.stderr) == (1, True)
    assert ((folder / "sentra.env").read_bytes(), everything(folder)) == before


def test_init_with_a_weak_password_writes_nothing(tmp_path: Path) -> None:
    refused = init(tmp_path / "data", password="password12")
    assert refused.returncode == 1
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"email": "bukan surel"},
        {"name": "  "},
        {"url": "sentra.contoh.test"},
        {"url": "ftp://contoh.test"},
        {"url": "https://contoh.test/dalam"},
        {"url": "https://contoh.test\nSENTRA_DEBUG=yes"},
        {"time_zone": "Asia/Purbalingga"},
    ],
)
def test_init_refuses_nonsense(wrong: dict[str, str]) -> None:
    refuse_nonsense(**ANSWERS)
    with pytest.raises(CommandError):
        refuse_nonsense(**{**ANSWERS, **wrong})


def test_what_was_saved_comes_back_somewhere_else(folder: Path, tmp_path: Path) -> None:
    file, other = tmp_path / "save.tar.gz", tmp_path / "other" / "data"
    saved = sentra(folder, "backup", str(file))
    assert (saved.returncode, saved.stderr) == (0, "")
    assert "terpisah" in saved.stdout
    assert (mode(file), mode(keys_file(file))) == ("0o600", "0o600")
    restored = sentra(other, "restore", str(file), "--keys", str(keys_file(file)))
    assert (restored.returncode, restored.stderr) == (0, "")
    assert everything(other) == everything(folder)
    names = [
        path.relative_to(folder) for path in folder.rglob("*") if path.is_file() and path.suffix != ".baru"
    ]
    assert sorted(path.relative_to(other) for path in other.rglob("*") if path.is_file()) == sorted(names)
    same = [name for name in names if not name.name.startswith("sentra.")]
    assert [(other / name).read_bytes() for name in same] == [(folder / name).read_bytes() for name in same]
    lines = [set((place / "sentra.env").read_text().splitlines()) for place in (other, folder)]
    assert lines[0] == lines[1]
    audit = sentra(other, "check-audit")
    assert (audit.returncode, audit.stdout[:3]) == (0, "OK:")
    again = sentra(folder, "backup", str(file))
    assert (again.returncode, "sudah ada" in again.stderr) == (1, True)


def test_the_archive_holds_no_key_and_no_secret(folder: Path, tmp_path: Path) -> None:
    file = tmp_path / "save.tar.gz"
    sentra(folder, "backup", str(file))
    secret = next(line for line in (folder / "sentra.env").read_text().splitlines() if "SECRET" in line)
    keys = [path.read_bytes() for path in (folder / "keys").rglob("*") if path.is_file()]
    manifest = archive.unpack(file, tmp_path / "in")
    inside = [path.read_bytes() for path in (tmp_path / "in").rglob("*") if path.is_file()]
    assert len(inside) == len(manifest.files) == 3  # database, settings, one sealed file
    assert [needle for needle in [secret.encode(), *keys] for content in inside if needle in content] == []


def test_a_folder_in_use_is_replaced_only_when_forced(folder: Path, tmp_path: Path) -> None:
    """And who was erased after the backup stays erased; a later key with the same id is another one."""
    file = tmp_path / "save.tar.gz"
    sentra(folder, "backup", str(file))
    with closing(database(folder)) as rows:
        first, second = (ident for (ident,) in rows.execute("SELECT id FROM people_subjectkey ORDER BY id"))
        rows.execute("UPDATE people_subjectkey SET wrapped = NULL WHERE id = ?", [first])
        rows.commit()
    moment = "2026-11-21T03:00:00+00:00"
    lines = [f"{first} {hashlib.sha256(b'first').hexdigest()} {moment}", f"{second} {'0' * 64} {moment}"]
    (folder / "erased.txt").write_text("\n".join(lines) + "\n")
    words = ("restore", str(file), "--keys", str(keys_file(file)))
    refused = sentra(folder, *words)
    assert (refused.returncode, "tidak kosong" in refused.stderr) == (1, True)
    restored = sentra(folder, *words, "--force")
    assert (restored.returncode, restored.stderr) == (0, "")
    with closing(database(folder)) as rows:
        found = rows.execute("SELECT id, wrapped FROM people_subjectkey ORDER BY id").fetchall()
        told = rows.execute("SELECT new FROM audit_entry WHERE act = 'restore'").fetchall()
    assert (found, told) == ([(first, None), (second, b"second")], [('{"erased_again": 1}',)])
    assert (folder / "erased.txt").read_text().splitlines() == lines
    assert [path.name[:12] for path in folder.parent.glob("data.*")] == ["data.sebelum"]


def test_a_snapshot_is_whole_while_others_write(folder: Path, tmp_path: Path) -> None:
    with closing(database(folder)) as writer:
        writer.execute("PRAGMA journal_mode = WAL")
        writer.execute("INSERT INTO people_office (name, active) VALUES ('Tersimpan', 1)")
        writer.commit()
        writer.execute("INSERT INTO people_office (name, active) VALUES ('Belum', 1)")
        assert sentra(folder, "backup", str(tmp_path / "save.tar.gz")).returncode == 0
        writer.rollback()
    archive.unpack(tmp_path / "save.tar.gz", tmp_path / "in")
    with closing(sqlite3.connect(tmp_path / "in" / archive.SQLITE)) as rows:
        assert rows.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert rows.execute("SELECT name FROM people_office").fetchall() == [("Tersimpan",)]


# The archive itself: what is forged or damaged is refused before anything is touched.


@pytest.fixture
def saved(tmp_path: Path) -> tuple[Path, archive.Manifest]:
    source = tmp_path / "source"
    (source / "keys").mkdir(parents=True)
    (source / "keys" / "master.key").write_bytes(b"m" * 32)
    members = {"a.txt": source / "a.txt", "files/b.txt": source / "b.txt"}
    for name, path in members.items():
        path.write_text(name * 1000)
    digests = {name: archive.sha256_of(path) for name, path in members.items()}
    check = archive.keys_check(source / "keys")
    manifest = archive.Manifest("2026-11-21T10:00:00+07:00", archive.SQLITE, check, digests)
    archive.write_archive(tmp_path / "save.tar.gz", members, manifest)
    archive.write_keys(tmp_path / "save.kunci", source / "keys", "SENTRA_SECRET_KEY=x\n")
    return tmp_path / "save.tar.gz", manifest


def forge(file: Path, extra: tarfile.TarInfo | None = None, drop: str = "", change: str = "") -> None:
    with tarfile.open(file) as tar:
        content = {info.name: tar.extractfile(info).read() for info in tar}  # type: ignore[union-attr]
    with tarfile.open(file, "w:gz") as tar:
        for name, body in content.items():
            if name != drop:
                changed = body.replace(b"t", b"T", 1) if name == change else body
                info = tarfile.TarInfo(name)
                info.size = len(changed)
                tar.addfile(info, io.BytesIO(changed))
        if extra is not None:
            tar.addfile(extra, io.BytesIO(b"\0" * extra.size))


def named(name: str, kind: bytes = tarfile.REGTYPE, link: str = "") -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.type, info.linkname = kind, link
    return info


def test_a_sound_archive_opens(saved: tuple[Path, archive.Manifest], tmp_path: Path) -> None:
    assert archive.unpack(saved[0], tmp_path / "in") == saved[1]
    assert archive.unpack_keys(tmp_path / "save.kunci", tmp_path / "in", saved[1]) == "SENTRA_SECRET_KEY=x\n"
    found = {path.relative_to(tmp_path / "in").as_posix() for path in (tmp_path / "in").rglob("*.*")}
    assert found == {"a.txt", "files/b.txt", "keys/master.key"}


@pytest.mark.parametrize(
    "damage",
    [
        {"change": "a.txt"},
        {"change": "manifest.json"},
        {"drop": "files/b.txt"},
        {"drop": "manifest.json"},
        {"extra": named("c.txt")},
        {"extra": named("../out.txt")},
        {"extra": named("/out.txt")},
        {"extra": named("link", tarfile.SYMTYPE, "/etc/passwd")},
        {"extra": named("a.txt", tarfile.LNKTYPE, "files/b.txt")},
        {"extra": named("device", tarfile.CHRTYPE)},
    ],
    ids=lambda damage: " ".join(f"{how} {getattr(what, 'name', what)}" for how, what in damage.items()),
)
def test_a_forged_archive_is_refused(
    saved: tuple[Path, archive.Manifest], tmp_path: Path, damage: dict[str, object]
) -> None:
    forge(saved[0], **damage)  # type: ignore[arg-type]
    with pytest.raises(archive.BadArchive):
        archive.unpack(saved[0], tmp_path / "in")
    assert [path for path in tmp_path.iterdir() if path.name == "out.txt"] == []


def test_a_name_that_leads_out_is_refused_even_when_the_manifest_lists_it(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("x")
    manifest = archive.Manifest("", archive.SQLITE, "", {"../out.txt": archive.sha256_of(tmp_path / "a")})
    archive.write_archive(tmp_path / "save.tar.gz", {"../out.txt": tmp_path / "a"}, manifest)
    with pytest.raises(archive.BadArchive):
        archive.unpack(tmp_path / "save.tar.gz", tmp_path / "in")
    assert not (tmp_path / "out.txt").exists()


def test_a_truncated_or_foreign_file_is_refused(saved: tuple[Path, archive.Manifest], tmp_path: Path) -> None:
    whole = saved[0].read_bytes()
    for content in (whole[: len(whole) // 2], b"PK\x03\x04 not a tar", b""):
        saved[0].write_bytes(content)
        with pytest.raises(archive.BadArchive):
            archive.unpack(saved[0], tmp_path / f"in{len(content)}")


def test_keys_of_another_installation_are_refused(
    saved: tuple[Path, archive.Manifest], tmp_path: Path
) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "master.key").write_bytes(b"o" * 32)
    archive.write_keys(tmp_path / "other.kunci", other, "")
    with pytest.raises(archive.BadArchive, match="bukan pasangan"):
        archive.unpack_keys(tmp_path / "other.kunci", tmp_path / "in", saved[1])


def test_a_damaged_archive_leaves_the_installation_alone(folder: Path, tmp_path: Path) -> None:
    file = tmp_path / "save.tar.gz"
    sentra(folder, "backup", str(file))
    forge(file, change="sentra.env")
    before = everything(folder)
    refused = sentra(folder, "restore", str(file), "--keys", str(keys_file(file)), "--force")
    assert (refused.returncode, "berubah sejak" in refused.stderr) == (1, True)
    assert everything(folder) == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["data", "save.kunci", "save.tar.gz"]


@pytest.mark.django_db(transaction=True)
def test_the_database_in_use_is_copied(tmp_path: Path) -> None:
    """On PostgreSQL by pg_dump, and back in one transaction; on SQLite by its own backup."""
    entry = record(by=AnonymousUser(), at=now(), act="test.act", subject=("test", "1"))
    databases.snapshot(tmp_path / "copy")
    if databases.is_sqlite():
        with closing(sqlite3.connect(tmp_path / "copy")) as rows:
            assert rows.execute("SELECT hash FROM audit_entry").fetchall() == [(entry.hash,)]
        return
    record(by=AnonymousUser(), at=now(), act="test.later", subject=("test", "1"))
    connection.close()
    databases.load_dump(tmp_path / "copy")
    assert list(Entry.objects.values_list("hash", flat=True)) == [entry.hash]


@pytest.mark.django_db
def test_check_audit_says_where_the_chain_is_broken(capsys: pytest.CaptureFixture[str]) -> None:
    for act in ("one", "two"):
        last = record(by=AnonymousUser(), at=now(), act=act, subject=("test", "1"))
    call_command("check_audit")
    assert capsys.readouterr().out == f"OK: 2 catatan, kepala {last.hash}\n"
    ChainHead.objects.update(number=3)
    with pytest.raises(SystemExit) as ended:
        call_command("check_audit")
    assert (ended.value.code, capsys.readouterr().out[:2]) == (1, "3:")
