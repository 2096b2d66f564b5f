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
from sentra.registry import actions
from sentra.registry.models import BatchState, Source

SHOWN = 20  # reasons printed per sheet; --json has them all


class Command(BaseCommand):
    help = "Reads a spreadsheet, CSV, HTML table or SQL dump into the register."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--source",
            help="key of the source; a new one is made under this key (default: from the file name)",
        )
        parser.add_argument(
            "--hold",
            action="store_true",
            help="for a new source: hold its rows for linkage instead of creating businesses",
        )
        parser.add_argument("--dry-run", action="store_true", help="read and check, save nothing")
        parser.add_argument("--json", action="store_true", help="print the whole report as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        if not path.is_file():
            raise CommandError(f"{path}: no such file")
        at = now()
        by = command_line_user(at=at)
        source = self._source(options["source"] or slugify(path.stem), path, hold=options["hold"], by=by)
        try:
            batch = importing.import_bytes(
                source, path.name, path.read_bytes(), by=by, at=at, save=not options["dry_run"]
            )
        except importing.JobFailed as wrong:
            raise CommandError(str(wrong)) from wrong
        told = importing.report(batch, by=by)
        if options["dry_run"] and batch.state == BatchState.STAGED:
            actions.discard_batch(by=by, at=at, batch=batch)
        self.stdout.write(
            json.dumps(told, ensure_ascii=False, indent=1, default=str) if options["json"] else as_text(told)
        )
        if batch.state == BatchState.REFUSED:
            raise CommandError(batch.refusal)

    def _source(self, key: str, path: Path, *, hold: bool, by: User) -> Source:
        known = Source.objects.filter(key=slugify(key)).first()
        return known or actions.save_source(by=by, at=now(), key=key, title=path.stem, creates=not hold)


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
            f"{sheet['created']} baru, {sheet['updated']} berubah, {sheet['unchanged']} tetap, "
            f"{len(held)} ditahan, {len(rejected)} ditolak"
        )
        lines += [f"    {warning}" for warning in sheet["warnings"]]
        wrong = [total for total in sheet["totals"] if not total["agrees"]]
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
