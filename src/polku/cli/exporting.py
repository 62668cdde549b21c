"""Decides which survey is meant on the command line, which of its answers, and where they are written."""

from __future__ import annotations

import shlex
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import click
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from polku.cli.importing import speaking
from polku.flows.export_answers import Exported, export_answers
from polku.governance.gate import Viewer
from polku.governance.rules import Refused, in_language
from polku.surveys import queries

_MOST_WAVES = 12


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was said on the command line; ``version`` is a number or "all", ``wave`` empty for every wave."""

    survey: str
    kind: str
    version: str
    wave: str
    output: Path | None


def give_out(wanted: Wanted, *, language: str | None = None) -> None:
    """Write the file, say where it is, and which versions and waves are in it and which are not."""
    with speaking(language) as viewer:
        key, number, output = _meant(wanted.survey, viewer), _number_of(wanted.version), wanted.output
        try:
            # Written beside its place and put there whole: a file of that name is replaced at the end or not at all.
            folder = output.absolute().parent if output else Path.cwd()
            with tempfile.TemporaryDirectory(dir=folder, prefix=".polku-") as waiting:
                place = Path(waiting, f"answers.{wanted.kind}")
                done = export_answers(
                    key,
                    wanted.kind,
                    place,
                    actor=viewer,
                    number=number,
                    every=number is None,
                    wave=wanted.wave.strip(),
                    language=viewer.language,
                )
                target = output or Path(done.name)
                place.replace(target)
        except queries.NoSuchSurvey as error:
            there = ", ".join(str(one.number) for one in reversed(queries.versions(key, viewer=viewer)))
            told = _("There is no such version of this survey. There are: %(versions)s.")
            raise Refused(told % {"versions": there or "-"}) from error
        except OSError as error:
            raise Refused(_("%(path)s cannot be written.") % {"path": output or Path.cwd()}) from error
        rows = ngettext("%(count)s row is in %(path)s.", "%(count)s rows are in %(path)s.", done.rows)
        click.echo(rows % {"count": _counted(done.rows), "path": target})
        click.echo("\n".join(_told(done, wanted.wave)))


def _told(done: Exported, wave: str) -> Iterator[str]:
    """Which versions and waves the file holds, and how those that it does not hold are taken out."""
    for one in done.given:
        rows = ngettext("%(count)s row", "%(count)s rows", one.rows) % {"count": _counted(one.rows)}
        yield "  " + _("version %(number)s: %(rows)s") % {"number": one.number, "rows": rows} + _waves(one.waves)
    if done.words_only:
        yield _("They are words without a person: the answers themselves were given under a promise.")
    for number in done.held:
        yield _(
            "Version %(number)s was given under a promise and is not among them. Its words: --version %(number)s"
        ) % {"number": number}
    given = {one.number for one in done.given}
    left = [str(number) for number in done.there if number not in given and number not in done.held]
    if left and not wave:
        yield _("Not in it: version %(versions)s. All of them: --version all") % {"versions": ", ".join(left)}
    waves = Counter[str]()
    for one in done.given:
        waves.update(one.waves)
    if len(named := [wave for wave in waves if wave]) > 1:
        yield _("One wave alone: --wave %(wave)s") % {"wave": shlex.quote(named[-1])}


def _waves(counted: dict[str, int]) -> str:
    """The waves of a version in brackets, each with its rows where there are several."""
    named = [wave for wave in counted if wave]
    if not named:
        return ""
    several = len(counted) > 1
    said = [f"{wave} {_counted(counted[wave])}" if several else wave for wave in named[:_MOST_WAVES]]
    return f" ({', '.join(said)}{', ...' if len(named) > _MOST_WAVES else ''})"


def _counted(number: int) -> str:
    return number_format(number, use_l10n=True, force_grouping=True)


def _number_of(version: str) -> int | None:
    """The version's number; None is all of them."""
    if version.strip().casefold() == "all":
        return None
    if version.isdecimal() and 0 < int(version) < 10**9:
        return int(version)
    raise Refused(_("Say the number of a version, or all."))


def _meant(said: str, viewer: Viewer) -> UUID:
    """The survey of that title or key."""
    rows = queries.surveys(viewer=viewer)
    folded = said.strip().casefold()
    found = [row for row in rows if folded in {name.strip().casefold() for name in row.names.values()}]
    found = found or [row for row in rows if folded and str(row.key).startswith(folded)]
    if len(found) == 1:
        return found[0].key
    titles = ", ".join(f"{in_language(row.names, viewer.language)} ({str(row.key)[:8]})" for row in found or rows)
    if found:
        raise Refused(_("Several surveys are called that; say which by its key: %(titles)s.") % {"titles": titles})
    raise Refused(_("No survey is called that. There are: %(titles)s.") % {"titles": titles or "-"})
