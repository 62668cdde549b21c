"""A browser without a screen, signed in as a role."""

from __future__ import annotations

import pytest
from django.test import Client

from polku.governance.models import Member


@pytest.fixture
def browse(db):
    """``browse("manager")`` is a client signed in as one; the same role gives the same member."""

    def make(role: str = "admin", language: str = "en") -> Client:
        member, _made = Member.objects.get_or_create(
            email=f"{role}@example.com", defaults={"role": role, "name": role.title(), "language": language}
        )
        member.set_password("long enough pass")
        member.save()
        client = Client()
        client.force_login(member)
        client.member = member
        return client

    return make
