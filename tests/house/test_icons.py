"""Every icon a template names is in the package that draws it; a missing one is a page that does not open."""

import importlib.resources
import re
import zipfile

from tests.house.reading import PACKAGE

NAMED = re.compile(r"""{% icon "([\w-]+)"|icon_name="([\w-]+)\"""")


def drawn() -> set[str]:
    with (
        (importlib.resources.files("lucide") / "lucide.zip").open("rb") as file,
        zipfile.ZipFile(file) as all_,
    ):
        return {name.rpartition("/")[2].removesuffix(".svg") for name in all_.namelist()}


def test_every_icon_of_a_template_exists():
    named = {
        (str(path.relative_to(PACKAGE)), name)
        for path in PACKAGE.rglob("*.html")
        for pair in NAMED.findall(path.read_text(encoding="utf-8"))
        for name in pair
        if name
    }
    assert len(named) > 50
    known = drawn()
    assert sorted(one for one in named if one[1] not in known) == []
