"""From a table of answers straight to scores, distributions and comparisons."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

import polars as pl

from cxlab import definitions
from cxlab.definitions import Definition
from cxlab.metrics.coded import measure_codes
from cxlab.metrics.comparisons import Compared, Manner, compare_counts
from cxlab.metrics.counts import counts
from cxlab.metrics.estimates import Population, check_level, estimate, estimates_of
from cxlab.metrics.measured import no_rows
from cxlab.metrics.paired import compare_persons
from cxlab.metrics.tallies import MANY
from cxlab.results import Cell
from cxlab.tables import TableError


def score(
    table: Any,
    *,
    score: str,
    definition: str | Definition = "nps",
    by: str | Sequence[str] = (),
    account: str | None = None,
    weight: str | None = None,
    missing: Iterable[object] = (),
    time: str | None = None,
    population: Population | None = None,
    level: float = 0.95,
) -> tuple[Cell, ...]:
    """Score a table, grouped over any columns in one pass.

    Args:
        table: any eager or lazy frame narwhals supports.
        score: column of answers.
        definition: a definition or its key.
        by: grouping columns, none for the whole table.
        account: column of accounts; the variance is then clustered by account.
        weight: column of weights.
        missing: codes that mean "no answer".
        time: column of days, for the period of each score.
        population: N of a finite population, see ``estimate``.
        level: coverage.

    Returns:
        One Cell per group, sorted by the group's values; an empty table without ``by`` gives one Cell with n = 0.

    Raises:
        TableError: absent columns, answers off the scale, bad weights; each message names the remedy.

    Example:
        >>> import polars as pl
        >>> table = pl.DataFrame({"s": [10, 9, 11, 2], "team": ["a", "a", "a", "b"]})
        >>> [(c.by, c.estimate.value, c.estimate.n) for c in score(table, score="s", by="team", missing=[11])]
        [((('team', 'a'),), 100.0, 2), ((('team', 'b'),), -100.0, 1)]
    """
    names = [by] if isinstance(by, str) else list(by)
    meant = definitions.definition(definition)
    missing = tuple(missing)
    plain = not missing and weight is None and time is None and population is None
    if plain and (told := _of_codes(table, score, meant, names, account, level=level)) is not None:
        return told
    counted = counts(
        table, score=score, by=names, account=account, weight=weight, missing=missing, time=time, definition=meant
    )
    return estimate(counted, meant, by=names, population=population, level=level)


def _of_codes(
    table: Any, column: str, metric: Definition, by: list[str], account: str | None, *, level: float
) -> tuple[Cell, ...] | None:
    """The scores of a large table of integer codes, without a row for each account; None: count."""
    if not isinstance(table, pl.DataFrame) or table.height < MANY:
        return None
    found = measure_codes(table, score=column, by=by, account=account, definition=metric)
    if found is None:
        return None
    check_level(level)
    labels = found.keys.rows() if by else [()]
    estimates = estimates_of(metric, no_rows(len(labels)), level, measured=found.measured)
    return tuple(Cell(tuple(zip(by, label, strict=True)), one) for label, one in zip(labels, estimates, strict=True))


def distribution(
    table: Any,
    *,
    score: str,
    definition: str | Definition,
    by: str | Sequence[str] = (),
    account: str | None = None,
    weight: str | None = None,
    missing: Iterable[object] = (),
    level: float = 0.95,
) -> tuple[tuple[float, tuple[Cell, ...]], ...]:
    """The share of each step of the scale, with its interval, per group.

    Args:
        table: any frame narwhals supports.
        score: column of answers.
        definition: a definition with a scale, or its key.
        by: grouping columns.
        account: column of accounts.
        weight: column of weights.
        missing: codes that mean "no answer".
        level: coverage of each share's interval.

    Returns:
        For each step, lowest first, the step and its Cells; steps nobody chose are there with share 0.

    Raises:
        TableError: the definition has an open scale; else as in ``score``.

    Example:
        >>> import polars as pl
        >>> found = distribution(pl.DataFrame({"s": [-1, 0, 0]}), score="s", definition="disconfirmation")
        >>> [(step, round(cells[0].estimate.value, 2)) for step, cells in found]
        [(-2.0, 0.0), (-1.0, 0.33), (0.0, 0.67), (1.0, 0.0), (2.0, 0.0)]
    """
    meant = definitions.definition(definition)
    if meant.low is None or meant.high is None:
        raise TableError(f"{meant.key} has an open scale: it has no steps to count.")
    names = [by] if isinstance(by, str) else list(by)
    counted = counts(table, score=score, by=names, account=account, weight=weight, missing=missing, definition=meant)
    steps = [float(meant.low + at) for at in range(int(meant.high - meant.low) + 1)]
    shares = (replace(meant, kind="share", unit="share", counted=(step, step), against=None) for step in steps)
    return tuple((step, estimate(counted, one, by=names, level=level)) for step, one in zip(steps, shares, strict=True))


def compare(
    table: Any,
    *,
    score: str,
    group: str,
    definition: str | Definition = "nps",
    by: str | Sequence[str] = (),
    against: object = "complement",
    account: str | None = None,
    person: str | None = None,
    weight: str | None = None,
    missing: Iterable[object] = (),
    level: float = 0.95,
    simultaneous: Manner = "max_t",
) -> tuple[Compared, ...]:
    """Compare groups with their complement, periods with periods, or the same persons in two waves.

    Args:
        table: any frame narwhals supports.
        score: column of answers.
        group: column whose values are compared.
        definition: a definition or its key.
        by: compare within each combination of these; all comparisons returned are one family.
        against: "complement", "previous", or one value of ``group``.
        account: column of accounts.
        person: column of persons: only those who answered on both sides are compared, each with themselves.
        weight: column of weights (not with ``person``).
        missing: codes that mean "no answer".
        level: coverage of all intervals together.
        simultaneous: max_t or bonferroni.

    Returns:
        One Compared each; fewer than two groups give none.

    Raises:
        TableError: as in ``score``; ``person`` with weights, or against the complement of several groups.

    Example:
        >>> import polars as pl
        >>> table = pl.DataFrame({"s": [10] * 30 + [5] * 30, "wave": ["2026"] * 30 + ["2025"] * 30})
        >>> found = compare(table, score="s", group="wave", against="previous")
        >>> found[0].left, found[0].right, found[0].comparison.word
        ('2026', '2025', 'better')
    """
    names = [by] if isinstance(by, str) else list(by)
    meant = definitions.definition(definition)
    if person is not None:
        if weight is not None:
            raise TableError("The same persons are compared without weights. Leave the weight or the person out.")
        return compare_persons(
            table,
            score=score,
            group=group,
            definition=meant,
            by=names,
            against=against,
            account=account,
            person=person,
            missing=missing,
            level=level,
        )
    counted = counts(
        table, score=score, by=[*names, group], account=account, weight=weight, missing=missing, definition=meant
    )
    return compare_counts(
        counted, meant, group=group, by=names, against=against, level=level, simultaneous=simultaneous
    )
