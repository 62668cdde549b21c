"""Tells Django of these pages."""

from django.apps import AppConfig


class RespondConfig(AppConfig):
    name = "polku.web.respond"
