"""The Purbalingga scenario, built through the same actions as the real thing."""

import json
import tempfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from django.conf import settings

from sentra.base.jobs.models import Job
from sentra.base.people.actions import add_office
from sentra.base.people.models import Office
from sentra.base.people.operator import command_line_user
from sentra.base.places import actions as places
from sentra.cli.demo import aid_live, aid_round, lab
from sentra.cli.demo.acting import ran
from sentra.cli.demo.lists import DemoFile, write_lists
from sentra.cli.demo.people import prepare_demo_accounts
from sentra.cli.demo.truth import build_truth
from sentra.cli.demo.units import read_areas
from sentra.cli.importing import import_bytes
from sentra.registry import actions
from sentra.registry.models import Batch

SEED = 7
OFFICE = "Dinas Perindustrian dan Perdagangan"
OTHERS = ("UPT Logam", "Dinas Koperasi dan UKM", "Sekretariat Daerah")
STAKES = {"dinkop": 3, "siinas": 2}  # aid is given by the list of the cooperative office
RANKS = {"buku-induk": 50, "oss": 40, "siinas": 30, "dinkop": 20, "survei-desa": 10}


def build(*, at: datetime, tell: Callable[[str], None], regency: str, size: float = 1.0) -> list[Batch]:
    """Offices, accounts, five lists, aid, a laboratory. `size` below 1: a smaller regency and lists only."""
    by = command_line_user(at=at)
    office = add_office(by=by, at=at, name=OFFICE)
    for name in OTHERS:
        add_office(by=by, at=at, name=name)
    prepare_demo_accounts(at=at, office=office)
    batches = import_lists(at=at, tell=tell, regency=regency, office=office, size=size)
    if size >= 1:
        aid_round.build(SEED, tell)
        aid_live.build(tell)
        lab.build(tell)
    return batches


def import_lists(
    *, at: datetime, tell: Callable[[str], None], regency: str, office: Office, size: float = 1.0
) -> list[Batch]:
    """Writes the synthetic lists to a folder that is gone afterwards; imports each as an officer would."""
    truth = build_truth(read_areas(places.AREAS / f"{regency}.csv"), SEED, size)
    batches, units = [], set[int]()
    with tempfile.TemporaryDirectory(prefix="sentra-demo-") as folder:
        for file in write_lists(truth, Path(folder), SEED):
            tell(f"{file.title}: {file.rows} baris")
            batches.append(_import(file, at=at))
            units.update(file.truth)
    _write_truth(units)
    return batches


def _write_truth(units: set[int]) -> None:
    """How many businesses the lists were made from, for whoever compares what linkage found; only a demo
    knows it."""
    Path(settings.DATA_DIR, "demo.truth.json").write_text(json.dumps({"units": len(units)}), encoding="utf-8")


def _import(file: DemoFile, *, at: datetime) -> Batch:
    by = command_line_user(at=at)
    source = actions.save_source(
        by=by,
        at=at,
        key=file.source_key,
        title=file.title,
        creates=file.creates,
        rank=RANKS[file.source_key],
        stakes=STAKES.get(file.source_key, 1),
    )
    batch = import_bytes(source, file.path.name, file.path.read_bytes(), by=by, at=at)
    if counted := Job.objects.filter(key=f"weights-{batch.pk}").first():
        ran(counted, at)  # no worker runs while the demo is built, and the next list goes by these
    return batch
