"""Tells Django of this room."""

from django.apps import AppConfig


class SurveysConfig(AppConfig):
    name = "polku.surveys"
