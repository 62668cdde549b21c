"""Tells Django of this room."""

from django.apps import AppConfig


class FinanceConfig(AppConfig):
    name = "polku.finance"
