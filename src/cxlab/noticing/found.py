"""What noticing takes and hands over: what each column is for, what was noticed, and the choices it leaves open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from cxlab.definitions import DEFINITIONS

HEADER_ROWS = 1


class Described(Protocol):
    """What a file may say about a column beside its cells; SPSS files do."""

    @property
    def name(self) -> str: ...
    @property
    def label(self) -> str: ...
    @property
    def value_labels(self) -> Mapping[str, str]: ...
    @property
    def missing(self) -> tuple[str, ...]: ...


@dataclass(frozen=True, slots=True)
class Role:
    """What a column is for.

    Attributes:
        kind: ``answer``, ``text`` (an open answer), ``choice`` (an option of a closed question), ``respondent``,
            ``account`` (its id), ``account_name``, ``contact``, ``mail``, ``time``, ``day``, ``weight``, ``language``,
            ``segment``, ``decision_role``, ``buyer_kind``, ``wave``, ``touchpoint``, ``background`` or ``ignored``.
        definition: for answers the metric they feed (a key of ``cxlab.definitions``).
        low: lowest step of the scale, where the definition does not say it.
        high: highest step.
        words: steps that cells write as words, each with its words.

    Example:
        >>> Role("answer", "nps").scale
        (0.0, 10.0)
    """

    kind: str
    definition: str | None = None
    low: float | None = None
    high: float | None = None
    words: tuple[tuple[str, str], ...] = ()

    @property
    def scale(self) -> tuple[float, float] | None:
        """Lowest and highest step; None where the scale is open or the column holds no answers."""
        if self.kind != "answer":
            return None
        known = DEFINITIONS.get((self.definition or "").partition("@")[0])
        low = self.low if self.low is not None or known is None else known.low
        high = self.high if self.high is not None or known is None else known.high
        return None if low is None or high is None else (float(low), float(high))


@dataclass(frozen=True, slots=True)
class Earlier:
    """What the last wave of the same survey looked like.

    Attributes:
        columns: its columns' names, as they stood in the file.
        ids: its respondents' ids.
        name: what people call it, such as "May 2016".
        roles: what its columns were used for; without it every column counts as used.
    """

    columns: tuple[str, ...] = ()
    ids: frozenset[str] = frozenset()
    name: str = ""
    roles: Mapping[str, Role] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Choice:
    """One way to settle something noticed: a stable key, and what its words need."""

    key: str
    params: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Noticed:
    """Something odd, the rows it concerns and the choices it leaves. Nothing is decided here.

    Attributes:
        kind: stable key, such as ``missing_code``; docs/methods/noticing.md has them all.
        column: the column; None when it concerns the whole table.
        values: what was found, each with its number of rows, most frequent first, at most a hundred.
        rows: the first rows, counted as a spreadsheet does: the header is row 1.
        count: rows concerned.
        choices: ways to settle it.
        proposed: the choice that usually fits; None where only the sender of the file can know.
        params: numbers and names for the words.
        needed: whether figures, ids or times depend on the choice. What is not needed changes nothing if left alone.
    """

    kind: str
    column: str | None
    values: tuple[tuple[str, int], ...] = ()
    rows: tuple[int, ...] = ()
    count: int = 0
    choices: tuple[Choice, ...] = ()
    proposed: str | None = None
    params: Mapping[str, Any] = field(default_factory=dict)
    needed: bool = True

    @property
    def key(self) -> str:
        """Kind and column, as a decision names it.

        Example:
            >>> Noticed("missing_code", "NETPRO").key
            'missing_code:NETPRO'
        """
        return self.kind if self.column is None else f"{self.kind}:{self.column}"


@dataclass(frozen=True, slots=True)
class Told:
    """Something noticed in words: what it is, why it matters, and each choice's key with its words."""

    what: str
    why: str
    choices: tuple[tuple[str, str], ...]


def choices(*keys: str, **params: Any) -> tuple[Choice, ...]:
    """Choices that share their params."""
    return tuple(Choice(key, params) for key in keys)


def together(noticed: Sequence[Noticed]) -> tuple[tuple[Noticed, ...], ...]:
    """The same oddity with the same choices, in a group: fifteen columns with a code 0 are one question to a person.

    Args:
        noticed: what was noticed.

    Returns:
        Groups in the order in which their first member came. Of codes the member with most of them stands first, and
        speaks for those that have some of the same.

    Example:
        >>> a, b = Noticed("empty_column", "x"), Noticed("empty_column", "y")
        >>> len(together([a, b]))
        1
    """
    groups: dict[tuple[Any, ...], list[Noticed]] = {}
    for one in noticed:
        scale = (one.params.get("low"), one.params.get("high")) if one.kind in _BY_VALUE else ()
        keys = tuple((choice.key, str(sorted(choice.params.items()))) for choice in one.choices)
        own = one.column if one.kind in _ALONE else None
        groups.setdefault((one.kind, scale, keys, one.needed, own), []).append(one)
    parts = (part for key, group in groups.items() for part in (_alike(group) if key[0] in _BY_VALUE else [group]))
    came = {id(one): at for at, one in enumerate(noticed)}
    return tuple(tuple(part) for part in sorted(parts, key=lambda part: min(came[id(one)] for one in part)))


def _alike(group: Sequence[Noticed]) -> list[list[Noticed]]:
    """Members whose values stand among those of another: the one with most values speaks for them."""
    parts: list[list[Noticed]] = []
    for one in sorted(group, key=lambda one: -len(_said(one))):
        there = next((part for part in parts if _said(one) <= _said(part[0])), None)
        if there is None:
            parts.append([one])
        else:
            there.append(one)
    return parts


def _said(one: Noticed) -> frozenset[str]:
    """The values as they are meant: 0 and 0.0 are one."""
    return frozenset(_number(value) for value, _rows in one.values)


def _number(value: str) -> str:
    try:
        return f"{float(value.strip().replace(',', '.')):g}"
    except ValueError:
        return value.strip()


_BY_VALUE = frozenset({"missing_code", "missing_word", "outside_scale", "text_na", "decimal_comma"})
_ALONE = frozenset({"column_vanished", "column_renamed", "odd_header", "duplicate_ids", "ids_start_again"})
