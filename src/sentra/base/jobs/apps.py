from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "sentra.base.jobs"
    label = "jobs"
