import pytest

from polku.flows.settle_organisation import settle_organisation
from polku.governance import queries
from polku.governance.gate import NotAllowed
from polku.governance.rules import Refused
from polku.people.queries import customers, own_account


def test_our_own_account_bears_the_organisation_s_name(admin):
    settle_organisation({"names": {"en": "Lumen", "fi": "Lumen Oy"}, "default_language": "fi"}, actor=admin)
    assert own_account(viewer=admin).name == "Lumen Oy"
    settle_organisation({"names": {"en": "Lumen", "fi": "Valo Oy"}}, actor=admin)
    assert own_account(viewer=admin).name == "Valo Oy"
    assert customers(viewer=admin).total == 0


def test_a_refused_setting_changes_nothing(admin, manager):
    with pytest.raises(Refused):
        settle_organisation({"names": {"en": "X"}, "currency": "euro"}, actor=admin)
    with pytest.raises(NotAllowed):
        settle_organisation({"names": {"en": "X"}}, actor=manager)
    assert own_account(viewer=admin) is None
    assert queries.organisation(viewer=admin).names == {}
