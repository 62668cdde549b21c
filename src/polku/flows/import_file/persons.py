"""Decides whom a row is about: the account and the contact it names, found by id, name or mail, made where decided."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from polku.flows.import_file.mapping import Mapping
from polku.flows.import_file.rejecting import FAULTS, fault
from polku.governance.gate import Viewer
from polku.journeys import queries as journeys
from polku.people import queries as people
from polku.people.queries import Classes
from polku.people.services import AccountRow, ContactRow, load_accounts, load_contacts

AT_ONCE = 2_000
_ADDRESS = re.compile(r"\S+@\S+\.\S+")
_GROUPS = ("segment", "decision_role", "buyer_kind", "unit")
_SCHEMA = {
    "account": pl.Int64, "contact": pl.Int64, "touchpoint": pl.Int64, **dict.fromkeys(_GROUPS, pl.String),
}  # fmt: skip
_Pair = tuple[str | None, str | None]
_Four = tuple[str | None, str | None, str | None, str | None]


@dataclass
class Persons:
    """Who is known by now. ``imported`` is the import under which accounts may be made; without one none are."""

    mapping: Mapping
    actor: Viewer
    imported: int | None = None
    accounts: dict[_Pair, int | None] = field(default_factory=dict)
    contacts: dict[_Four, Classes | None] = field(default_factory=dict)
    classes: dict[int, dict[str, Classes]] = field(default_factory=dict)
    new: set[_Pair] = field(default_factory=set)
    given: dict[str, int] = field(default_factory=dict)

    def of(self, part: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
        """Account, contact, touchpoint and classes of each row of a part, and the rows that name nobody known."""
        names = [self.mapping.named(role) for role in ("account", "account_name", "contact", "mail")]
        touchpoints, wrong = self._touchpoints(part)
        if not any(names):
            empty = pl.DataFrame({name: [None] * part.height for name in _SCHEMA}, schema=_SCHEMA)
            empty = empty.with_columns(pl.lit("").alias(name) for name in _GROUPS)
            return empty.with_columns(touchpoints), wrong
        given = pl.DataFrame(
            [
                (part[name].str.strip_chars() if name else pl.Series([None] * part.height, dtype=pl.String)).alias(role)
                for role, name in zip(("account", "account_name", "contact", "mail"), names, strict=True)
            ]
        ).with_columns(pl.when(pl.all() != "").then(pl.all()))
        different = given.unique(maintain_order=True)
        self._learn(different)
        rows = [self._row(key) for key in different.iter_rows()]
        known = pl.DataFrame(rows, schema={**_SCHEMA, "lacks": pl.String}, orient="row")
        found = given.join(
            pl.concat([different, known.rename({"account": "account_id", "contact": "contact_id"})], how="horizontal"),
            on=["account", "account_name", "contact", "mail"], how="left", nulls_equal=True, maintain_order="left",
        )  # fmt: skip
        faults = [wrong]
        for lacks, message in (("account", "no_account"), ("contact", "no_contact")):
            where = found["lacks"] == lacks
            if where.any():
                roles = ("account", "account_name") if lacks == "account" else ("contact", "mail")
                name = next(name for role in roles if (name := self.mapping.named(role)))
                faults.append(fault(part[name], where, message))
        table = found.select(
            pl.col("account_id").alias("account"), pl.col("contact_id").alias("contact"),
            *(pl.col(name).fill_null("") for name in _GROUPS),
        )  # fmt: skip
        return table.with_columns(touchpoints), pl.concat([FAULTS, *faults])

    def _row(self, key: _Four) -> tuple[Any, ...]:
        account, name, contact, mail = key
        found = self.accounts.get((account, name)) if account or name else None
        classes = self.contacts.get(key) if contact or mail else None
        lacks = None
        if (account or name) and found is None and (account, name) not in self.new:
            lacks = "account"
        elif (contact or mail) and classes is None and not self._would_make(key):
            lacks = "contact"
        if classes is None:
            return (found, None, None, *("",) * len(_GROUPS), lacks)
        groups = tuple(getattr(classes, group) for group in _GROUPS)
        return (found or classes.account, classes.contact or None, None, *groups, lacks)

    def _would_make(self, key: _Four) -> bool:
        """Whether a person nobody knows would be made, if anything were written."""
        return self.mapping.make_accounts and self.imported is None and any(key[:2])

    def _learn(self, different: pl.DataFrame) -> None:
        """Look up whom the rows name and is not known yet; make accounts and people where that was decided."""
        pairs: list[_Pair] = [
            pair for pair in different.select("account", "account_name").unique().iter_rows() if any(pair)
        ]
        asked = [pair for pair in pairs if pair not in self.accounts]
        found = people.by_external_id([text for pair in asked for text in pair if text], viewer=self.actor)
        for pair in asked:
            self.accounts[pair] = next((found[text] for text in pair if text in found), None)
        if self.mapping.make_accounts:
            self._make_accounts([pair for pair in asked if self.accounts[pair] is None])
        self._learn_contacts([key for key in different.iter_rows() if (key[2] or key[3]) and key not in self.contacts])

    def _make_accounts(self, pairs: list[_Pair]) -> None:
        self.new.update(pairs)
        if self.imported is None:
            return
        for start in range(0, len(pairs), AT_ONCE):
            some = pairs[start : start + AT_ONCE]
            rows = [AccountRow(name=name or key or "", external_id=key or "") for key, name in some]
            made = load_accounts(rows, imported=self.imported, actor=self.actor)
            self.accounts |= dict(zip(some, made, strict=True))

    def _learn_contacts(self, keys: list[_Four]) -> None:
        wanted = {account for key in keys if (account := self.accounts.get(key[:2])) and account not in self.classes}
        known = people.people_by_any(wanted, viewer=self.actor) if wanted else {}
        for account in wanted:
            self.classes[account] = known.get(account, {})
        loose = [text for key in keys if not any(key[:2]) for text in key[2:] if text]
        anywhere = people.people_anywhere(loose, viewer=self.actor) if loose else {}
        for key in keys:
            account = self.accounts.get(key[:2])
            there = self.classes.get(account, {}) if account else anywhere if not any(key[:2]) else {}
            self.contacts[key] = next((there[text] for text in _spellings(key) if text in there), None)
        if self.mapping.make_accounts and self.imported is not None:
            self._make_contacts([key for key in keys if self.contacts[key] is None and self.accounts.get(key[:2])])

    def _make_contacts(self, keys: list[_Four]) -> None:
        """Make people in their accounts; an id stands for one person, so it is not made in a second account."""
        wanted = []
        for key in keys:
            account = self.accounts[key[:2]] or 0
            if key[3] and not _ADDRESS.fullmatch(key[3]):
                continue
            if not key[2] or self.given.setdefault(key[2], account) == account:
                wanted.append(key)
        for start in range(0, len(wanted), AT_ONCE):
            some = wanted[start : start + AT_ONCE]
            rows = [
                ContactRow(account=self.accounts[key[:2]] or 0, external_id=key[2] or "", mail=key[3] or "")
                for key in some
            ]
            made = load_contacts(rows, imported=self.imported, actor=self.actor)
            for key, row, pk in zip(some, rows, made, strict=True):
                self.contacts[key] = Classes(row.account, pk, "", "", "", "", "", is_own=False)

    def _touchpoints(self, part: pl.DataFrame) -> tuple[pl.Series, pl.DataFrame]:
        name = self.mapping.named("touchpoint")
        if name is None:
            return pl.Series("touchpoint", [None] * part.height, pl.Int64), FAULTS
        slugs = journeys.ids_by_slug(viewer=self.actor)
        text = part[name].str.strip_chars()
        ids = text.replace_strict(list(slugs), list(slugs.values()), default=None, return_dtype=pl.Int64)
        unknown = ids.is_null() & text.is_not_null() & (text != "")
        return ids.alias("touchpoint"), fault(part[name], unknown, "no_touchpoint") if unknown.any() else FAULTS


def _spellings(key: _Four) -> list[str]:
    return [text for text in (key[2], (key[3] or "").casefold()) if text]
