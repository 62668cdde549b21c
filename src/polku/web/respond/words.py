"""Decides what respondents are told: what is wrong with an answer, what was promised, what comes next, why not now."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy, override

PROMISE_TITLES: Mapping[str, Any] = {
    "open": gettext_lazy("Who reads your answers"),
    "confidential": gettext_lazy("Your answers are confidential"),
    "anonymous": gettext_lazy("You answer anonymously"),
}
NEXT: Mapping[str, Any] = {
    "open": gettext_lazy(
        "Your answers are read soon. If something went wrong, the person who looks after you may get in touch. "
        "Together with other answers they show what to improve."
    ),
    "confidential": gettext_lazy(
        "Your answers are joined to those of others and looked at only together. The results are used to decide what "
        "to improve; nobody sees what you answered."
    ),
    "anonymous": gettext_lazy(
        "Your answers are joined to those of others and shown once enough people have answered. They cannot be told "
        "apart as yours, not even by us."
    ),
}
# What stands in the way, told in every language, for the reader's own may not be known.
WORDS: Mapping[str, tuple[Any, Any]] = {
    "unknown": (
        gettext_lazy("There is no survey here"),
        gettext_lazy(
            "The address may have been cut on its way. Please open the whole link once more from the message."
        ),
    ),
    "closed": (
        gettext_lazy("This survey has closed"),
        gettext_lazy("Thank you for wanting to answer. Answers are no longer taken in."),
    ),
    "not_yet": (
        gettext_lazy("This survey has not opened yet"),
        gettext_lazy("Thank you for wanting to answer. Please come back a little later with the same link."),
    ),
    "answered": (
        gettext_lazy("You have answered already"),
        gettext_lazy("Thank you. Your answer has arrived, and there is nothing more to do."),
    ),
    "too_large": (
        gettext_lazy("That is more than can be taken in"),
        gettext_lazy(
            "Nothing was stored. Go back: your answers are still there. Please shorten the longest text and send again."
        ),
    ),
    "busy": (
        gettext_lazy("Your answers could not be stored just now"),
        gettext_lazy(
            "Nothing was lost. Go back, wait a moment and send again: however often you send, it is stored once."
        ),
    ),
}
STATUS = {"unknown": 404, "closed": 410, "not_yet": 404, "answered": 200, "too_large": 413, "busy": 503}


PROBLEMS: Mapping[str, Any] = {
    "required": gettext_lazy("please answer this one"),
    "nothing_answered": gettext_lazy("Nothing has been answered yet. One answer is enough."),
    "not_on_scale": gettext_lazy("choose a number from %(low)s to %(high)s"),
    "not_an_option": gettext_lazy("choose from the list"),
    "one_only": gettext_lazy("choose only one"),
    "too_many": gettext_lazy("choose at most %(most)s"),
    "not_a_number": gettext_lazy("write a number, for example 12 or 12.5"),
    "number_too_small": gettext_lazy("the number can be %(least)s at least"),
    "number_too_large": gettext_lazy("the number can be %(most)s at most"),
    "not_a_date": gettext_lazy("write a date as day.month.year, for example 24.12.2026"),
    "date_out_of_range": gettext_lazy("this date is too far away; check the year"),
    "too_long": gettext_lazy("the text is %(length)s characters long, and %(most)s can be taken in; shorten it"),
    "unreadable": gettext_lazy("some characters could not be read; write them again"),
    "old_page": gettext_lazy(
        "The page had become too old to be sent. Your answers are here: please send them once more."
    ),
}
_OTHER = gettext_lazy("check this answer")


def problem(message: str, params: Mapping[str, Any], language: str) -> str:
    """What is wrong with an answer and what to do, in words."""
    words = str(PROBLEMS.get(message, _OTHER))
    return words % localised(params, language) if params else words


def localised(params: Mapping[str, Any], language: str) -> dict[str, str]:
    """Numbers as they are written in the language."""
    comma = language in {"fi", "sv"}
    return {
        name: f"{value:.15g}".replace(".", ",") if comma else f"{value:.15g}"
        for name, value in params.items()
        if isinstance(value, int | float)
    }


def in_each(word: str, languages: list[str]) -> list[dict[str, str]]:
    """What stands in the way, once in each language."""
    told = []
    for language in languages:
        with override(language):
            title, text = WORDS[word]
            told.append({"language": language, "title": str(title), "text": str(text)})
    return told
