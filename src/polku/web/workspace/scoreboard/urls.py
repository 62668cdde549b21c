"""Addresses of this subject."""

from django.urls import path

from polku.web.workspace.scoreboard import purposes, views

urlpatterns = [
    path("", views.where, name="where"),
    path("pulse/", views.pulse, name="pulse"),
    path("wall/", views.wall, name="scoreboard-wall"),
    path("perspectives/", purposes.three, name="scoreboard-perspectives"),
    path("perspectives/<slug:metric>/", purposes.card, name="metric-purpose"),
    path("answers/", views.answers, name="scoreboard-answers"),
    path("export/<slug:kind>/", views.export, name="scoreboard-export"),
    path("views/save/", views.save, name="view-save"),
    path("views/<uuid:key>/pin/", views.pin, name="view-pin"),
    path("views/<uuid:key>/forget/", views.forget, name="view-forget"),
]
