from django.apps import AppConfig


class LabConfig(AppConfig):
    name = "sentra.lab"
    label = "lab"
