"""Tells Django of this room."""

from django.apps import AppConfig


class JourneysConfig(AppConfig):
    name = "polku.journeys"
