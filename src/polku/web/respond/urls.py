"""Addresses of the respondents' pages."""

from django.urls import path

from polku.web.respond import about, hooks, stopping, views

urlpatterns = [
    path("preview/<str:token>/", views.preview, name="answer-preview"),
    path("returned-mail/", hooks.returned_mail, name="returned-mail"),
    path("stop/<str:token>/", stopping.stop, name="answer-stop"),
    path("<uuid:survey>/about/", about.about, name="answer-about"),
    path("<uuid:survey>/", views.answer, name="answer"),
    path("<uuid:survey>", views.answer),
]
