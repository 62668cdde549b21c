"""Tells Django of this room."""

from django.apps import AppConfig


class GovernanceConfig(AppConfig):
    name = "polku.governance"
