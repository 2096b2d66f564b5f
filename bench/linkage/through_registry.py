"""One list linked again through the register: its rows and everybody else's are read from the database,
opened with their keys, normalised, linked, and the evidence is written back.

`python -m bench.linkage.through_registry` builds the demo in a temporary folder first (some minutes);
SENTRA_BENCH_DEMO names a folder that `sentra demo --no-serve` has built already. Nothing in it is changed:
what is written is rolled back at the end. Prints JSON.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from bench.linkage.clock import Clock, loop

SOURCE = "siinas"


def prepare(folder: Path) -> None:
    """Opens the demo in `folder`, which it builds when there is none."""
    os.environ |= {"SENTRA_DATA_DIR": str(folder), "DJANGO_SETTINGS_MODULE": "sentra.config.settings"}
    if not (folder / "demo.ready").exists():
        built = [str(Path(sys.executable).parent / "sentra"), "demo", "--no-serve"]
        subprocess.run(built, check=True, stdout=subprocess.DEVNULL)
    import django

    django.setup()


def linked(clock: Clock) -> dict[str, Any]:
    from django.db import transaction
    from django.db.models import Q

    from sentra.registry.actions.linking import link_rows
    from sentra.registry.actions.writing import insert
    from sentra.registry.models import Batch, Likeness, Membership, Source, SourceRecord
    from sentra.registry.queries.normal import raw

    source = _source(Source)
    batch = Batch.objects.filter(source=source).latest("pk")
    rows = SourceRecord.objects.filter(batch=batch).select_related("source", "subject")
    with transaction.atomic():
        Membership.objects.filter(record__source=source).update(in_effect=False)  # as before the list came
        known = SourceRecord.objects.filter(membership__in_effect=True).count()
        own = set(rows.values_list("pk", flat=True))  # of these some wait: a row is not linked with itself
        with clock.lap("read, open, link"):
            found = link_rows(source, [raw(row) for row in rows.iterator(chunk_size=2000)], replaced=own)
        with clock.lap("write"):
            Likeness.objects.filter(Q(record__batch=batch) | Q(other__batch=batch)).delete()
            insert(Likeness, (one.columns(batch, found.prior) for one in found.evidence))
        transaction.set_rollback(True)  # nothing of it is kept
    return {
        "source": source.key,
        "rows": rows.count(),
        "known": known,
        "follows": len(found.follows),
        "waiting": len(found.waiting),
        "evidence": len(found.evidence),
    }


def _source(sources: Any) -> Any:
    """A list that creates no business by itself; SOURCE when the scenario has it."""
    lists = sources.objects.filter(creates=False, batches__isnull=False).distinct().order_by("key")
    return lists.filter(key=SOURCE).first() or lists.first()


def main() -> None:
    given = os.environ.get("SENTRA_BENCH_DEMO")
    with tempfile.TemporaryDirectory(prefix="sentra-bench-") as made:
        prepare(Path(given or made))
        speed, clock = loop(), Clock()
        told = linked(clock)
        print(json.dumps(told | clock.told() | {"loop": speed}))


if __name__ == "__main__":
    main()
