from django.apps import AppConfig


class PlacesConfig(AppConfig):
    name = "sentra.base.places"
    label = "places"
