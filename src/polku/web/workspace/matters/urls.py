"""Addresses of this subject."""

from django.urls import path

from polku.web.workspace.matters import views

urlpatterns = [
    path("", views.matters, name="matters"),
    path("export/<slug:kind>/", views.export, name="matters-export"),
]
