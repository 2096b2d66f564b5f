from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "sentra.base.documents"
    label = "documents"
