import pytest
from django.apps import apps

from polku.governance import models as governance
from polku.governance import services as governing
from polku.governance.gate import NotAllowed
from polku.people import models, privacy, queries, services


def everything() -> str:
    """All that the store holds, as text."""
    return "\n".join(repr(list(model.objects.values())) for model in apps.get_models() if model._meta.managed)


def test_a_person_gets_all_that_is_kept_of_them(company, admin):
    kept = privacy.export_person(company["anna"], actor=admin)
    assert kept["mail"] == "anna@example.com"
    assert (kept["account"], kept["unit"], kept["decision_role"]) == ("Ähtärin Valo Oy", "Lighting", "influencer")
    own = {field.name for field in models.Contact._meta.fields}
    assert own - kept.keys() == {"id", "key", "imported", "created_at", "deleted_at"}


def test_an_erased_person_is_nowhere_in_the_store(company, admin):
    assert "Anna Aalto" in everything()
    privacy.erase_person(company["anna"], actor=admin)
    left = everything()
    assert "Anna Aalto" not in left
    assert "anna@example.com" not in left
    assert governance.Dirty.objects.filter(table="contacts", erased=True).exists()
    assert governance.AuditEntry.objects.filter(verb="erase", subject_kind="contact").count() == 1
    with pytest.raises(governing.NotFound):
        privacy.erase_person(company["anna"], actor=admin)


def test_the_do_not_ask_list_survives_erasure(company, admin, manager):
    privacy.erase_person(company["anna"], actor=admin)
    services.add_contact(company["borga"], services.ContactDetails(name="A", mail="Anna@Example.com"), actor=manager)
    (again,) = queries.contacts(models.Account.objects.get(pk=company["borga"]).key, viewer=manager)
    assert again.do_not_ask
    assert not again.may_ask


def test_only_an_admin_erases_and_gives_out(company, manager):
    with pytest.raises(NotAllowed):
        privacy.erase_person(company["anna"], actor=manager)
    with pytest.raises(NotAllowed):
        privacy.export_person(company["anna"], actor=manager)
    assert models.Contact.objects.filter(pk=company["anna"]).exists()
