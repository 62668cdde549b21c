"""Every address as every role: the door opens exactly for those whom the gate's table lets in."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, get_resolver
from django.urls.resolvers import RoutePattern

from polku.governance.gate import LEAST_ROLE, ROLES, Viewer, may
from polku.governance.models import Member

# What is open to anybody, by the start of its address, and why.
PUBLIC = {
    "sign-in/": "the way in: allauth asks for what it needs itself",
    "s/": "respondents have no account; the survey's own link is the key",
}
# Open views of the workspace, by name, and why.
OPEN = {
    "accept-invitation": "a new member has no password yet; the one-time link is the key",
    "choose-language": "the sign-in page speaks three languages",
    "choose-theme": "so does the theme belong to the browser, not to the member",
}
SAMPLES = {"uuid": uuid.UUID(int=7), "int": 7, "str": "nothing", "slug": "nothing", "path": "nothing"}


def routes(patterns=None, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        here = prefix + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield here, pattern
        else:
            yield from routes(pattern.url_patterns, here)


def workspace() -> list[tuple[str, URLPattern]]:
    return [
        (route, pattern)
        for route, pattern in routes()
        if not route.startswith(tuple(PUBLIC)) and pattern.name not in OPEN
    ]


def address(route: str, pattern: URLPattern) -> str:
    path = route
    assert isinstance(pattern.pattern, RoutePattern), f"{route}: use path(), its converters tell what stands there"
    for full in [part.split(">")[0] for part in route.split("<")[1:]]:
        kind = full.split(":")[0] if ":" in full else "str"
        path = path.replace(f"<{full}>", str(SAMPLES[kind]))
    return "/" + path


def named(case) -> str:
    return case[0] or "/"


def test_there_are_pages():
    assert len(workspace()) > 10


@pytest.mark.parametrize("case", workspace(), ids=named)
def test_a_page_names_its_action(case):
    _route, pattern = case
    assert getattr(pattern.callback, "action", None) in LEAST_ROLE


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("case", workspace(), ids=named)
def test_the_door_opens_for_whom_the_table_lets_in(case, method):
    route, pattern = case
    path = address(route, pattern)
    stranger = getattr(Client(), method)(path)
    assert stranger.status_code == 302
    assert "/sign-in/login/" in stranger["Location"]
    for role in ROLES:
        member = Member.objects.create_user(f"{role}@example.com", "long enough pass", role=role)
        client = Client()
        client.force_login(member)
        answer = getattr(client, method)(path)
        allowed = may(Viewer(member=member.pk, role=role), pattern.callback.action)
        assert (answer.status_code != 403) == allowed, f"{role} at {path}: {answer.status_code}"
        assert answer.status_code < 500
