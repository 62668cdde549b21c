"""Two customers with their people, and ourselves."""

from __future__ import annotations

import pytest

from polku.people import services


@pytest.fixture
def company(admin, manager):
    """Ids by a short name."""
    services.save_segment("designer", {"en": "Designer", "fi": "Suunnittelija", "sv": "Planerare"}, actor=manager)
    services.save_segment("wholesaler", {"en": "Wholesaler"}, actor=manager)
    ids = {
        "own": services.name_own_account("Lumen Oy", actor=admin),
        "ahtari": services.create_account(
            services.AccountDetails(
                name="Ähtärin Valo Oy",
                segment="designer",
                language="fi",
                country="fi",
                found_us="fair",
                external_id="C-1",
                end_customers=(("City of Ähtäri", "School"),),
            ),
            actor=manager,
        ),
        "borga": services.create_account(
            services.AccountDetails(name="Borgå Ljus Ab", segment="wholesaler", language="sv"), actor=manager
        ),
    }
    ids["anna"] = services.add_contact(
        ids["ahtari"],
        services.ContactDetails(
            name="Anna Aalto", mail="Anna@Example.com", unit="Lighting", decision_role="influencer", buyer_kind="repeat"
        ),
        actor=manager,
    )
    ids["employee"] = services.add_contact(
        ids["own"], services.ContactDetails(name="Erkki", mail="erkki@lumen.example"), actor=manager
    )
    return ids
