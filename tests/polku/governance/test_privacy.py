import pytest

from polku.governance import models, privacy, services
from polku.governance.gate import NotAllowed


def test_a_member_gets_all_that_is_kept_of_them(admin, reader):
    services.update_me(name="Vilma", language="sv", actor=reader)
    kept = privacy.export_member(reader.member, actor=reader)
    assert (kept["email"], kept["name"], kept["language"]) == ("viewer@example.com", "Vilma", "sv")
    assert [entry["verb"] for entry in kept["did"]] == ["update"]
    assert privacy.export_member(reader.member, actor=admin) == kept
    with pytest.raises(NotAllowed):
        privacy.export_member(admin.member, actor=reader)


def test_an_erased_member_leaves_work_by_nobody(admin, reader):
    services.update_me(name="Vilma", language="sv", actor=reader)
    privacy.erase_member(reader.member, actor=admin)
    assert not models.Member.objects.filter(pk=reader.member).exists()
    entry = models.AuditEntry.objects.order_by("pk").first()
    assert (entry.verb, entry.actor_id) == ("update", None)
    assert models.AuditEntry.objects.filter(verb="erase").count() == 1


def test_the_last_admin_is_not_erased(admin, reader):
    with pytest.raises(services.LastAdmin):
        privacy.erase_member(admin.member, actor=admin)
    with pytest.raises(NotAllowed):
        privacy.erase_member(admin.member, actor=reader)
