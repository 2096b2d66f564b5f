"""Every address of the product. Indonesian addresses are the plain ones; English ones stand under /en/."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from sentra.api.window import api
from sentra.web.home.views import alive

urlpatterns = [
    path("hidup/", alive, name="alive"),
    path("api/", api.urls),
    *i18n_patterns(
        path("", include("sentra.web.home.urls")),
        path("", include("sentra.web.account.urls")),
        path("", include("sentra.web.people.urls")),
        path("", include("sentra.web.registry.urls")),
        path("", include("sentra.web.imports.urls")),
        path("", include("sentra.web.linking.urls")),
        path("", include("sentra.web.lab.urls")),
        path("", include("sentra.web.programmes.urls")),
        prefix_default_language=False,
    ),
]
