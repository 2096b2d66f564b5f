"""What waits of the lists that came in: columns, checks, refused files, rows held back, likely twins."""

from collections.abc import Mapping

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sentra.base.values.sentences import told
from sentra.registry import queries, rules
from sentra.registry.models import Batch, BatchState
from sentra.web.numbers import thousands
from sentra.web.tasks import Task

RECENT = 40  # batches looked through


def waiting(by: rules.By) -> list[Task]:
    """Only for those who may do it."""
    if not rules.may_import(by):
        return []
    recent = list(queries.batches(by)[:RECENT])
    held = {batch: count for batch in recent if (count := _held(batch))}
    return [*(task for batch in recent if (task := _task(batch))), *_back(held), *_questions(by)]


def _held(batch: Batch) -> int:
    """Rows of a saved list that became nothing yet."""
    stands = batch.state == BatchState.COMMITTED
    return _rows(batch, "held") + _rows(batch, "rejected") if stands else 0


def _back(held: Mapping[Batch, int]) -> list[Task]:
    """In one line, however many lists they are of."""
    if not held:
        return []
    count, (first, *others) = sum(held.values()), held
    words = ngettext("%(count)s baris ditahan atau ditolak", "%(count)s baris ditahan atau ditolak", count)
    detail = _("dari %(count)s daftar") % {"count": len(held)} if others else first.file_name
    url = reverse("imports:list") if others else reverse("imports:batch", args=[first.pk])
    return [Task("warn", "triangle-alert", words % {"count": thousands(count)}, detail, _("Perbaiki"), url)]


def _questions(by: rules.By) -> list[Task]:
    left = queries.questions_left(by)
    title = ngettext("%(count)s pertanyaan data ganda", "%(count)s pertanyaan data ganda", left) % {
        "count": thousands(left)
    }
    detail = _("Baris yang mirip usaha lain menunggu jawaban")
    return [Task("info", "scale", title, detail, _("Tinjau"), reverse("linking:review"))] if left else []


def _task(batch: Batch) -> Task | None:
    url, name = reverse("imports:batch", args=[batch.pk]), batch.file_name
    if batch.state == BatchState.SURVEYED:
        return Task("warn", "columns-3", _("Kolom menunggu dicocokkan"), name, _("Cocokkan"), url)
    if batch.state == BatchState.STAGED:
        return Task(
            "warn", "file-clock", _("Menunggu diperiksa dan disimpan"), _read(batch), _("Periksa"), url
        )
    if batch.state == BatchState.REFUSED:
        title = _("Berkas ditolak: %(file)s") % {"file": name}
        return Task("bad", "file-x", title, told(batch.refused_because), _("Baca"), url)
    return None


def _read(batch: Batch) -> str:
    read = _rows(batch, "read")
    words = ngettext("%(file)s: %(count)s baris", "%(file)s: %(count)s baris", read)
    return words % {"file": batch.file_name, "count": thousands(read)}


def _rows(batch: Batch, verdict: str) -> int:
    return sum(counts.get(verdict, 0) for counts in batch.summary.get("sheets", {}).values())
