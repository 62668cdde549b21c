"""Decides which columns the answers to a version become: one a question, one an option where several may be chosen."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from cxlab.files import Column, MultipleSet
from polku.flows.export_answers.naming import NOTHING_NAMED, Named, written
from polku.flows.import_file.questions import key_of
from polku.surveys import rules
from polku.surveys.queries import ExportRow

Read = Callable[[ExportRow], str | None]
CHOSEN, LEFT = "1", "0"


@dataclass(frozen=True, slots=True)
class AnswerColumn:
    """A column of the file: what is said of it, and how a response fills it.

    ``asked``: the question, its shape and the option or line that it is; empty for what is no answer.
    """

    about: Column
    read: Read
    option: str = ""
    asked: tuple[str, ...] = ()


def respondent_columns(named: Named = NOTHING_NAMED) -> list[AnswerColumn]:
    """What is known of who answered, when and how, and which version asked."""
    return [
        AnswerColumn(Column(named.roles.get(name, name), label), read)
        for name, label, read in (
            ("response", _("Key of the response"), lambda row: str(row.key)),
            ("version", _("Version of the survey"), lambda row: str(row.version)),
            ("answered", _("When it was answered"), lambda row: row.answered_at and row.answered_at.isoformat()),
            ("month", _("Month of the answer"), lambda row: row.month),
            ("wave", _("Wave"), lambda row: row.wave),
            ("account", _("Customer number"), lambda row: row.account_id),
            ("account_name", _("Customer's name"), lambda row: row.account),
            ("contact", _("Person's number"), lambda row: row.contact_id),
            ("contact_name", _("Person's name"), lambda row: row.contact),
            ("touchpoint", _("Touchpoint"), lambda row: row.touchpoint),
            ("segment", _("Segment"), lambda row: row.segment),
            ("decision_role", _("Role in the decision"), lambda row: row.decision_role),
            ("buyer_kind", _("New or repeat buyer"), lambda row: row.buyer_kind),
            ("unit", _("Unit"), lambda row: row.unit),
            ("language", _("Language"), lambda row: row.language),
            ("weight", _("Weight"), lambda row: _text(row.weight)),
            ("channel", _("How it came in"), lambda row: row.channel),
        )
    ]


def question_columns(
    content: Mapping[str, Any], language: str, named: Named = NOTHING_NAMED
) -> tuple[list[AnswerColumn], list[MultipleSet]]:
    """The columns of the questions, in their order, and which of them are one question together."""
    columns: list[AnswerColumn] = []
    sets: list[MultipleSet] = []
    for one in content["questions"]:
        said = rules.title(one, language)
        name = said if key_of(said) == one["key"] else one["key"]
        found = [_named(column, named, one["key"]) for column in _columns(one, name, said, _texts(one, language))]
        columns += [column for column, _chosen in found]
        if rules.KINDS[one["kind"]].shape == "choices":
            counted = {chosen for _column, chosen in found}
            alone = next(iter(counted)) if len(counted) == 1 else CHOSEN
            sets.append(MultipleSet(name, said, tuple(column.about.name for column, _chosen in found), alone))
    return columns, sets


def _named(column: AnswerColumn, named: Named, question: str) -> tuple[AnswerColumn, str]:
    """A column as the file had it that answers came in with, and what marks an option chosen there."""
    use = named.questions.get((question, column.option))
    if use is None:
        return column, CHOSEN
    chosen, left = (use.counted, use.left) if column.option and use.counted else (CHOSEN, LEFT)

    def read(row: ExportRow) -> str | None:
        value = column.read(row)
        if value is None:
            return written(row, use.names)
        return value if not column.option else chosen if value == CHOSEN else left or None

    about = column.about
    labels = {**about.value_labels, **use.labels}
    if column.option:
        ours = {chosen: _("chosen"), **({left: _("not chosen")} if left else {})}
        labels = {value: use.labels.get(value, words) for value, words in ours.items()}
    about = replace(about, name=use.called, value_labels=labels, missing=use.missing)
    return replace(column, about=about, read=read), chosen


def background_columns(names: Iterable[str], named: Named = NOTHING_NAMED) -> list[AnswerColumn]:
    """What an import kept beside the answers, by the names of its own columns."""
    kept = [AnswerColumn(Column(name), lambda row, had=had: written(row, had)) for name, had in named.kept.items()]
    return kept + [
        AnswerColumn(Column(name), lambda row, name=name: _text(row.background.get(name)) or written(row, (name,)))
        for name in names
    ]


def _texts(one: Mapping[str, Any], language: str) -> Mapping[str, Any]:
    """The texts of a question in the language, else in one that has words."""
    texts = one["texts"]
    for code in (language, "en", *rules.LANGUAGES):
        if texts.get(code, {}).get("title", "").strip():
            return texts[code]
    return {}


def _columns(one: Mapping[str, Any], name: str, said: str, texts: Mapping[str, Any]) -> Iterator[AnswerColumn]:
    key, shape = one["key"], rules.KINDS[one["kind"]].shape
    named = texts.get("options", [])
    if shape == "text":
        yield AnswerColumn(Column(name, said), lambda row: row.comments.get(key), asked=(key, shape, ""))
    elif shape == "choices":
        for place, option in enumerate(one["options"]):
            words = named[place] if place < len(named) and named[place] else option["key"]
            about = Column(f"{name}_{option['key']}", words, {CHOSEN: _("chosen"), LEFT: _("not chosen")}, (), name)
            yield AnswerColumn(
                about,
                lambda row, option=option["key"]: _chosen(row.answers.get(key), option),
                option["key"],
                (key, shape, option["key"]),
            )
    elif shape == "matrix":
        for place, line in enumerate(one["rows"]):
            words = named[place] if place < len(named) and named[place] else line["key"]
            about = Column(f"{name}_{line['key']}", f"{said}: {words}")
            yield AnswerColumn(
                about,
                lambda row, line=line["key"]: _text((row.answers.get(key) or {}).get(line)),
                asked=(key, shape, line["key"]),
            )
    else:
        about = Column(name, said, _labels(one, texts))
        yield AnswerColumn(about, lambda row: _text(row.answers.get(key)), asked=(key, shape, ""))


def _labels(one: Mapping[str, Any], texts: Mapping[str, Any]) -> dict[str, str]:
    """Words of the steps or options of a question with one answer."""
    shape, named = rules.KINDS[one["kind"]].shape, texts.get("options", [])
    if shape == "choice":
        keys = [option["key"] for option in one["options"]]
        return {key: text for key, text in zip(keys, named, strict=False) if text and text != key}
    if shape != "scale":
        return {}
    low, high = rules.bounds(one)
    steps = {str(low + place): text for place, text in enumerate(named) if text}
    ends = {str(step): texts.get(name, "") for step, name in ((low, "low"), (high, "high"))}
    return steps | {step: text for step, text in ends.items() if text}


def _chosen(answer: object, option: str) -> str | None:
    return None if not isinstance(answer, list) else CHOSEN if option in answer else LEFT


def _text(value: object) -> str | None:
    if value is None:
        return None
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
