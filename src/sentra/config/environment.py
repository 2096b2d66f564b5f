"""Reading settings from the data folder's `sentra.env` and from the process; nonsense is refused."""

import os
from pathlib import Path
from urllib.parse import unquote, urlsplit


class BadSetting(Exception):
    """A setting that cannot be understood; the sentence names it and what it should be."""


def data_folder() -> Path:
    """Where this installation keeps its database, files and keys (`SENTRA_DATA_DIR`, default ./data)."""
    return Path(os.environ.get("SENTRA_DATA_DIR") or "data").resolve()


def read_env_file(path: Path) -> dict[str, str]:
    """`NAME=value` lines; blank lines and lines starting with # are skipped."""
    if not path.exists():
        return {}
    found = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        name, equals, value = line.partition("=")
        if not equals:
            raise BadSetting(f"{path.name} line {number}: expected NAME=value")
        found[name.strip()] = value.strip()
    return found


class Environment:
    """Process variables win over the file of the installation."""

    def __init__(self, folder: Path) -> None:
        self._file = read_env_file(folder / "sentra.env")

    def text(self, name: str, default: str = "") -> str:
        return os.environ.get(name) or self._file.get(name) or default

    def flag(self, name: str, *, default: bool = False) -> bool:
        value = self.text(name).casefold()
        if value in {"", "1", "true", "yes", "0", "false", "no"}:
            return default if not value else value in {"1", "true", "yes"}
        raise BadSetting(f"{name} must be yes or no, not {value!r}")

    def number(self, name: str, default: int) -> int:
        value = self.text(name, str(default))
        if not value.isdigit():
            raise BadSetting(f"{name} must be a whole number, not {value!r}")
        return int(value)

    def items(self, name: str) -> list[str]:
        return [part.strip() for part in self.text(name).split(",") if part.strip()]


def database(url: str, folder: Path) -> dict[str, object]:
    """Django's setting for `DATABASE_URL`; embedded SQLite in the data folder when it is empty."""
    if not url:
        return _sqlite(folder / "sentra.sqlite3")
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return _sqlite(Path(unquote(parts.path)))
    if parts.scheme not in {"postgres", "postgresql"}:
        raise BadSetting(f"DATABASE_URL must start with postgresql:// or sqlite://, not {parts.scheme!r}")
    query = dict(pair.split("=", 1) for pair in parts.query.split("&") if "=" in pair)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(query.get("host", parts.hostname or "")),
        "PORT": str(parts.port or query.get("port", "")),
        "CONN_MAX_AGE": 60,
    }


def _sqlite(path: Path) -> dict[str, object]:
    # IMMEDIATE: a writer waits for its turn at BEGIN instead of failing in the middle.
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-64000; "
            "PRAGMA secure_delete=ON;",  # what is erased is overwritten, not left in free pages
        },
    }
