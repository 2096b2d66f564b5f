"""Places as words of the search index, so that searching within a district reads only that district's rows."""


def place_mark(code: str) -> str:
    """`33.03.11.2003` → `w3303112003`: as a prefix, the mark of a district finds its villages too."""
    return "w" + code.replace(".", "")


def place_marks(district: str | None, village: str | None) -> list[str]:
    """The marks of a business; two when a list names a village outside the district it names."""
    if village and (not district or village.startswith(district)):
        return [place_mark(village)]
    return [place_mark(code) for code in (district, village) if code]
