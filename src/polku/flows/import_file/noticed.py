"""Says what was noticed in a file in the reader's language."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext, ngettext

from cxlab import noticing
from cxlab.noticing import Noticed, Told

# The sentences stand in cxlab.noticing.sayings; their Finnish and Swedish in the catalogue beside this module.
SPEECH = noticing.Speech(
    text=gettext,
    counted=ngettext,
    number=lambda n: number_format(n, use_l10n=True, force_grouping=True),
)


def told(noticed: Noticed) -> Told:
    """What it is, why it matters, and the words of each choice beside its key."""
    if "landed" in noticed.params:
        day = date_format(date.fromisoformat(str(noticed.params["landed"])), "DATE_FORMAT")
        noticed = replace(noticed, params={**noticed.params, "landed": day})
    return noticing.told(noticed, SPEECH)
