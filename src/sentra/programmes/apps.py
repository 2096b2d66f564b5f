from django.apps import AppConfig


class ProgrammesConfig(AppConfig):
    name = "sentra.programmes"
    label = "programmes"
