"""Notices what is odd about columns as such: names with stray signs, no name, no cells, the same cells twice."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from cxlab.noticing.counting import TableCounts
from cxlab.noticing.found import Choice, Noticed, Role
from cxlab.noticing.names import plain

GLUED = 5
_STARS = re.compile(r"^[*#!'`\ufeff]+|[*#!'`:]+$")
_CODE = re.compile(r"^[A-Za-z]+\d+[A-Za-z]+\w*$")
_CODE_APART = re.compile(r"^[A-Za-z]+\d+[ \u00a0]+[A-Za-z]+\w*$")


def mended(name: str, names: Sequence[str] = ()) -> str:
    """A column's name without stray signs and spaces.

    A space inside a question's code is stray where the other codes have none.

    Example:
        >>> mended(" *RESPNUM"), mended("Comment ID"), mended("Q13 COUNTY", ["Q7ART", "Q7FOOD", "Q7ALL", "Q8A", "Q9A"])
        ('RESPNUM', 'Comment ID', 'Q13COUNTY')
    """
    clean = _STARS.sub("", name.strip()).strip()
    clean = re.sub(r"\s+", " ", clean)
    if _CODE_APART.match(clean) and sum(bool(_CODE.match(other)) for other in names) >= GLUED:
        clean = re.sub(r"\s+", "", clean)
    return clean or name


def noticed_headers(names: Sequence[str]) -> Iterator[Noticed]:
    """Names with stray signs, columns without a name, names that differ by case or spaces only."""
    seen: dict[str, str] = {}
    for name in names:
        if not name.strip() or re.fullmatch(r"_duplicated_\d+|__unnamed__\d*", name):
            yield Noticed("unnamed_column", name, rows=(1,), count=1, choices=(Choice("ignore"), Choice("keep")),
                          proposed="ignore", needed=False)  # fmt: skip
            continue
        clean = mended(name, names)
        if clean != name:
            yield Noticed(
                "odd_header",
                name,
                rows=(1,),
                count=1,
                choices=(Choice("rename", {"name": clean}), Choice("keep")),
                proposed="rename",
                params={"name": clean},
                needed=False,
            )
        other = seen.setdefault(plain(name) or name, name)
        if other != name:
            yield Noticed("twin_names", name, rows=(1,), count=1, choices=(Choice("keep"), Choice("ignore")),
                          params={"other": other}, needed=False)  # fmt: skip


def noticed_columns(counts: TableCounts, roles: Mapping[str, Role]) -> Iterator[Noticed]:
    """Columns without a cell, and columns that say the same as another in every row."""
    seen: dict[int, str] = {}
    for name, column in counts.columns.items():
        if not column.filled:
            yield Noticed("empty_column", name, count=counts.rows, choices=(Choice("ignore"), Choice("keep")),
                          proposed="ignore", needed=False)  # fmt: skip
            continue
        if len(column.values) < 2:  # noqa: PLR2004 - a constant says nothing twice
            continue
        other = seen.setdefault(column.digest, name)
        if other != name:
            twice = {roles[name].kind, roles[other].kind} == {"answer"}
            yield Noticed("same_columns", name, count=counts.rows, choices=(Choice("ignore"), Choice("keep")),
                          proposed=None if twice else "ignore", params={"other": other}, needed=twice)  # fmt: skip
