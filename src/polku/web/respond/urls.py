"""Addresses of the respondents' pages."""

from django.urls import path

from polku.web.respond import views

urlpatterns = [
    path("preview/<str:token>/", views.preview, name="answer-preview"),
    path("<uuid:survey>/", views.answer, name="answer"),
    path("<uuid:survey>", views.answer),
]
