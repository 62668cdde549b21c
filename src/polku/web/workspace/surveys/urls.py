"""Addresses of this subject."""

urlpatterns: list = []
