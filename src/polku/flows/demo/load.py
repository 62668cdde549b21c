"""Decides what loading the demo company means: journeys, surveys, then records through the same door as anybody's."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

from django.utils import timezone

from cxlab.simulate import Company, company
from polku.flows import refresh
from polku.flows.demo import journeys, surveys
from polku.flows.demo.emptying import empty_store
from polku.flows.demo.records import before, records
from polku.flows.import_records import Imported, import_records
from polku.governance import queries as governance
from polku.governance import services
from polku.governance.gate import Viewer
from polku.people import queries as people
from polku.surveys import queries as asked

Progress = Callable[[str], None]
ACCOUNTS, MONTHS, SEED = 300, 36, 1
PRODUCT = Viewer(member=None, role="admin")


def store_is_empty() -> bool:
    """Whether nobody's data are here yet: no customers and no surveys."""
    return people.customers(viewer=PRODUCT, size=1).total == 0 and not asked.surveys(viewer=PRODUCT)


def load(
    *, accounts: int = ACCOUNTS, null: bool = False, progress: Progress = lambda _text: None, today: date | None = None
) -> Imported:
    """Load the company, its history ending yesterday, and bring the snapshot up to date.

    It reaches into the present month, so that the first live answer joins a month that has some.
    """
    today = today or timezone.localdate()
    progress("drawing the company")
    end = today.replace(day=monthrange(today.year, today.month)[1])
    drawn = company(seed=SEED, accounts=accounts, end=end, months=MONTHS, null=null)
    _name_ourselves(drawn)
    progress("journeys and surveys")
    slugs = journeys.draw(drawn, actor=PRODUCT)
    keys = surveys.publish_all(drawn, since=_beginning(drawn), actor=PRODUCT)
    imported = import_records(
        before(records(drawn, slugs, keys), today),
        source="demo",
        actor=PRODUCT,
        mapping={"accounts": accounts, "null": null},
        progress=progress,
    )
    progress("building the snapshot")
    refresh.refresh()
    return imported


def reset(*, accounts: int = ACCOUNTS, null: bool = False, progress: Progress = lambda _text: None) -> Imported:
    """Empty the store of everything but its members and settings, and load the company afresh."""
    progress("emptying the store")
    empty_store(actor=PRODUCT)
    return load(accounts=accounts, null=null, progress=progress)


def _beginning(drawn: Company) -> datetime:
    """Before the first answer."""
    first = drawn.responses["answered_at"].min()
    at = datetime.fromtimestamp(int(str(first)), UTC) if first is not None else timezone.now()
    return at - timedelta(days=30)


def _name_ourselves(drawn: Company) -> None:
    """Give the organisation the simulated company's name, unless it has one."""
    settled = governance.organisation(viewer=PRODUCT)
    if not any(settled.names.values()):
        name = drawn.accounts.filter(is_own=True)["name"][0]
        services.update_organisation(names=dict.fromkeys(settled.languages, name), actor=PRODUCT)
