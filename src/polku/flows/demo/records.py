"""Decides how the simulated tables are written as records of an import."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from uuid import UUID

import polars as pl

from cxlab.simulate import Company
from polku.flows.demo.surveys import values

_GROUPS = ("Kaamos Group", "Linnea Partners", "Revontuli Yhtiöt", "Sisu-ketju")


def _id(letter: str, column: str) -> pl.Expr:
    """An id as another system would give it."""
    return pl.when(pl.col(column).is_not_null()).then(pl.format(letter + "{}", pl.col(column)))


def _group() -> pl.Expr:
    """Each fifth customer belongs to one of four groups, whatever they answer."""
    number = pl.col("account") // 5 % len(_GROUPS)
    belongs = (pl.col("account") % 5 == 0) & ~pl.col("is_own")
    named = number.replace_strict(dict(enumerate(_GROUPS)), return_dtype=pl.String)
    return pl.when(belongs).then(named).alias("account_group")


def records(company: Company, slugs: Mapping[int, str], keys: Mapping[int, UUID]) -> dict[str, pl.DataFrame]:
    """The tables of an import, as ``import_records`` documents them."""
    slug = pl.col("touchpoint").replace_strict(dict(slugs), default=None, return_dtype=pl.String)
    people = company.contacts.select("contact", pl.col("name").alias("person"))
    accounts = (
        company.accounts.join(people, left_on="owner", right_on="contact", how="left", maintain_order="left")
        .join(
            people.rename({"person": "second"}), left_on="deputy", right_on="contact", how="left", maintain_order="left"
        )
        .select(
            _id("A", "account").alias("id"), "name", "segment", _group(), "language", "country", "found_us",
            pl.col("person").alias("owner"), pl.col("second").alias("deputy"), "end_customer", "customer_since",
            "is_own",
        )
    )  # fmt: skip
    return {
        "accounts": accounts,
        "contacts": company.contacts.select(
            _id("C", "contact").alias("id"), _id("A", "account"), "name", "mail", "unit", "decision_role", "buyer_kind",
            "language", "country",
        ),
        "revenue": company.revenue.select(_id("A", "account"), "month", pl.col("amount").cast(pl.Float64)),
        "responses": _responses(company, slug, keys),
        "answers": _answers(company),
        "events": company.events.select(
            pl.format("walk-{}", "case").alias("case"), "ts_s", _id("A", "account"), _id("C", "contact"),
            slug.alias("touchpoint"), "actor", "channel", "failing",
        ),
    }  # fmt: skip


def before(tables: Mapping[str, pl.DataFrame], today: date) -> dict[str, pl.DataFrame]:
    """What has happened by now: nothing of today or later, and no revenue of a month that is not over."""
    now = int(datetime(today.year, today.month, today.day, tzinfo=UTC).timestamp())
    responses = tables["responses"].filter(pl.col("answered_s") < now)
    return {
        **tables,
        "revenue": tables["revenue"].filter(pl.col("month") < f"{today:%Y-%m}"),
        "responses": responses,
        "answers": tables["answers"].filter(pl.col("response").is_in(responses["response"].implode())),
        "events": tables["events"].filter(pl.col("ts_s") < now),
    }


def _responses(company: Company, slug: pl.Expr, keys: Mapping[int, UUID]) -> pl.DataFrame:
    """Responses; a promised survey without rounds is measured by half-years, so that small numbers gather."""
    waves = company.waves.select("wave", pl.col("opened").dt.strftime("%Y-%m").alias("opened"))
    promised = company.surveys.select("survey", (pl.col("promise") != "open").alias("promised"))
    moment = pl.from_epoch("answered_at")
    half = pl.format("{}-H{}", moment.dt.year(), (moment.dt.month() + 5) // 6)
    return (
        company.responses.join(waves, on="wave", how="left", maintain_order="left")
        .join(promised, on="survey", how="left", maintain_order="left")
        .select(
            _id("R", "response").alias("response"),
            pl.col("survey").replace_strict({at: str(key) for at, key in keys.items()}),
            _id("R", "response").alias("respondent"),
            _id("A", "account"), _id("C", "contact"), slug.alias("touchpoint"),
            pl.col("answered_at").alias("answered_s"), "language",
            pl.coalesce("opened", pl.when("promised").then(half)).alias("wave"),
        )
    )  # fmt: skip


def _answers(company: Company) -> pl.DataFrame:
    questions = company.questions.select("question", "key")
    written = [(q, value, text) for q, texts in values(company).items() for value, text in texts.items()]
    as_text = pl.DataFrame(written, schema={"question": pl.Int32, "value": pl.Int16, "text": pl.String}, orient="row")
    numbers = company.answers.join(as_text, on=["question", "value"], how="left", maintain_order="left").select(
        "response", "question", pl.coalesce("text", pl.col("value").cast(pl.String)).alias("value")
    )
    spoken = company.comments.select("response", "question", pl.col("text").alias("value"))
    both = pl.concat([numbers, spoken]).join(questions, on="question", how="left", maintain_order="left")
    return both.select(_id("R", "response").alias("response"), pl.col("key").alias("question"), "value")
