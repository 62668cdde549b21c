"""Decides who may come in by the sign-in pages: members whom an admin invited, and nobody by signing up."""

from __future__ import annotations

from typing import Any, NoReturn

from allauth.account.adapter import DefaultAccountAdapter
from django.http import Http404, HttpRequest

from polku.governance.gate import Viewer
from polku.governance.services import change_my_password


class Door(DefaultAccountAdapter):
    """Sign-up is closed; a password that is changed leaves a line among what was done."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 - as the library calls it
        return False

    def set_password(self, user: Any, password: str) -> None:
        change_my_password(password, actor=Viewer(member=user.pk, role=user.role))
        # The session goes on only if it knows the new one.
        user.refresh_from_db(fields=["password"])


def closed(request: HttpRequest) -> NoReturn:  # noqa: ARG001 - a view
    """A page of the library that is not offered: a member's address is what they are known by, an admin's to give."""
    raise Http404
