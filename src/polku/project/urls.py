"""The addresses: sign-in, what respondents see, what members see."""

from django.urls import include, path

urlpatterns = [
    path("sign-in/", include("allauth.urls")),
    path("s/", include("polku.web.respond.urls")),
    path("", include("polku.web.workspace.urls")),
]
