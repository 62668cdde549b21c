"""Tables as a simulated company would send them: one survey a file, a row a response, a column a question."""

from __future__ import annotations

import polars as pl

from cxlab.simulate import Company


def answers_of(company: Company, survey: int) -> pl.DataFrame:
    """The answers to one survey, every cell as text."""
    questions = company.questions.filter(pl.col("survey") == survey).sort("position")
    responses = company.responses.filter(pl.col("survey") == survey)
    given = company.answers.join(questions.select("question", "key"), on="question")
    wide = given.pivot("key", index="response", values="value", aggregate_function="first")
    said = company.comments.join(questions.select("question", "key"), on="question")
    words = said.pivot("key", index="response", values="text", aggregate_function="first")
    names = company.accounts.select("account", pl.col("name").alias("account_name"), "segment")
    table = responses.join(names, on="account", how="left").join(wide, on="response", how="left")
    if words.height:
        table = table.join(words, on="response", how="left")
    days = pl.from_epoch("answered_at").dt.strftime("%Y-%m-%d %H:%M").alias("answered")
    table = table.with_columns(days).drop("survey", "answered_at", "case")
    return table.select(pl.all().cast(pl.String)).sort("answered", "response")


def tables_of(company: Company) -> dict[str, pl.DataFrame]:
    """Every survey's answers, and the tables of customers and money."""
    named = dict(company.surveys.select("key", "survey").iter_rows())
    surveys = {key: answers_of(company, survey) for key, survey in named.items()}
    others = {
        name: getattr(company, name).select(pl.all().cast(pl.String)) for name in ("contacts", "revenue", "offers")
    }
    return {**{key: table for key, table in surveys.items() if table.height}, **others}
