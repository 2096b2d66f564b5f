"""What tests of the import wizard have in their hands: small files, the form, the worker's turn."""

import re
from html import unescape

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from sentra.base.jobs.models import Job, State
from sentra.base.jobs.running import run_now
from sentra.registry.models import Batch
from tests import cast
from tests.rooms.registry import lists

ASTRAY = lists.MELATI.replace("Gandasuli", "Desa Entah")
NAMELESS = "PBG-4;;;3303091111900006;Limbasari;Bobotsari;batik;6;Rp 8.000.000;081366667778"


def words(answer) -> str:
    """What a reader sees of a page: no tags, one space between words."""
    text = re.sub(
        r"<(script|style|svg|option)\b.*?</\1>|<[^>]+>", " ", answer.content.decode(), flags=re.DOTALL
    )
    return " ".join(unescape(text).split())


def file_of(*rows: str, name: str = "ikm.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, lists.written(*rows))


def send(desk: Client, **form: object):
    return desk.post("/impor/baru/", {"source": "", "title": "Buku induk", "creates": "usaha"} | form)


def work() -> list[Job]:
    """Every waiting job, run as the worker would; gives back those that failed."""
    for job in list(Job.objects.filter(state=State.QUEUED)):
        run_now(job, clock=lambda: cast.AT)
    return list(Job.objects.filter(state=State.FAILED))


def only_batch() -> Batch:
    return Batch.objects.get()
