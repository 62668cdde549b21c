"""The addresses: sign-in, what respondents see, what members see."""

from django.urls import include, path

from polku.web.workspace.sign_in import closed

urlpatterns = [
    path("sign-in/email/", closed),
    path("sign-in/", include("allauth.urls")),
    path("s/", include("polku.web.respond.urls")),
    path("", include("polku.web.workspace.urls")),
]
