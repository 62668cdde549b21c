"""Somebody signed in, and the words on a page."""

from __future__ import annotations

import re
from html import unescape

from django.test import Client

from polku.governance.models import Member


def member(role: str = "viewer", language: str = "en") -> Client:
    client = Client()
    client.force_login(
        Member.objects.create_user(f"{role}@example.com", "long enough pass", role=role, language=language)
    )
    return client


def words(page) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", page.content.decode()))).replace(
        "\N{NO-BREAK SPACE}", " "
    )
