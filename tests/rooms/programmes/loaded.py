"""Loads Sentra when it is imported: what workers of tests are forked from."""

import django

django.setup()

import sentra.worker.work  # noqa: E402, F401 - needs the settings
