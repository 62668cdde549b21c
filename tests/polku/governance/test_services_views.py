"""Views of the scoreboard kept by name: one's own, those others share, and who may remove which."""

from __future__ import annotations

import pytest

from polku.governance.gate import Viewer
from polku.governance.models import AuditEntry, Member, SavedView
from polku.governance.privacy import erase_member, export_member
from polku.governance.queries import saved_views
from polku.governance.rules import Refused
from polku.governance.services import NotFound, change_view, forget_view, save_view

pytestmark = pytest.mark.django_db


def save(name="Board", address="?show=nps", *, actor, shared=False, pinned=False):
    return save_view(name, address, shared=shared, pinned=pinned, actor=actor)


def names(viewer):
    return [(view.name, view.mine, view.pinned) for view in saved_views(viewer=viewer)]


def test_mine_come_first_then_those_that_others_share(reader, manager):
    save("Zebra", actor=reader, pinned=True)
    save("Hers", actor=manager)
    save("Apple", actor=manager, shared=True, pinned=True)
    assert names(reader) == [("Zebra", True, True), ("Apple", False, False)]
    assert [view.by for view in saved_views(viewer=reader)] == ["", "Mauno Manager"]
    assert saved_views(viewer=Viewer(member=None, role="admin")) == ()


def test_the_same_name_is_replaced_and_another_members_is_not(reader, manager):
    first = save(actor=reader, address="?show=nps")
    save(actor=manager, address="?show=ces7")
    assert save("  Board ", actor=reader, address="?show=csat5") == first
    assert SavedView.objects.get(key=first).address == "?show=csat5"
    assert SavedView.objects.count() == 2


@pytest.mark.parametrize(
    ("name", "address", "field"), [("  ", "?", "name"), ("x" * 81, "?", "name"), ("x", "?" * 4001, "")]
)
def test_what_cannot_be_kept_is_said_at_its_field(reader, name, address, field):
    with pytest.raises(Refused) as refused:
        save(name, address, actor=reader)
    assert refused.value.field == field


def test_there_is_an_end_to_them(reader, monkeypatch):
    from polku.governance.services import views

    monkeypatch.setattr(views, "MOST_VIEWS", 1)
    save(actor=reader)
    save(actor=reader)
    with pytest.raises(Refused, match="Remove one first"):
        save("Another", actor=reader)


def test_nobody_but_a_member_keeps_one():
    with pytest.raises(Refused):
        save(actor=Viewer(member=None, role="admin"))


def test_pinned_and_shared_by_its_member_alone(reader, manager):
    key = save(actor=reader, shared=True)
    change_view(key, pinned=True, shared=False, actor=reader)
    assert names(reader) == [("Board", True, True)]
    assert names(manager) == []
    with pytest.raises(NotFound):
        change_view(key, pinned=False, actor=manager)
    assert list(AuditEntry.objects.filter(verb="update").values_list("fields", flat=True)) == [["pinned", "shared"]]


def test_removed_by_its_member_or_a_shared_one_by_an_admin(reader, manager, admin):
    own, shared = save("a", actor=reader), save("b", actor=reader, shared=True)
    for actor, key in ((manager, shared), (admin, own)):
        with pytest.raises(NotFound):
            forget_view(key, actor=actor)
    forget_view(shared, actor=admin)
    forget_view(own, actor=reader)
    assert not SavedView.objects.exists()


def test_it_is_given_out_and_goes_with_its_member(reader, admin):
    save(actor=reader, shared=True)
    assert export_member(reader.member, actor=reader)["views"][0]["name"] == "Board"
    erase_member(reader.member, actor=admin)
    assert not SavedView.objects.exists()
    assert not Member.objects.filter(pk=reader.member).exists()
