"""Tells Django of this room."""

from django.apps import AppConfig


class StrategyConfig(AppConfig):
    name = "polku.strategy"
