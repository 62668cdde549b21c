"""Tells Django of this room."""

from django.apps import AppConfig


class OutreachConfig(AppConfig):
    name = "polku.outreach"
