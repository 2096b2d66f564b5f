"""What the web server loads, in each of its processes: they answer when they are warm."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sentra.config.settings")

from django.core.wsgi import get_wsgi_application

from sentra.web.warming import warm

application = get_wsgi_application()
warm(application)
