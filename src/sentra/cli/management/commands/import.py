"""`sentra import FILE`: reads a list into the register, or says what it would do."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.text import slugify

from sentra.base.people.models import User
from sentra.base.people.operator import command_line_user
from sentra.base.values import now
from sentra.cli import importing
from sentra.registry import actions, queries
from sentra.registry.models import BatchState, Source

LONGEST_KEY = 50
SHOWN = 20  # reasons printed per sheet; --json has them all


class Command(BaseCommand):
    help = "Reads a spreadsheet, CSV, HTML table or SQL dump into the register."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--source",
            help="key of the source; a new one is made under this key (default: the source a returned "
            "workbook is of, else from the file name)",
        )
        parser.add_argument(
            "--hold",
            action="store_true",
            help="for a new source: it is of another office, and its rows may name one business twice",
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="read and check; nothing stays but one audit entry"
        )
        parser.add_argument("--json", action="store_true", help="print the whole report as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        if not path.is_file():
            raise CommandError(f"{path}: no such file")
        by = command_line_user(at=now())
        data = path.read_bytes()
        source = source_for(options["source"], path.name, data, hold=options["hold"], by=by)
        try:
            if options["dry_run"]:
                tried = actions.try_file(by=by, at=now(), source=source, file_name=path.name, data=data)
                told = importing.reported(tried.batch, tried.rows)
            else:
                batch = importing.import_bytes(stored(source, by=by), path.name, data, by=by, at=now())
                told = importing.report(batch, by=by)
        except importing.JobFailed as wrong:
            raise CommandError(str(wrong)) from wrong
        self.stdout.write(
            json.dumps(told, ensure_ascii=False, indent=1, default=str) if options["json"] else as_text(told)
        )
        if told["state"] == BatchState.REFUSED:
            raise CommandError(told["refusal"])


def source_for(key: str | None, name: str, data: bytes, *, hold: bool, by: User) -> Source:
    """The source of that key; else the one the file says it is of; else one by the file's name.

    One that is not known yet is given without being stored.
    """
    title = queries.proposed_title(name)
    wanted = slugify(key or title)[:LONGEST_KEY].strip("-") or "daftar"
    known = None if key else queries.source_of_file(by, name, data)
    known = known or Source.objects.filter(key=wanted).first()
    return known or Source(key=wanted, title=title or wanted, creates=not hold)


def stored(source: Source, *, by: User) -> Source:
    if source.pk is not None:
        return source
    return actions.save_source(by=by, at=now(), key=source.key, title=source.title, creates=source.creates)


def as_text(told: dict[str, Any]) -> str:
    """The report for a person's eyes."""
    lines = [f"{told['file']} · sumber {told['source']} · edisi {told['edition']}"]
    for sheet in told["sheets"]:
        if not sheet["included"]:
            lines.append(f"  {sheet['sheet']}: dilewati, bukan daftar usaha")
            continue
        held, rejected = sheet["held"], sheet["rejected"]
        title = f"judul kolom di baris {sheet['header_row']}" if sheet["header_row"] else "tanpa judul kolom"
        lines.append(
            f"  {sheet['sheet']}: {title}, {sheet['read']} baris dibaca: "
            f"{sheet['created']} baru, {sheet['attached']} ditautkan, {sheet['review']} perlu ditinjau, "
            f"{sheet['updated']} berubah, {sheet['unchanged']} tetap, "
            f"{len(held)} ditahan, {len(rejected)} ditolak"
        )
        lines += [f"    {warning}" for warning in sheet["warnings"]]
        wrong = [total for total in sheet["totals"] if total["agrees"] is False]
        lines += [f"    baris {total['row']} ({total['label']}): {total['detail']}" for total in wrong]
        lines += _reasons("ditolak", rejected) + _reasons("ditahan", held)
        refused = [cell for cell in sheet["cells"] if cell["severity"] == "rejected"]
        lines += _reasons("satu sel ditolak", refused)
    if told["missing"]:
        lines.append(f"  {told['missing']} baris edisi sebelumnya tidak ada lagi di berkas ini")
    return "\n".join(lines)


def _reasons(word: str, rows: list[dict[str, Any]]) -> list[str]:
    lines = [f"    baris {row['row']} {word}: {row['reason']}" for row in rows[:SHOWN]]
    return lines + ([f"    … dan {len(rows) - SHOWN} baris {word} lagi"] if len(rows) > SHOWN else [])
