"""Decides how what is open of an import is told: each question with its choices, as options to be pasted."""

from __future__ import annotations

import shlex
from collections.abc import Iterator

from django.utils.translation import gettext as _

from polku.flows.import_file import Preview
from polku.flows.import_file.asking import Asked
from polku.flows.import_file.noticed import told

MOST_NAMED = 6
# How what a mapping lacks is said on the command line, by the place in the mapping.
_SAID = {"survey": '--survey "..."', "wave": '--wave "..."', "month": "--month 2026-03", "day": "--month 2026-03"}


def waiting(preview: Preview) -> str:
    """What has to be said or decided before anything lands."""
    lines = [_lacking(lack.why, lack.place) for lack in preview.lacks]
    if gone := next((lack.gone for lack in preview.lacks if lack.gone), ""):
        lines.append(
            _("For example --renamed %(renamed)s, or --without %(name)s.")
            % {"renamed": shlex.quote(f"{gone}={_('NEW NAME')}"), "name": shlex.quote(gone)}
        )
    groups = _questions([one for one in preview.noticed if one.waits])
    if groups:
        lines.append(_("Nothing has come in. To be decided, by one line of each:"))
    for name, group in groups:
        lines += ["", f"{name}: {_columns(group)}" if len(group) > 1 else name, *_options(name, group[0])]
    if any(one.noticed.proposed for _name, group in groups for one in group):
        lines += ["", _("The usual choice wherever there is one: --usual")]
    return "\n".join(lines)


def _lacking(why: str, place: str) -> str:
    return f"{why} ({_SAID[place]})" if place in _SAID else why


def _questions(waits: list[Asked]) -> list[tuple[str, list[Asked]]]:
    """What is decided by one option: all of a kind where each of them leaves the same choices, else each by itself."""
    kinds: dict[str, list[Asked]] = {}
    for one in waits:
        kinds.setdefault(one.noticed.kind, []).append(one)
    found: list[tuple[str, list[Asked]]] = []
    for kind, group in kinds.items():
        offered = {tuple((choice.key, str(choice.params)) for choice in one.noticed.choices) for one in group}
        if len(group) > 1 and len(offered) == 1:
            found.append((kind, group))
        else:
            found += [(one.key, [one]) for one in group]
    return found


def _columns(group: list[Asked]) -> str:
    names = [str(one.noticed.column) for one in group]
    more = len(names) - MOST_NAMED
    if more <= 0:
        return ", ".join(names)
    return _("%(names)s and %(count)s more") % {"names": ", ".join(names[:MOST_NAMED]), "count": more}


def _options(name: str, asked: Asked) -> Iterator[str]:
    """One line a choice that can be pasted behind the command, and what it does."""
    choices = [(f"--decide {shlex.quote(f'{name}={key}')}", key, words) for key, words in told(asked.noticed).choices]
    width = max((len(option) for option, _key, _words in choices), default=0)
    for option, key, words in choices:
        usual = f" ({_('usual')})" if key == asked.noticed.proposed else ""
        yield f"  {option:<{width}}  # {words}{usual}"
