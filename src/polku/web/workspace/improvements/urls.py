"""Addresses of this subject."""

from django.urls import path

from polku.web.workspace.improvements import views

urlpatterns = [
    path("", views.improvements, name="improvements"),
    path("new/", views.new, name="improvement-new"),
    path("<uuid:key>/", views.improvement, name="improvement"),
    path("<uuid:key>/end/", views.end, name="improvement-end"),
    path("<uuid:key>/delete/", views.delete, name="improvement-delete"),
    path("<uuid:key>/restore/", views.restore, name="improvement-restore"),
]
