"""Decides how a draft's questions are added, moved, copied, taken out and rewritten; every change makes new content."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from copy import deepcopy
from typing import Any

from polku.surveys.rules.content import LISTED, Content, is_outcome, question, why_of
from polku.surveys.rules.kinds import COUNTED_AS, KINDS, LANGUAGES, default_definition
from polku.surveys.rules.labels import Words, new_question, steps_of, why_question

MOST_QUESTIONS = 100
MOST_OPTIONS = 50


def free_key(content: Content, wanted: str) -> str:
    """``wanted``, or with the first number that makes it new: a key is what trends hang on, so it is never reused."""
    taken = {one["key"] for one in content["questions"]}
    if wanted not in taken:
        return wanted
    stem = re.sub(r"_\d+$", "", wanted)
    return next(f"{stem}_{number}" for number in range(2, len(taken) + 3) if f"{stem}_{number}" not in taken)


def add_question(content: Content, kind: str, *, audience: str, after: str | None = None) -> tuple[dict[str, Any], str]:
    """The content with a new question after another one (or last), and its key.

    Recommendation and satisfaction are outcomes: their "why?" comes with them.
    """
    if kind not in KINDS:
        raise ValueError(f"no such kind of question: {kind}")
    changed = deepcopy(dict(content))
    listed = changed["questions"]
    if len(listed) >= MOST_QUESTIONS:
        raise ValueError(f"a survey has at most {MOST_QUESTIONS} questions")
    wanted = "enps" if kind == "nps" and audience == "employee" else kind
    one = new_question(kind, free_key(content, wanted), audience=audience)
    if kind in {"nps", "csat5"}:
        one["purpose"] = {"cause_or_outcome": "outcome"}
    elif one["definition"]:
        one["purpose"] = {"cause_or_outcome": "cause"}
    place = _place(listed, after) + 1 if after else len(listed)
    if after and (follower := why_of(content, after)):
        place = max(place, _place(listed, follower) + 1)
    listed.insert(place, one)
    return _with_why(changed, one["key"]), one["key"]


def _place(listed: Sequence[Mapping[str, Any]], key: str) -> int:
    return next((number for number, one in enumerate(listed) if one["key"] == key), len(listed) - 1)


def _with_why(content: dict[str, Any], key: str) -> dict[str, Any]:
    """Bring the "why?" of an outcome question that has none."""
    one = question(content, key)
    if one is not None and is_outcome(one) and why_of(content, key) is None:
        follower = why_question(key)
        follower["key"] = free_key(content, follower["key"])
        content["questions"].insert(_place(content["questions"], key) + 1, follower)
    return content


def move_question(content: Content, key: str, *, to: int) -> dict[str, Any]:
    """The content with a question at place ``to`` (0 first); a "why?" goes with its outcome question, and only so."""
    changed = deepcopy(dict(content))
    listed = changed["questions"]
    if (one := question(content, key)) is not None and one.get("why_of") in {each["key"] for each in listed}:
        return changed
    moved = [one for one in listed if one["key"] == key or one.get("why_of") == key]
    left = [one for one in listed if one not in moved]
    to = max(0, min(to, len(left)))
    # A why? stays behind its outcome: nothing is put between the two.
    while 0 < to < len(left) and left[to].get("why_of") == left[to - 1]["key"]:
        to += 1 if _place(listed, key) < to else -1
    changed["questions"] = [*left[:to], *moved, *left[to:]]
    return changed


def step_question(content: Content, key: str, step: int) -> dict[str, Any]:
    """The content with a question one place up (-1) or down (1), past a whole outcome with its "why?"."""
    left = [one for one in content["questions"] if one["key"] != key and one.get("why_of") != key]
    before = [one["key"] for one in content["questions"][: _place(content["questions"], key)]]
    here = sum(1 for one in left if one["key"] in before)
    return move_question(content, key, to=here + step)


def place_question(content: Content, key: str, place: int) -> dict[str, Any]:
    """The content with a question dropped at a place of the whole list, as a drag tells it."""
    others = [one["key"] for one in content["questions"] if one["key"] != key]
    followers = {one["key"] for one in content["questions"] if one.get("why_of") == key}
    return move_question(content, key, to=sum(1 for one in others[:place] if one not in followers))


def copy_question(content: Content, key: str) -> tuple[dict[str, Any], str]:
    """The content with a copy after the question, and the copy's key; a copied outcome gets a "why?" of its own."""
    changed = deepcopy(dict(content))
    original = question(content, key)
    if original is None:
        raise KeyError(key)
    one = deepcopy(dict(original))
    one["key"] = free_key(content, original["key"])
    one["why_of"] = None
    after = why_of(content, key) or key
    changed["questions"].insert(_place(changed["questions"], after) + 1, one)
    return _with_why(changed, one["key"]), one["key"]


def remove_question(content: Content, key: str) -> dict[str, Any]:
    """The content without the question and without its "why?"."""
    changed = deepcopy(dict(content))
    changed["questions"] = [one for one in changed["questions"] if one["key"] != key and one.get("why_of") != key]
    return changed


def change_question(content: Content, key: str, **fields: Any) -> dict[str, Any]:
    """The content with fields of one question changed; becoming an outcome brings a "why?"."""
    changed = deepcopy(dict(content))
    one = question(changed, key)
    if one is None:
        raise KeyError(key)
    definition = fields.get("definition")
    if definition and definition not in COUNTED_AS.get(one["kind"], ()):
        raise ValueError(f"a question of the kind {one['kind']} is not counted as {definition}")
    one.update(fields)
    return _with_why(changed, key)


def change_texts(content: Content, texts: Mapping[str, Mapping[str, str]]) -> dict[str, Any]:
    """The content with the survey's own title, introduction and thanks changed."""
    changed = deepcopy(dict(content))
    for language, words in texts.items():
        changed["texts"].setdefault(language, {}).update(words)
    return changed


def add_option(content: Content, key: str) -> dict[str, Any]:
    """The content with one more option or row; its key is new even when another was taken out before."""
    changed = deepcopy(dict(content))
    one = question(changed, key)
    if one is None or one["kind"] not in LISTED:
        raise KeyError(key)
    listed = one[LISTED[one["kind"]]]
    if len(listed) >= MOST_OPTIONS:
        raise ValueError(f"a question has at most {MOST_OPTIONS} options")
    stem = "row" if one["kind"] == "matrix" else "option"
    one["next_option"] = number = max(one.get("next_option", 0), len(listed)) + 1
    listed.append({"key": f"{stem}{number}"})
    for language in LANGUAGES:
        texts = one["texts"].setdefault(language, {"title": "", "help": ""})
        texts["options"] = [*texts.get("options", []), ""]
    return changed


def remove_option(content: Content, key: str, option: str) -> dict[str, Any]:
    """The content without an option or row, in every language."""
    changed = deepcopy(dict(content))
    one = question(changed, key)
    if one is None or one["kind"] not in LISTED:
        raise KeyError(key)
    listed = one[LISTED[one["kind"]]]
    place = next((number for number, each in enumerate(listed) if each["key"] == option), None)
    if place is None:
        raise KeyError(option)
    one["next_option"] = max(one.get("next_option", 0), len(listed))
    del listed[place]
    for texts in one["texts"].values():
        texts["options"] = [text for number, text in enumerate(texts.get("options", [])) if number != place]
    return changed


def change_steps(content: Content, key: str, steps: int) -> dict[str, Any]:
    """The content with a just-right question of three or five steps, in the words of so many steps."""
    if steps not in {3, 5}:
        raise ValueError("a just-right question has three or five steps")
    changed = deepcopy(dict(content))
    one = question(changed, key)
    if one is None or one["kind"] != "just_right":
        raise KeyError(key)
    if one.get("steps", 5) == steps:
        return changed
    one["steps"] = steps
    if one.get("definition"):
        one["definition"] = default_definition("just_right", "customer", steps)
    named: Sequence[Words] = steps_of("just_right", steps)
    for language, texts in one["texts"].items():
        texts["options"] = [text[language] for text in named]
    return changed
