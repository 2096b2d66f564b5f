"""Pages, downloads, and what the same work costs the way it is usually written: second half of `registry`."""

import json
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench.table import Table, cpu

REPOSITORY = Path(__file__).resolve().parent.parent
NAIVE_ROWS = 300  # as many are saved one by one, the rest is extrapolated
REQUESTS = 14  # of each kind of page
NUMBERS = "search by NIK"  # a number stands in no address: it is posted

__all__ = ["client", "cpu", "exports", "pages", "peers"]


def client() -> Any:
    from django.test import Client

    from sentra.base.people.models import Role, User

    visitor = Client(headers={"host": "127.0.0.1"})
    visitor.force_login(User.objects.get(role=Role.OFFICER))
    return visitor


def addresses() -> dict[str, list[str]]:
    """Pages by kind; many places of the list, so that no cache of the database is too kind."""
    from urllib.parse import urlencode

    from sentra.registry.models import Profile

    current = Profile.objects.filter(current=True).order_by("sort_name", "pk")
    marks = [
        current.only("sort_name")[n] for n in range(0, current.count(), max(1, current.count() // REQUESTS))
    ]
    after = [urlencode({"sesudah": f"{one.sort_name}~{one.pk}"}) for one in marks]
    districts = [f"33.03.{n:02}" for n in range(1, REQUESTS + 1)]
    words = ["gula", "knalpot", "sapu", "batik", "tahu", "ken", "sri", "gula kelapa", "bobotsari", "keripik"]
    return {
        "list, first page": ["/usaha/"] * REQUESTS,
        "list, somewhere in the middle": [f"/usaha/?{mark}" for mark in after],
        "one district": [f"/usaha/?kec={code}" for code in districts],
        "branch and class": ["/usaha/?cabang=gula_kelapa&golongan=small"] * REQUESTS,
        "search by words": [f"/usaha/?{urlencode({'q': word})}" for word in words],
        "search within a district": [f"/usaha/?q=gula&kec={code}" for code in districts],
        NUMBERS: [f"33030145068100{n:02}" for n in range(REQUESTS)],
        "dossier of one business": [f"/usaha/{one.business_id}/" for one in marks],
    }


def pages(table: Table) -> None:
    visitor, all_of_them = client(), []
    for kind, paths in addresses().items():
        ask = _searched if kind == NUMBERS else _opened
        ask(visitor, paths[0])  # templates are compiled and counts remembered once
        seconds = [_answered(ask, visitor, path) for path in paths]
        all_of_them += seconds
        target = "" if kind.startswith("dossier") else "≤ 20 ms"
        table.add(f"page: {kind}, median", f"{statistics.median(seconds) * 1000:.1f} ms", "", target)
    table.add(
        f"all {len(all_of_them)} pages, median",
        f"{statistics.median(all_of_them) * 1000:.1f} ms",
        "",
        "≤ 20 ms",
    )
    table.add("  95th percentile", f"{sorted(all_of_them)[int(len(all_of_them) * 0.95)] * 1000:.1f} ms")
    for what, size in wire(visitor).items():
        table.add(what, f"{size / 1000:.1f} kB", "", "≤ 60 kB" if what.startswith("first load") else "")


def _opened(visitor: Any, path: str) -> Any:
    return visitor.get(path)


def _searched(visitor: Any, number: str) -> Any:
    """As it is typed: the list asks for its own fragment."""
    return visitor.post("/usaha/", {"q": number}, headers={"HX-Request": "true"})


def _answered(ask: Callable[[Any, str], Any], visitor: Any, what: str) -> float:
    start = time.perf_counter()
    answer = ask(visitor, what)
    if answer.status_code != 200:
        raise SystemExit(f"{what}: {answer.status_code}")
    return time.perf_counter() - start


def wire(visitor: Any) -> dict[str, int]:
    """Bytes a browser fetches at the first visit of the list: what the server would send, compressed."""
    from django.conf import settings

    answer = visitor.get("/usaha/", headers={"accept-encoding": "gzip, br"})
    page = visitor.get("/usaha/").content.decode()
    names = set(re.findall(r'(?:href|src)="/static/([^"]+)"', page))
    for sheet in [name for name in names if name.endswith(".css")]:
        text = (settings.STATIC_ROOT / sheet).read_text(encoding="utf-8")
        names |= {
            found.strip("\"'").removeprefix("/static/") for found in re.findall(r"url\(([^)]+)\)", text)
        }
    files = {
        name: _served(settings.STATIC_ROOT / name) for name in sorted(names) if not name.startswith("data:")
    }
    html = len(answer.content)
    told = {f"  {re.sub(r'[.][0-9a-f]{12}', '', name)}": size for name, size in files.items()}
    return {
        "first load of the list on the wire": html + sum(files.values()),
        "  the page itself": html,
        **told,
    }


def _served(path: Path) -> int:
    """WhiteNoise sends the smallest of the forms on disk that the browser takes."""
    forms = [path, *(path.with_name(path.name + ending) for ending in (".br", ".gz"))]
    return min(form.stat().st_size for form in forms if form.exists())


EXPORT = """
import json, sys, time
import django; django.setup()
sys.path.insert(0, sys.argv[2])
from bench.registry_pages import client, cpu
visitor = client()
visitor.get("/usaha/")
def peak():  # of this program alone: getrusage would count the one that started it
    lines = open("/proc/self/status").read().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM"))
before, start, used = peak(), time.monotonic(), cpu()
size = sum(map(len, visitor.get(sys.argv[1]).streaming_content))
wall, used = time.monotonic() - start, cpu() - used
print(json.dumps({"wall": wall, "cpu": used, "size": size, "memory": (peak() - before) / 1024}))
"""


def exports(table: Table) -> None:
    """Each in a fresh process, so that its memory can be told from that of the import."""
    for what, path, target in (("CSV", "unduh.csv", "≤ 5 s"), ("XLSX", "unduh.xlsx", "≤ 30 s")):
        words = [sys.executable, "-c", EXPORT, f"/usaha/{path}", str(REPOSITORY)]
        done = subprocess.run(words, capture_output=True, text=True, check=True)
        told = json.loads(done.stdout.splitlines()[-1])
        table.add(f"{what} of all businesses", f"{told['wall']:.1f} s", f"{told['cpu']:.1f} s", target)
        size = f"{told['size'] / 1e6:.1f} MB out"
        table.add("  memory it took more than a page", f"{told['memory']:.0f} MB", size, "constant")


def peers(table: Table, rows: int) -> None:
    """What the same work costs the way it is usually written."""
    used = median_of(_save_one_by_one, 1)
    table.add(
        f"peer: save() row by row, {NAIVE_ROWS} rows × {rows / NAIVE_ROWS:.0f}",
        f"{used * rows / NAIVE_ROWS:.0f} s",
    )
    from sentra.base.people.models import Role, User
    from sentra.registry import queries
    from sentra.registry.models import Profile

    by = User.objects.get(role=Role.OFFICER)
    current = Profile.objects.filter(current=True).select_related("district", "village")
    ordered, middle = current.order_by("sort_name", "pk"), rows // 2
    mark = ordered[middle]
    keyset = median_of(lambda: queries.page(by, queries.Filters(), after=f"{mark.sort_name}~{mark.pk}"))
    offset = median_of(lambda: list(ordered[middle : middle + 25]))
    like = current.filter(search_text__contains="knalpot").order_by("sort_name")
    contains = median_of(lambda: (list(like[:26]), like.count()))
    words = median_of(lambda: queries.page(by, queries.Filters(q="knalpot")))
    table.add("25 rows in the middle by keyset, query only", f"{keyset * 1000:.1f} ms")
    table.add("peer: the same by OFFSET", f"{offset * 1000:.1f} ms")
    table.add("a word by the index, with the count, query only", f"{words * 1000:.1f} ms")
    table.add("peer: the same by LIKE '%word%', with the count", f"{contains * 1000:.1f} ms")


def median_of(call: Callable[[], Any], times: int = 21) -> float:
    seconds = []
    for _time in range(times):
        start = time.perf_counter()
        call()
        seconds.append(time.perf_counter() - start)
    return statistics.median(seconds)


def _save_one_by_one() -> None:
    from django.db import transaction

    from sentra.base.people import vault
    from sentra.base.values import now
    from sentra.registry.actions.composing import profile
    from sentra.registry.models import Business, Identifier, Membership, SourceRecord

    for row in SourceRecord.objects.filter(membership__in_effect=True).order_by("pk")[:NAIVE_ROWS]:
        with transaction.atomic():
            [(subject, key)] = vault.new_keys(1)
            facts = Identifier.objects.filter(record=row)
            numbers = list(facts)
            row.pk, row.subject, row.sealed = None, subject, vault.seal(key, b"{}")
            row.save()
            business = Business.objects.create(created_at=now())
            Membership.objects.create(record=row, business=business, in_effect=False)
            profile(row.values, {}, business=business, record=row, since=now()).save()
            for number in numbers:
                number.pk, number.business, number.record, number.subject = None, business, row, subject
                number.save()
