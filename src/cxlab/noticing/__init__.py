"""What is odd in a table someone sends: told unprompted, with rows, reasons and choices; nothing is decided here."""

from cxlab.noticing.found import Choice, Described, Earlier, Noticed, Role, Told, together
from cxlab.noticing.look import notice
from cxlab.noticing.roles import proposed_roles
from cxlab.noticing.told import Speech, told

__all__ = [
    "Choice",
    "Described",
    "Earlier",
    "Noticed",
    "Role",
    "Speech",
    "Told",
    "notice",
    "proposed_roles",
    "together",
    "told",
]
