"""Decides the order in which an import comes in: companies, people, money, offers, answers, events; then it lands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import polars as pl
from django.utils.translation import gettext as _

from polku.finance.services import OfferRow, RevenueRow, record_offers, record_revenue
from polku.flows.import_records.columns import COLUMNS, digest, fitted
from polku.flows.import_records.events import EventsComing
from polku.flows.import_records.responses import Known, prepared, row_key
from polku.flows.import_records.taking import Numbered, Rejected, take
from polku.governance import services as governance
from polku.governance.gate import Viewer, require
from polku.governance.queries import organisation
from polku.journeys import queries as journeys
from polku.people import queries as people
from polku.people.queries import Classes
from polku.people.rules import slug_of
from polku.people.services import AccountRow, ContactRow, load_accounts, load_contacts
from polku.surveys.services import drop_imported, store_responses_bulk

Told = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of an import.

    Attributes:
        id: the import, to be undone by.
        already: the very same records had landed before, and nothing was done.
        rows: rows that came in, those known already included.
        new: responses and events that were not known yet.
        rejected: rows that did not come in, and why.
    """

    id: int
    already: bool
    rows: int
    new: int
    rejected: tuple[Rejected, ...]


def import_records(
    tables: Mapping[str, pl.DataFrame],
    *,
    source: str,
    actor: Viewer,
    mapping: Mapping[str, object] | None = None,
    progress: Told = lambda _text: None,
) -> Imported:
    """Bring records in as one unit.

    Args:
        tables: by name, with the columns of ``COLUMNS``; a table that is absent is empty.
        source: where they come from; rows are known again by source and their own key.
        actor: needs the right to import.
        mapping: how the tables were made of a file; the same file mapped otherwise is another import.
        progress: told each step.

    Returns:
        Imported. Raises WrongTable when a table or column is not known; then nothing has come in.
    """
    require(actor, "import_data")
    given = {name: fitted(name, table) for name, table in tables.items()}
    whole = {name: given.get(name, pl.DataFrame(schema=dict(COLUMNS[name]))) for name in COLUMNS}
    unit, landed = governance.begin_import(source, digest(whole), dict(mapping or {}), actor=actor)
    if landed:
        return Imported(unit, already=True, rows=0, new=0, rejected=())
    # One that broke off before: its anonymous rows carry no key to be known by.
    drop_imported(unit, actor=actor)
    coming = Coming(unit, source, actor, progress)
    coming.accounts(whole["accounts"])
    coming.contacts(whole["contacts"])
    coming.revenue(whole["revenue"])
    coming.offers(whole["offers"])
    coming.responses(whole["responses"], whole["answers"])
    coming.events(whole["events"])
    governance.land_import(unit, rows=coming.rows, rejected=len(coming.rejected), actor=actor)
    rejected = tuple(sorted(coming.rejected, key=lambda one: (one.table, one.row)))
    return Imported(unit, already=False, rows=coming.rows, new=coming.new, rejected=rejected)


def undo_import(imported: int, *, actor: Viewer) -> None:
    """Take an import out of sight, all of it at once."""
    governance.undo_import(imported, actor=actor)


class Coming:
    """An import while it comes in: what is known by now, and what was refused."""

    def __init__(self, unit: int, source: str, actor: Viewer, progress: Told) -> None:
        self.unit, self.source, self.actor, self.progress = unit, source, actor, progress
        self.rows = self.new = 0
        self.rejected: list[Rejected] = []
        self.account_ids: dict[str, int] = {}
        self.segments: dict[int, str] = {}
        self.contact_ids: dict[tuple[str, str], int] = {}
        self.classes: dict[int, Classes] = {}
        self.equals: Counter[str] = Counter()
        self.arriving: EventsComing | None = None

    def accounts(self, table: pl.DataFrame) -> None:
        rows = [Numbered(number, _account(row)) for number, row in enumerate(table.iter_rows(named=True), 1)]
        made = self._take("accounts", rows, lambda some: load_accounts(some, imported=self.unit, actor=self.actor))
        for one in rows:
            if one.number in made:
                key = one.row.external_id or one.row.name
                self.account_ids[key] = made[one.number]
                self.segments[made[one.number]] = slug_of(one.row.segment) if one.row.segment else ""

    def contacts(self, table: pl.DataFrame) -> None:
        self._look_up(table["account"])
        rows = []
        for number, row in enumerate(table.iter_rows(named=True), 1):
            account = self.account_ids.get(row["account"])
            if account is None:
                self._refuse("contacts", number, "account", _("There is no account with this id."))
                continue
            rows.append(Numbered(number, _contact(row, account)))
        made = self._take("contacts", rows, lambda some: load_contacts(some, imported=self.unit, actor=self.actor))
        keys = table.select("account", "id").rows()
        for one in rows:
            if one.number in made:
                pk, row = made[one.number], one.row
                self.contact_ids[keys[one.number - 1]] = pk
                self.classes[pk] = Classes(
                    account=row.account, contact=pk, segment=self.segments.get(row.account, ""),
                    decision_role=row.decision_role, buyer_kind=row.buyer_kind, unit=row.unit, language=row.language,
                    is_own=False,
                )  # fmt: skip

    def revenue(self, table: pl.DataFrame) -> None:
        self._look_up(table["account"])
        currency = organisation(viewer=self.actor).currency
        rows = []
        for number, (account, month, amount, own) in enumerate(table.iter_rows(), 1):
            if account not in self.account_ids:
                self._refuse("revenue", number, "account", _("There is no account with this id."))
            elif amount is None or not month:
                self._refuse("revenue", number, "amount" if month else "month", _("This is missing."))
            else:
                line = RevenueRow(self.account_ids[account], month, Decimal(str(round(amount, 2))), own or currency)
                rows.append(Numbered(number, line))
        self._take(
            "revenue", rows, lambda some: [record_revenue(some, imported=self.unit, actor=self.actor)] * len(some)
        )

    def offers(self, table: pl.DataFrame) -> None:
        self._look_up(table["account"])
        self._look_up_people(table.select("account", "contact"))
        currency = organisation(viewer=self.actor).currency
        slugs = journeys.ids_by_slug(viewer=self.actor)
        rows = []
        for number, row in enumerate(table.iter_rows(named=True), 1):
            if fault := self._fault_of_offer(row, slugs):
                self._refuse("offers", number, *fault)
                continue
            amount = None if row["amount"] is None else Decimal(str(round(row["amount"], 2)))
            offer = OfferRow(
                account=self.account_ids[row["account"]], known_by=row["id"] or self._own_key("offers", row),
                made=row["made"], decided=row["decided"], outcome=row["outcome"], amount=amount,
                currency=(row["currency"] or currency) if amount is not None else "",
                contact=self.contact_ids.get((row["account"], row["contact"] or "")),
                touchpoint=slugs.get(row["touchpoint"] or ""),
            )  # fmt: skip
            rows.append(Numbered(number, offer))
        self._take("offers", rows, lambda some: [record_offers(some, imported=self.unit, actor=self.actor)] * len(some))

    def _fault_of_offer(self, row: dict[str, Any], slugs: Mapping[str, int]) -> tuple[str, str] | None:
        if row["account"] not in self.account_ids:
            return ("account", _("There is no account with this id."))
        if row["contact"] and (row["account"], row["contact"]) not in self.contact_ids:
            return ("contact", _("There is no contact with this id in the account."))
        if row["touchpoint"] and row["touchpoint"] not in slugs:
            return ("touchpoint", _("There is no touchpoint called %(name)s.") % {"name": row["touchpoint"]})
        missing = next((name for name in ("made", "outcome") if row[name] is None), None)
        return (missing, _("This is missing.")) if missing else None

    def responses(self, table: pl.DataFrame, answers: pl.DataFrame) -> None:
        self._look_up(table["account"])
        self._look_up_people(table.select("account", "contact"))
        known = Known(self.account_ids, self.contact_ids, self.classes, journeys.ids_by_slug(viewer=self.actor))
        ready, rejected = prepared(self.source, table, answers, known)
        self.rejected += rejected
        self._take("responses", ready, lambda some: store_responses_bulk(some, imported=self.unit, actor=self.actor))

    def events(self, table: pl.DataFrame) -> None:
        self._look_up(table["account"])
        self._look_up_people(table.select("account", "contact"))
        if self.arriving is None:
            self.arriving = EventsComing(self.unit, self.source, self.actor)

        def told(done: int) -> None:
            self.progress(f"events: {done:,} / {table.height:,}")

        rows, new, rejected = self.arriving.take(table, self.account_ids, self.contact_ids, told)
        self.rows, self.new = self.rows + rows, self.new + new
        self.rejected += rejected

    def _own_key(self, table: str, row: dict[str, Any]) -> str:
        """By what it says and its number among equals: two deliveries in one second are two."""
        content = row_key(self.source, *(row[name] for name in COLUMNS[table]))
        self.equals[content] += 1
        return row_key(self.source, content, self.equals[content])

    def _look_up(self, accounts: pl.Series) -> None:
        """Accounts that the import names and does not bring."""
        missing = [key for key in accounts.unique() if key and key not in self.account_ids]
        if missing:
            self.account_ids |= people.by_external_id(missing, viewer=self.actor)

    def _look_up_people(self, pairs: pl.DataFrame) -> None:
        """People that the import names and does not bring."""
        missing = [(a, c) for a, c in pairs.unique().iter_rows() if c and (a or "", c) not in self.contact_ids]
        accounts = {self.account_ids[a]: a for a, _c in missing if a in self.account_ids}
        for (account, key), classes in people.people_of(accounts, viewer=self.actor).items():
            self.contact_ids.setdefault((accounts[account], key), classes.contact)
            self.classes[classes.contact] = classes

    def _take(self, table: str, rows: list[Numbered], give: Callable[[list[Any]], Any]) -> dict[int, Any]:
        def told(done: int) -> None:
            self.progress(f"{table}: {done:,} / {len(rows):,}")

        made, new, rejected = take(table, rows, give, told=told)
        self.rows += len(rows) - len(rejected)
        self.new += new
        self.rejected += rejected
        return made

    def _refuse(self, table: str, row: int, column: str, reason: str) -> None:
        self.rejected.append(Rejected(table, row, column, reason))


def _account(row: dict[str, Any]) -> AccountRow:
    plain = ("name", "segment", "account_group", "language", "country", "found_us", "owner", "deputy")
    texts = {name: row[name] or "" for name in plain}
    return AccountRow(
        **texts,
        external_id=row["id"] or "",
        customer_since=row["customer_since"],
        is_own=bool(row["is_own"]),
        end_customers=((row["end_customer"], ""),) if row["end_customer"] else (),
    )


def _contact(row: dict[str, Any], account: int) -> ContactRow:
    names = ("name", "mail", "phone", "unit", "decision_role", "buyer_kind", "language", "country")
    return ContactRow(
        account=account,
        external_id=row["id"] or "",
        consent=row["consent"] or "unknown",
        **{name: row[name] or "" for name in names},
    )
