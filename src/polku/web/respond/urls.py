"""Addresses of the respondents' pages."""

from django.urls import path

from polku.web.respond import stopping, views

urlpatterns = [
    path("preview/<str:token>/", views.preview, name="answer-preview"),
    path("stop/<str:token>/", stopping.stop, name="answer-stop"),
    path("<uuid:survey>/", views.answer, name="answer"),
    path("<uuid:survey>", views.answer),
]
