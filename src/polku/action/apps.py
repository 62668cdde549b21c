"""Tells Django of this room."""

from django.apps import AppConfig


class ActionConfig(AppConfig):
    name = "polku.action"
