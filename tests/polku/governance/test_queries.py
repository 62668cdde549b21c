from dataclasses import FrozenInstanceError

import pytest

from polku.governance import models, queries, services
from polku.governance.gate import NotAllowed


def test_settings_have_defaults_before_anything_is_settled(reader):
    settled = queries.organisation(viewer=reader)
    assert (settled.threshold_scores, settled.threshold_comments) == (5, 8)
    assert (settled.currency, settled.time_zone) == ("EUR", "Europe/Helsinki")
    assert settled.languages == ("fi", "sv", "en")
    assert not models.Organisation.objects.exists(), "reading writes nothing"


def test_what_is_read_cannot_be_changed(reader):
    with pytest.raises(FrozenInstanceError):
        queries.organisation(viewer=reader).currency = "SEK"


def test_a_respondent_learns_the_name_and_whom_to_turn_to_and_no_more(admin):
    services.update_organisation(actor=admin, names={"en": "Lumen"}, contact={"en": "Call Aino."})
    public = queries.public_organisation()
    assert public.name("fi") == "Lumen"
    assert public.contact == {"en": "Call Aino."}
    assert not hasattr(public, "threshold_scores")


def test_only_an_admin_sees_the_list_of_members(admin, manager):
    assert {member.email for member in queries.members(viewer=admin)} == {"admin@example.com", "manager@example.com"}
    with pytest.raises(NotAllowed):
        queries.members(viewer=manager)


def test_anyone_sees_themselves_and_only_an_admin_another(admin, reader):
    mine = models.Member.objects.get(pk=reader.member).key
    assert queries.member(mine, viewer=reader).email == "viewer@example.com"
    assert queries.member(mine, viewer=admin).email == "viewer@example.com"
    with pytest.raises(NotAllowed):
        queries.member(models.Member.objects.get(pk=admin.member).key, viewer=reader)


def test_colleagues_are_the_active_ones(admin, reader):
    services.set_active(reader.member, active=False, actor=admin)
    assert [colleague.name for colleague in queries.colleagues(viewer=admin)] == ["Aino Admin"]


def test_the_audit_is_paged_newest_first_and_for_admins(admin, manager):
    for number in range(5):
        services.update_organisation(actor=admin, threshold_scores=10 + number)
    first = queries.audit(viewer=admin, size=3)
    rest = queries.audit(viewer=admin, size=3, before=first.before)
    assert [len(first.entries), len(rest.entries)] == [3, 2]
    assert rest.before is None
    assert first.entries[0].at >= rest.entries[-1].at
    assert first.entries[0].actor == "Aino Admin"
    assert queries.audit(viewer=admin, verb="invite").entries == ()
    assert queries.audit_kinds(viewer=admin) == ("organisation",)
    with pytest.raises(NotAllowed):
        queries.audit(viewer=manager)


def test_imports_are_told_with_their_state(manager, contributor):
    imported, _known = services.begin_import("file.csv", "a" * 64, {}, actor=manager)
    services.land_import(imported, rows=3, rejected=1, actor=manager)
    (unit,) = queries.imports(viewer=manager)
    assert (unit.state, unit.rows, unit.rejected) == ("landed", 3, 1)
    with pytest.raises(NotAllowed):
        queries.imports(viewer=contributor)
