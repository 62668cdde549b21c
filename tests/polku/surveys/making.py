"""Surveys that the tests of this room ask."""

from __future__ import annotations

from polku.governance.gate import Viewer
from polku.surveys import queries, rules, services
from polku.surveys.rules.labels import new_question, words

MANAGER = Viewer(member=None, role="manager")
TITLE = words("Kysymys", "Fråga", "Question")


def content_of(*kinds: str, **changes) -> dict:
    """Content with one question of each kind, its key the kind's; ``changes`` by kind are merged in."""
    content = rules.empty_content()
    for texts in content["texts"].values():
        texts["title"] = "Survey"
    for kind in kinds:
        one = new_question(kind, kind, title=TITLE)
        for texts in one["texts"].values():
            texts["options"] = [text or f"option {n}" for n, text in enumerate(texts.get("options", []))]
        one.update(changes.get(kind, {}))
        content["questions"].append(one)
    return content


def published(content=None, promise="open", audience="customer", breakdowns=(), **more) -> queries.PublishedVersion:
    """A survey in the store that takes answers."""
    key = services.create_survey(
        names={"en": "Survey"},
        audience=audience,
        content=content or content_of("nps", "ces7", "long_text"),
        promise=promise,
        breakdowns=breakdowns,
        actor=MANAGER,
    )
    services.publish(key, actor=MANAGER, **more)
    return queries.published(key)


def cleaned(version: queries.PublishedVersion, language="en", **answers) -> rules.Cleaned:
    return rules.validate(version.content, answers, language)
