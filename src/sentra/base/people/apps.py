from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "sentra.base.people"
    label = "people"
