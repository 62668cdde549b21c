"""The menu holds what the role may open, and nothing that does not exist."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser

from polku.governance.gate import ROLES
from polku.governance.models import Member
from polku.web.workspace import shell


@pytest.fixture
def subjects(monkeypatch):
    added = (
        shell.Subject("/settings/members/", "Members", "Members", "users"),
        shell.Subject("/moon/", "Moon", "Moon", "moon"),
    )
    monkeypatch.setattr(shell, "SUBJECTS", (*shell.SUBJECTS, *added))


def addresses(rf, user, path: str = "/") -> list[str]:
    request = rf.get(path)
    request.user = user
    return [entry.subject.address for entry in shell.menu(request)]


def test_the_menu_grows_with_the_role(rf, subjects):
    seen = {role: addresses(rf, Member(email="x@example.com", role=role)) for role in ROLES}
    assert "/settings/members/" in seen["admin"]
    assert "/settings/members/" not in seen["viewer"]
    assert "/" in seen["viewer"]


def test_what_is_not_there_is_not_in_the_menu(rf, subjects):
    assert "/moon/" not in addresses(rf, Member(email="x@example.com", role="admin"))


@pytest.mark.django_db
def test_a_page_of_another_role_keeps_the_menu(browse):
    answer = browse("viewer").get("/settings/members/")
    assert answer.status_code == 403
    assert 'href="/journeys/"' in answer.content.decode()


def test_nobody_signed_in_sees_no_menu(rf):
    assert addresses(rf, AnonymousUser()) == []


@pytest.mark.parametrize(("path", "here"), [("/", "/"), ("/surveys/new/", "/surveys/"), ("/sign-in/2fa/", None)])
def test_one_entry_is_here(rf, path, here):
    request = rf.get(path)
    request.user = Member(email="x@example.com", role="admin")
    assert [entry.subject.address for entry in shell.menu(request) if entry.here] == ([here] if here else [])


@pytest.mark.parametrize(
    ("cookie", "theme"), [("dark", "dark"), ("light", "light"), ("<script>", "auto"), (None, "auto")]
)
def test_the_theme_is_one_we_know(rf, cookie, theme):
    request = rf.get("/")
    if cookie:
        request.COOKIES["theme"] = cookie
    assert shell.theme_of(request) == theme


def test_a_choice_leads_back_to_our_own_pages_only(client, db):
    own = client.post("/theme/", {"theme": "dark", "next": "/surveys/"})
    assert own["Location"] == "/surveys/"
    elsewhere = client.post("/theme/", {"theme": "dark", "next": "https://example.org/"})
    assert elsewhere["Location"] == "/"
    assert client.post("/theme/", {"theme": "pink"}).status_code == 400
    assert client.post("/language/", {"language": "xx"}).status_code == 400


def test_rounds_stand_under_surveys_by_their_own_name(rf):
    request = rf.get("/rounds/")
    request.user = Member(email="x@example.com", role="viewer")
    below = [one for entry in shell.menu(request) for one in entry.below]
    assert [(one.subject.address, one.here) for one in below] == [("/improvements/", False), ("/rounds/", True)]
