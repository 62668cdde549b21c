"""Addresses of this subject."""

from django.urls import path

from polku.web.workspace.scoreboard import views

urlpatterns = [path("", views.where, name="where"), path("pulse/", views.pulse, name="pulse")]
