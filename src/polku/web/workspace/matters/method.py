"""How the shares are made, in sentences: what a reader needs to count them again and not to read too much into them."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cxlab.drivers import ImportanceMap
from polku.web.workspace.templatetags import figures as written


def method(found: ImportanceMap | None) -> tuple[str, ...]:
    """The method in sentences; none where nothing was found."""
    if found is None:
        return ()
    shares = found.importance
    told = [_size(found)]
    if shares.filled_in:
        text = ngettext(
            "%(count)s answer that was left out is filled in from the others, anew in each resample.",
            "%(count)s answers that were left out are filled in from the others, anew in each resample.",
            shares.filled_in,
        )
        told.append(text % {"count": written.count(shares.filled_in)})
    told += [
        _(
            "A share is what a question adds to the explained variance (R2), averaged over all orders in which the "
            "questions can enter [Lindeman, Merenda & Gold 1980]. It depends on which questions were asked."
        ),
        _(
            "The interval of a share (95%, bootstrap by account) says how stable it is. Whether a question matters at "
            "all is held against outcomes that go with nothing."
        ),
        _(
            "Places and brackets follow from intervals of all differences that hold together; overlapping whiskers say "
            "nothing."
        ),
        _(
            "The map tells what to do only where importance and score are both surely on one side; its intervals hold "
            "for all questions together."
        ),
        _("All of it is association: whether a change helps is seen afterwards, beside a comparison group."),
    ]
    return tuple(told)


def _size(found: ImportanceMap) -> str:
    shares = found.importance
    told = {"count": written.count(shares.n), "accounts": written.count(shares.accounts or 0)}
    if not shares.accounts:
        return ngettext("%(count)s answer.", "%(count)s answers.", shares.n) % told
    text = ngettext(
        "%(count)s answers of %(accounts)s account.", "%(count)s answers of %(accounts)s accounts.", shares.accounts
    )
    return text % told
