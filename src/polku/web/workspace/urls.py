"""Addresses of the workspace, one line a subject."""

from django.urls import include, path

from polku.web.workspace import preferences

urlpatterns = [
    path("", include("polku.web.workspace.scoreboard.urls")),
    path("matters/", include("polku.web.workspace.matters.urls")),
    path("journeys/", include("polku.web.workspace.journeys.urls")),
    path("improvements/", include("polku.web.workspace.improvements.urls")),
    path("surveys/", include("polku.web.workspace.surveys.urls")),
    path("rounds/", include("polku.web.workspace.rounds.urls")),
    path("people/", include("polku.web.workspace.people.urls")),
    path("imports/", include("polku.web.workspace.imports.urls")),
    path("settings/", include("polku.web.workspace.settings.urls")),
    path("language/", preferences.choose_language, name="choose-language"),
    path("theme/", preferences.choose_theme, name="choose-theme"),
]
