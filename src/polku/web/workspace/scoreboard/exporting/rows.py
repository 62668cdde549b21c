"""Decides the columns of an exported view: each row is whole in itself, for a row is what is copied elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields

from cxlab.results import Comparison, Estimate, Suppressed
from polku.insights.scores import Row
from polku.web.workspace.scoreboard.board import Board
from polku.web.workspace.scoreboard.maps import Maps


@dataclass(frozen=True, slots=True)
class Exported:
    """One row; its fields are the header of every file. A figure that may not be told leaves its reason in hidden."""

    kind: str
    group: str
    metric: str
    definition: str
    period_first: str
    period_last: str
    score: float | None = None
    low: float | None = None
    high: float | None = None
    level: float | None = None
    answers: int | None = None
    effective_answers: float | None = None
    accounts: int | None = None
    method: str = ""
    compared_with: str = ""
    change: float | None = None
    change_low: float | None = None
    change_high: float | None = None
    change_word: str = ""
    change_family: int | None = None
    change_method: str = ""
    target: float | None = None
    answers_needed: int | None = None
    counts_by: str = ""
    filters: str = ""
    notes: str = ""
    hidden: str = ""


HEADER = tuple(one.name for one in fields(Exported))


def rows(board: Board) -> tuple[Exported, ...]:
    """The whole, then the groups or steps, then the months: what the page shows in this view."""
    return tuple(_rows(board))


def _rows(board: Board) -> Iterator[Exported]:
    yield _one(board, "whole", "", board.total)
    if board.asked.view == "distribution" and board.spread is not None:
        for step in board.spread.steps:
            yield _one(board, "step", step.name, Row((), step.share, None, None, step.needed))
        for group in board.spread.groups:
            for step in group.steps:
                row = Row((), step.share, None, None, step.needed)
                yield _one(board, "group_step", f"{group.name} / {step.name}", row)
    elif board.maps is not None:
        for name, row in on_maps(board.maps):
            yield _one(board, "touchpoint", name, row)
    elif not board.by_time:
        for line in board.lines:
            yield _one(board, "group", f"{line.group} / {line.name}" if line.group else line.name, line.row)
    for line in (board.lines if board.by_time else board.months)[::-1]:
        yield _one(board, "time", line.name, line.row)


def on_maps(maps: Maps) -> Iterator[tuple[str, Row]]:
    """Journey, phase and touchpoint in one name, with the score."""
    for journey in maps.journeys:
        for column in journey.columns:
            for card in column.cards:
                if card.row is not None:
                    yield f"{journey.name} / {column.name} / {card.name}", card.row


def _one(board: Board, kind: str, group: str, row: Row) -> Exported:
    asked, score, change = board.asked, row.score, row.change
    told: dict[str, object] = {
        "filters": "; ".join(f"{choice.key}: {choice.name}" for choice in board.set_filters),
        "counts_by": next((choice.name for choice in board.weights if choice.here), ""),
        "period_first": asked.first or "",
        "period_last": asked.last or "",
        "definition": "",
    }
    if isinstance(score, Suppressed):
        told["hidden"] = f"{score.reason}, k = {score.threshold}"
    else:
        told |= _figures(score) | {"target": row.target, "answers_needed": row.needed}
    if asked.compare != "none" and kind != "time":
        told["compared_with"] = asked.compare
        told |= _change(change)
    return Exported(kind, group, asked.show, **told)  # type: ignore[arg-type]


def _figures(score: Estimate) -> dict[str, object]:
    period = score.period
    return {
        "definition": score.definition,
        "period_first": period.first if period else "",
        "period_last": period.last if period else "",
        "score": score.value,
        "low": score.low,
        "high": score.high,
        "level": score.level,
        "answers": score.n,
        "effective_answers": score.n_effective,
        "accounts": score.clusters,
        "method": score.method,
        "notes": ", ".join(score.notes),
    }


def _change(change: Comparison | Suppressed | None) -> dict[str, object]:
    if change is None:
        return {}
    if isinstance(change, Suppressed):
        return {"change_word": f"hidden: {change.reason}"}
    return {
        "change": change.difference,
        "change_low": change.low,
        "change_high": change.high,
        "change_word": change.word,
        "change_family": change.family_size,
        "change_method": change.method,
    }
