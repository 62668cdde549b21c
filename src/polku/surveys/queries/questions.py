"""Reads what questions are called and what they are for, by the keys that figures carry."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from polku.governance.gate import Viewer, require
from polku.surveys import rules
from polku.surveys.models import Version


@dataclass(frozen=True, slots=True)
class QuestionName:
    """A question, or one row of a matrix, as it was asked last; ``nature`` is cause, outcome or empty."""

    title: str
    nature: str


def question_names(keys: Iterable[str], *, viewer: Viewer) -> dict[str, QuestionName]:
    """Names in the viewer's language by ``survey/question``; keys of none are left out."""
    require(viewer, "see_figures")
    wanted = set(keys)
    found: dict[str, QuestionName] = {}
    surveys = {key.partition("/")[0] for key in wanted}
    versions = Version.objects.filter(survey__key__in=surveys, published_at__isnull=False)
    for survey, content in versions.order_by("number").values_list("survey__key", "content"):
        for one in content["questions"]:
            for key, title in _named(one, viewer.language):
                if (whole := f"{survey}/{key}") in wanted:
                    nature = (one.get("purpose") or {}).get("cause_or_outcome") or ""
                    found[whole] = QuestionName(title, nature)
    return found


def _named(one: Mapping[str, Any], language: str) -> Iterable[tuple[str, str]]:
    """The keys under which a question's answers are counted, with their names."""
    title = rules.title(one, language)
    if one["kind"] != "matrix":
        yield one["key"], title
        return
    for place, row in enumerate(one.get("rows", ())):
        yield f"{one['key']}.{row['key']}", _label(one, place, language) or title


def _label(one: Mapping[str, Any], place: int, language: str) -> str:
    for code in (language, "en", *rules.LANGUAGES):
        labels = one["texts"].get(code, {}).get("options", [])
        if place < len(labels) and (text := labels[place].strip()):
            return text
    return ""
