"""Two customers and ourselves, to sell to."""

from __future__ import annotations

import pytest

from polku.people import services


@pytest.fixture
def accounts(admin, manager):
    """Ids of two customers and of our own organisation."""
    return (
        services.create_account(services.AccountDetails(name="A"), actor=manager),
        services.create_account(services.AccountDetails(name="B"), actor=manager),
        services.name_own_account("Us", actor=admin),
    )
