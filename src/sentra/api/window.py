"""The API: one module a room. Later rooms add their router here and nowhere else."""

from django.utils.translation import gettext_lazy as _
from ninja import NinjaAPI

from sentra.api import businesses, errors, lab, linking, programmes
from sentra.api.auth import Session

api = NinjaAPI(
    title="Sentra",
    version="1",
    description=str(_("Buku induk industri kecil dan menengah, untuk program lain.")),
    auth=Session(),
    urls_namespace="api",
    docs_url=None,  # the interactive page loads scripts from elsewhere; the schema is at openapi.json
)
errors.translate(api)
api.add_router("/businesses", businesses.router, tags=["businesses"])
api.add_router("/lab", lab.router, tags=["lab"])
api.add_router("/linking", linking.router, tags=["linking"])
api.add_router("/programmes", programmes.router, tags=["programmes"])
