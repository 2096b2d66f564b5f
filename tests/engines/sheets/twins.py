"""The seven lists that were studied, as synthetic twins with the same defects; seeded, nobody's names."""

from tests.engines.sheets.twin import ILLEGIBLE, Maker, Twin, share, wrong
from tests.engines.sheets.twins_tables import office, page, population, shop
from tests.engines.sheets.twins_text import city, district, recap

__all__ = ["ILLEGIBLE", "TWINS", "Twin", "share", "wrong"]

TWINS: dict[str, Maker] = {
    "city": city,
    "recap": recap,
    "district": district,
    "office": office,
    "shop": shop,
    "page": page,
    "population": population,
}
