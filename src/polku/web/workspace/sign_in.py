"""Decides who may come in by the sign-in pages: members whom an admin invited, and nobody by signing up."""

from __future__ import annotations

from typing import NoReturn

from allauth.account.adapter import DefaultAccountAdapter
from django.http import Http404, HttpRequest


class Door(DefaultAccountAdapter):
    """Sign-up is closed."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 - as the library calls it
        return False


def closed(request: HttpRequest) -> NoReturn:  # noqa: ARG001 - a view
    """A page of the library that is not offered: a member's address is what they are known by, an admin's to give."""
    raise Http404
