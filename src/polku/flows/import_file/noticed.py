"""Says what was noticed in a file in the reader's language."""

from __future__ import annotations

from django.utils.formats import number_format
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
    return noticing.told(noticed, SPEECH)
