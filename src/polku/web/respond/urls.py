"""Addresses of the respondents' pages."""

urlpatterns: list = []
