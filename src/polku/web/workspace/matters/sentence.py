"""The sentence that says what matters most, and what must be said beside it: made from the result and nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cxlab.charts import figures
from cxlab.drivers import Driver, Importance, ImportanceMap
from cxlab.drivers.cautions import ALIKE, CEILING, CHANCE
from cxlab.results import Estimate
from polku.insights.drivers import Matter
from polku.web.workspace.matters.naming import quoted
from polku.web.workspace.templatetags import figures as written

# More names than these are no answer to what matters most.
_FEW = 3


def counts(one: Driver) -> bool:
    """Whether chance alone would hardly give as much."""
    return one.chance is not None and one.chance <= CHANCE


def first(found: Importance) -> tuple[Driver, ...]:
    """The drivers that may stand first, of those that are more than chance."""
    return tuple(one for one in found.drivers if one.ranks[0] == 1 and counts(one))


def share(one: Estimate) -> str:
    """A share with its interval: 27% (15 to 38%)."""
    return _with_interval(one, "share")


def _with_interval(one: Estimate, unit: str) -> str:
    language = written.language_now()
    if one.value is None:
        return "–"
    value = figures.figure(one.value, unit, language)
    if one.low is None or one.high is None:
        return value
    return f"{value} ({figures.between(one.low, one.high, unit, language)})"


def listed(names: Iterable[str]) -> str:
    """Names in a row: a, b and c."""
    quotes = [quoted(name) for name in names]
    if len(quotes) == 1:
        return quotes[0]
    return _("%(some)s and %(last)s") % {"some": ", ".join(quotes[:-1]), "last": quotes[-1]}


def sentence(matter: Matter, found: ImportanceMap | None, outcome: str) -> str:
    """What goes with the outcome most; ties named, nothing claimed that chance would give as well."""
    if found is None:
        return _why_nothing(matter, outcome)
    shares, told = found.importance, {"outcome": outcome}
    leading = first(shares)
    if not leading:
        return _("%(outcome)s goes with nothing asked here more than chance would have it.") % told
    told["names"] = listed(one.name for one in leading)
    if len(leading) == 1:
        told["share"] = share(leading[0].share)
        return _("%(outcome)s goes most with %(names)s: %(share)s of what these questions explain together.") % told
    if len(leading) <= _FEW:
        return _("%(outcome)s goes most with %(names)s; which of them comes first, these answers cannot tell.") % told
    told |= {"count": written.count(len(leading)), "all": written.count(len(shares.drivers))}
    told |= {"names": quoted(shares.drivers[0].name), "share": share(shares.drivers[0].share)}
    return (
        _(
            "%(outcome)s: %(count)s of %(all)s questions may stand first, and these answers cannot tell which. "
            "The largest share is that of %(names)s, %(share)s."
        )
        % told
    )


def _why_nothing(matter: Matter, outcome: str) -> str:
    told = {"outcome": outcome, "count": written.count(matter.n), "needed": written.count(matter.needed)}
    if matter.trouble == "too_few":
        text = ngettext(
            "%(count)s answer is too few to say what goes with it (%(outcome)s): at least %(needed)s are needed.",
            "%(count)s answers are too few to say what goes with it (%(outcome)s): at least %(needed)s are needed.",
            matter.n,
        )
        return text % told
    texts = {
        "alike": _("%(outcome)s: all answers are alike, so nothing can go with them."),
        "no_drivers": _("%(outcome)s: none of the other questions has answers that differ."),
        "follow": _("%(outcome)s: shares cannot be told, for some questions follow from one another exactly."),
    }
    return texts[matter.trouble] % told


def beside(matter: Matter, found: ImportanceMap | None, names: dict[str, str]) -> tuple[str, ...]:
    """What must be said beside the sentence."""
    told = [*_explained(found), _left_out(matter, names), _promised(matter)]
    if matter.trouble == "follow":
        told.append(_("Leave out one of %(names)s.") % {"names": listed(names[key] for key in matter.culprits)})
    if matter.trouble == "too_few":
        text = _("From about %(wanted)s answers on, shares are steady. Take off a filter, or choose more months.")
        told.append(text % {"wanted": written.count(matter.wanted)})
    if matter.whole_only:
        told.append(_("Only those who answered every question are counted: too many left out something different."))
    return tuple(filter(None, told))


def _explained(found: ImportanceMap | None) -> Sequence[str]:
    if found is None:
        return ()
    shares = found.importance
    text = _("Together these questions explain %(share)s of the differences between answers.")
    told = [text % {"share": share(shares.r2)}]
    leading = first(shares)
    if len(leading) == 1:
        told.append(_step_of(leading[0], shares.outcome))
    elif leading and (behind := [one.name for one in shares.drivers if one.ranks[0] > 1 and counts(one)]):
        told.append(_("Surely not first: %(names)s.") % {"names": listed(behind)})
    no_more = [one.name for one in shares.drivers if one.chance is not None and not counts(one)]
    if no_more and len(no_more) < len(shares.drivers):
        told.append(_("No more than chance would have it: %(names)s.") % {"names": listed(no_more)})
    return told


def _step_of(one: Driver, outcome: str) -> str:
    """What a step up goes with, as the association that it is."""
    if one.step.value is None or one.step.low is None:
        return ""
    text = _(
        "Where the answer to it is one step higher and the others are the same, the outcome is %(step)s steps higher: "
        "this goes together, it need not be the cause."
    )
    return text % {"step": step(one.step), "outcome": outcome}


def step(one: Estimate) -> str:
    """A difference in steps with its sign and interval."""
    language = written.language_now()
    if one.value is None:
        return "–"
    told, *ends = figures.change(one.value, one.low, one.high, "scale", language)
    return f"{told} ({figures.span(*ends, language)})" if ends else told


def _left_out(matter: Matter, names: dict[str, str]) -> str:
    texts = {
        "alike": _("Everyone gave the same answer, so nothing can go with it: %(names)s."),
        "few": _("Too few answered it beside the outcome: %(names)s."),
        "many": _("More questions than can be told apart; these with fewest answers are left out: %(names)s."),
    }
    found = []
    for why, text in texts.items():
        if some := [names[key] for key, reason in matter.left_out if reason == why]:
            found.append(text % {"names": listed(some)})
    return " ".join(found)


def _promised(matter: Matter) -> str:
    if matter.promised is None:
        return ""
    if not matter.promised:
        return _(
            "Answers that were promised confidentiality or anonymity take no part: to lay one person's answers beside "
            "one another would break the promise."
        )
    text = ngettext(
        "At least %(count)s answer that was promised confidentiality or anonymity takes no part: to lay one person's "
        "answers beside one another would break the promise.",
        "At least %(count)s answers that were promised confidentiality or anonymity take no part: to lay one person's "
        "answers beside one another would break the promise.",
        matter.promised,
    )
    return text % {"count": written.count(matter.promised)}


def cautions(found: ImportanceMap | None) -> tuple[str, ...]:
    """What a reader must know before trusting the shares."""
    if found is None:
        return ()
    shares = found.importance
    alike = [one.name for one in shares.drivers if one.inflation >= ALIKE]
    top = [one.name for one in shares.drivers if one.at_top >= CEILING]
    texts = {
        "few_accounts": _("The answers come from fewer than ten accounts: take every interval with care."),
        "few_answers": _("These are few answers for so many questions: shares will move when more come in."),
        "no_relation": _("An outcome that goes with none of these questions would look like this often enough."),
        "collinear": _("These are answered so much alike that their shares can hardly be told apart: %(names)s.")
        % {"names": listed(alike) if alike else ""},
        "ceiling": _("Half or more gave the highest answer, so what less would mean is seen poorly: %(names)s.")
        % {"names": listed(top) if top else ""},
        "outcome_ceiling": _("Half or more gave the outcome its highest answer: little is left to explain."),
        "much_filled_in": _("A fifth or more of the answers were left out by those who answered and are filled in."),
        "repaired": _("The correlations did not quite fit together and were repaired."),
    }
    return tuple(texts[note] for note in shares.notes if note in texts)


def where_words() -> dict[str, str]:
    """What the map says of a driver, in the order of doing."""
    return {
        "improve_first": _("Improve first"),
        "keep_up": _("Keep it up"),
        "not_first": _("Low, but not first"),
        "enough": _("Good enough"),
        "cannot_tell": _("Cannot be told yet"),
    }


def actions(found: ImportanceMap | None) -> tuple[tuple[str, str], ...]:
    """What the map says to do, in the order of doing; nothing where it cannot be told."""
    if found is None:
        return ()
    told = []
    for key, text in where_words().items():
        names = [one.name for one in found.places if one.where == key]
        if names and key != "cannot_tell":
            told.append((text, listed(names)))
    return tuple(told)


def of_segment(found: Importance, needed: int) -> str:
    """What leads in one segment, in a few words."""
    if not found.drivers:
        text = _("Too few answers: at least %(needed)s are needed.")
        return text % {"needed": written.count(needed)}
    leading = first(found)
    if not leading:
        return _("Nothing more than chance would have it")
    if len(leading) == 1:
        return _("%(name)s, %(share)s") % {"name": quoted(leading[0].name), "share": share(leading[0].share)}
    if len(leading) <= _FEW:
        return _("%(names)s; which comes first cannot be told") % {"names": listed(one.name for one in leading)}
    told = {"count": written.count(len(leading)), "all": written.count(len(found.drivers))}
    return _("%(count)s of %(all)s may stand first; which, cannot be told yet") % told
