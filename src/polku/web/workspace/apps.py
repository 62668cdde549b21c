"""Tells Django of these pages."""

from django.apps import AppConfig


class WorkspaceConfig(AppConfig):
    name = "polku.web.workspace"
