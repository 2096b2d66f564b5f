from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "sentra.base.audit"
    label = "audit"
