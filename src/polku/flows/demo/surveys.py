"""Decides which surveys the demo company has: two pulses from the templates, and one after each touchpoint."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from cxlab.simulate import Company
from polku.flows.demo.journeys import names
from polku.governance.gate import Viewer
from polku.surveys import rules
from polku.surveys.rules.labels import new_question, words
from polku.surveys.services import create_survey, publish

_TEMPLATES = {"pulse": "relationship_pulse", "employee_pulse": "employee_pulse"}
_KINDS = {
    "nps": "nps", "ces": "ces7", "csat": "csat5", "scale": "scale5", "disconfirmation": "disconfirmation",
    "just_right": "just_right", "feeling": "feeling", "text": "long_text",
}  # fmt: skip
_STEPS = 3
_INTRO = words(
    "Asioit kanssamme äskettäin. Kerro, miten se sujui.",
    "Du var nyligen i kontakt med oss. Berätta hur det gick.",
    "You were in touch with us recently. Tell us how it went.",
)
_THANKS = words(
    "Vastauksesi menee niille, joiden työtä se koskee.",
    "Ditt svar går till dem vars arbete det gäller.",
    "Your answer goes to those whose work it concerns.",
)
# What a promised survey may be broken down by has to be said before it is sent.
_DECLARED = {"confidential": ("segment", "touchpoint"), "anonymous": (), "open": ()}


def publish_all(company: Company, *, since: datetime, actor: Viewer) -> dict[int, UUID]:
    """Make and publish every survey as of ``since``, the pulses among them open to answers; the key of each."""
    keys: dict[int, UUID] = {}
    for survey in company.surveys.iter_rows(named=True):
        template = rules.TEMPLATES.get(_TEMPLATES.get(survey["key"], ""))
        content = template.make(actor.language) if template else _content(company, survey)
        keys[survey["survey"]] = key = create_survey(
            names=names(survey),
            audience=survey["audience"],
            content=content,
            promise=survey["promise"],
            breakdowns=_DECLARED[survey["promise"]],
            actor=actor,
        )
        publish(key, at=since, opens_at=since, actor=actor)
    return keys


def _content(company: Company, survey: Mapping[str, Any]) -> dict[str, Any]:
    questions = [
        _question(row)
        for row in company.questions.filter(survey=survey["survey"]).sort("position").iter_rows(named=True)
    ]
    title = names(survey)
    texts = {
        language: {"title": title[language], "intro": _INTRO[language], "thanks": _THANKS[language]}
        for language in rules.LANGUAGES
    }
    return {"questions": questions, "texts": texts}


def _question(row: Mapping[str, Any]) -> dict[str, Any]:
    title = words(row["text_fi"], row["text_sv"], row["text_en"])
    one = new_question(_KINDS[row["kind"]], row["key"], title=title, steps=_STEPS)
    if row["kind"] == "text" and row["key"].endswith("_why"):
        one["why_of"] = row["key"].removesuffix("_why")
    if row["purpose"]:
        one["purpose"] = {"cause_or_outcome": row["purpose"]}
    return one


def values(company: Company) -> dict[int, dict[int, str]]:
    """How each simulated value of a question is written as an answer, where it is not the number itself."""
    options = [option["key"] for option in new_question("feeling", "feeling")["options"]]
    written: dict[int, dict[int, str]] = {}
    for question, kind in company.questions.select("question", "kind").iter_rows():
        if kind == "feeling":
            written[question] = dict(enumerate(options))
        elif kind == "just_right":
            written[question] = {-1: "1", 0: "2", 1: "3"}
    return written
