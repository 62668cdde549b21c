"""What each metric is: its scale, its formula and its version, as data that every figure carries with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from types import MappingProxyType
from typing import Literal

Kind = Literal["net", "share", "mean", "quantile", "money"]
Unit = Literal["points", "share", "scale", "own"]


class UnknownDefinitionError(LookupError):
    """No metric goes by the name given; the message names those that are nearest."""


@dataclass(frozen=True, slots=True)
class Definition:
    """One metric as data.

    Attributes:
        key: short name, as in ``polku metrics --definition``.
        version: raised whenever scale or formula change; figures of two versions are never put in one series.
        kind: net (one share minus another), share, mean, quantile, or money (a mean of very uneven amounts).
        low: lowest value of the scale; None where the scale is open.
        high: highest value; None where the scale is open.
        unit: points (-100 to 100), share (0 to 1), scale (the scale's own steps) or own (hours, euros...).
        higher_is_better: which way is good; None where neither way is.
        formula: the computation in words.
        source: where it comes from.
        counted: the answers counted, both ends included (the promoters of a net score, the box of a share).
        against: the answers taken off in a net score.
        at: which quantile, for kind quantile.
        secondary: definitions shown beside it.
        flags: ``one_to_ten`` marks an NPS asked from 1 to 10; ``employees`` a metric of our own people.
    """

    key: str
    version: int
    kind: Kind
    low: float | None
    high: float | None
    unit: Unit
    higher_is_better: bool | None
    formula: str
    source: str
    counted: tuple[float, float] | None = None
    against: tuple[float, float] | None = None
    at: float | None = None
    secondary: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """Key and version, as every figure carries it.

        Example:
            >>> definition("nps").name
            'nps@1'
        """
        return f"{self.key}@{self.version}"

    @property
    def whole_steps(self) -> bool:
        """Whether only whole answers fit: a share or a net score cannot place 8.5.

        Example:
            >>> definition("nps").whole_steps, definition("mean").whole_steps
            (True, False)
        """
        return self.kind in {"net", "share"}


def _net(key: str, source: str, low: float = 0, flags: tuple[str, ...] = ()) -> Definition:
    """An NPS asked from ``low`` to 10."""
    return Definition(
        key=key,
        version=1,
        kind="net",
        low=low,
        high=10,
        unit="points",
        higher_is_better=True,
        formula=f"% of 9-10 minus % of {low:g}-6",
        source=source,
        counted=(9, 10),
        against=(low, 6),
        secondary=("promoters", "passives", "detractors"),
        flags=flags,
    )


def _share(key: str, scale: tuple[float, float], box: tuple[float, float], source: str, **more: object) -> Definition:
    """The share of answers within a box of the scale."""
    steps = f"{box[0]:g}" if box[0] == box[1] else f"{box[0]:g}-{box[1]:g}"
    better = more.pop("higher_is_better", True)
    return Definition(
        key=key,
        version=1,
        kind="share",
        low=scale[0],
        high=scale[1],
        unit="share",
        higher_is_better=better,  # type: ignore[arg-type]
        formula=f"share of {steps} on {scale[0]:g} to {scale[1]:g}",
        source=source,
        counted=box,
        **more,  # type: ignore[arg-type]
    )


def _mean(key: str, scale: tuple[float, float] | None, source: str, secondary: tuple[str, ...] = ()) -> Definition:
    """The mean of the answers."""
    return Definition(
        key=key,
        version=1,
        kind="mean",
        low=scale[0] if scale else None,
        high=scale[1] if scale else None,
        unit="scale" if scale else "own",
        higher_is_better=True,
        formula=f"mean on {scale[0]:g} to {scale[1]:g}" if scale else "mean",
        source=source,
        secondary=secondary,
    )


def _open(key: str, kind: Kind, formula: str, at: float | None = None, secondary: tuple[str, ...] = ()) -> Definition:
    """A figure on an open scale: hours, days, euros."""
    source = "common practice" if at is None else "order statistic"
    return Definition(key, 1, kind, None, None, "own", None, formula, source, at=at, secondary=secondary)


_REICHHELD = "Reichheld 2003"
_EFFORT = "Dixon et al. 2010"
_SATISFACTION = "common practice; top two boxes"
_FIT = "just-right scale, common practice in product tests"
_EXPECTATION = "Oliver 1980; Saarijärvi & Puustinen 2020"

_ALL = (
    _net("nps", _REICHHELD),
    _net("nps_1_10", f"{_REICHHELD}, for files asked from 1 to 10", low=1, flags=("one_to_ten",)),
    _net("enps", f"{_REICHHELD}, asked of employees", flags=("employees",)),
    _share("promoters", (0, 10), (9, 10), _REICHHELD),
    _share("passives", (0, 10), (7, 8), _REICHHELD, higher_is_better=None),
    _share("detractors", (0, 10), (0, 6), _REICHHELD, higher_is_better=False),
    _mean("ces7", (1, 7), _EFFORT, secondary=("ces7_easy",)),
    _share("ces7_easy", (1, 7), (5, 7), _EFFORT, secondary=("ces7",)),
    _mean("ces5", (1, 5), _EFFORT, secondary=("ces5_easy",)),
    _share("ces5_easy", (1, 5), (4, 5), _EFFORT, secondary=("ces5",)),
    _share("csat5", (1, 5), (4, 5), _SATISFACTION, secondary=("csat5_mean",)),
    _mean("csat5_mean", (1, 5), _SATISFACTION, secondary=("csat5",)),
    _share("top_box", (1, 5), (5, 5), "common practice", secondary=("scale5",)),
    _mean("scale5", (1, 5), "phase score: mean of 1 to 5 answers", secondary=("top_box",)),
    _mean("mean", None, "arithmetic mean"),
    _mean("disconfirmation", (-2, 2), _EXPECTATION, secondary=("above_expectation", "below_expectation")),
    _share("above_expectation", (-2, 2), (1, 2), _EXPECTATION),
    _share("below_expectation", (-2, 2), (-2, -1), _EXPECTATION, higher_is_better=False),
    _share("just_right", (1, 5), (3, 3), _FIT, secondary=("too_little", "too_much")),
    _share("too_little", (1, 5), (1, 2), _FIT, higher_is_better=False),
    _share("too_much", (1, 5), (4, 5), _FIT, higher_is_better=False),
    _share("just_right3", (1, 3), (2, 2), _FIT, secondary=("too_little3", "too_much3")),
    _share("too_little3", (1, 3), (1, 1), _FIT, higher_is_better=False),
    _share("too_much3", (1, 3), (3, 3), _FIT, higher_is_better=False),
    _share("target_feeling", (0, 1), (1, 1), "share that felt a feeling aimed at; Saarijärvi & Puustinen 2020"),
    _share("yes", (0, 1), (1, 1), "share of yes", secondary=()),
    _open("median", "quantile", "median", at=0.5),
    _open("p90", "quantile", "90th percentile", at=0.9),
    _open("money", "money", "mean of amounts", secondary=("median",)),
)

DEFINITIONS: Mapping[str, Definition] = MappingProxyType({one.key: one for one in _ALL})


def definition(key: str | Definition) -> Definition:
    """The metric that goes by ``key``.

    Args:
        key: a key of ``DEFINITIONS``, with or without ``@version``; a Definition is given back as it is.

    Returns:
        The frozen Definition.

    Raises:
        UnknownDefinitionError: no such metric, or not in that version; names the nearest.

    Example:
        >>> definition("nps").formula
        '% of 9-10 minus % of 0-6'
    """
    if isinstance(key, Definition):
        return key
    bare, _, version = key.partition("@")
    found = DEFINITIONS.get(bare)
    if found is not None and version in {"", str(found.version)}:
        return found
    near = get_close_matches(bare, DEFINITIONS, n=3, cutoff=0.4) or list(DEFINITIONS)
    raise UnknownDefinitionError(f"No metric is called {key!r}. Did you mean: {', '.join(near)}?")
