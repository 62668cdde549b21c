"""Decides which survey is meant on the command line, and where its answers are written."""

from __future__ import annotations

import tempfile
from pathlib import Path
from uuid import UUID

import click
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from polku.cli.importing import speaking
from polku.flows.export_answers import export_answers
from polku.governance.gate import Viewer
from polku.governance.rules import Refused, in_language
from polku.surveys import queries


def give_out(survey: str, kind: str, number: int | None, output: Path | None) -> None:
    """Write the file and say where it is."""
    with speaking() as viewer:
        key = _meant(survey, viewer)
        try:
            # Written beside its place and put there whole: a file of that name is replaced at the end or not at all.
            folder = output.absolute().parent if output else Path.cwd()
            with tempfile.TemporaryDirectory(dir=folder, prefix=".polku-") as waiting:
                place = Path(waiting, f"answers.{kind}")
                done = export_answers(key, kind, place, actor=viewer, number=number, language=viewer.language)
                target = output or Path(done.name)
                place.replace(target)
        except queries.NoSuchSurvey as error:
            raise Refused(_("There is no such version of this survey.")) from error
        except OSError as error:
            raise Refused(_("%(path)s cannot be written.") % {"path": output or Path.cwd()}) from error
        told = ngettext("%(count)s row is in %(path)s.", "%(count)s rows are in %(path)s.", done.rows)
        click.echo(told % {"count": done.rows, "path": target})
        if done.words_only:
            click.echo(_("They are words without a person: the answers themselves were given under a promise."))


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
