"""How the audit is told: words for what was done, to what, and where to look at it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from polku.governance.queries import AuditEntry

KINDS = {
    "account": _("Account"),
    "answers": pgettext_lazy("audit", "Answers"),
    "contact": _("Person"),
    "event": _("Event"),
    "import": _("Import"),
    "journey": _("Journey"),
    "mapping": _("Kept mapping"),
    "member": _("Member"),
    "organisation": _("Organisation"),
    "phase": _("Phase"),
    "purpose": pgettext_lazy("audit", "Purpose card"),
    "revenue": _("Revenue"),
    "segment": _("Segment"),
    "survey": _("Survey"),
    "touchpoint": _("Touchpoint"),
    "version": _("Survey version"),
    "view": pgettext_lazy("audit", "View of the scoreboard"),
}
VERBS = {
    "activate": pgettext_lazy("audit", "let in again"),
    "allow_asking": pgettext_lazy("audit", "taken off the do-not-ask list"),
    "begin": pgettext_lazy("audit", "begun"),
    "change_role": pgettext_lazy("audit", "given another role"),
    "close": pgettext_lazy("audit", "closed"),
    "copy": pgettext_lazy("audit", "copied"),
    "create": pgettext_lazy("audit", "made"),
    "deactivate": pgettext_lazy("audit", "shut out"),
    "delete": pgettext_lazy("audit", "deleted"),
    "do_not_ask": pgettext_lazy("audit", "put on the do-not-ask list"),
    "erase": pgettext_lazy("audit", "erased for good"),
    "export": pgettext_lazy("audit", "given out as a file"),
    "forget": pgettext_lazy("audit", "removed"),
    "invite": pgettext_lazy("audit", "invited"),
    "join": pgettext_lazy("audit", "joined"),
    "keep": pgettext_lazy("audit", "kept"),
    "land": pgettext_lazy("audit", "brought in"),
    "make_link": pgettext_lazy("audit", "given a one-time link"),
    "move": pgettext_lazy("audit", "moved"),
    "order": pgettext_lazy("audit", "put in order"),
    "plan": pgettext_lazy("audit", "planned"),
    "publish": pgettext_lazy("audit", "published"),
    "record": pgettext_lazy("audit", "recorded"),
    "remove_second_factor": pgettext_lazy("audit", "freed of a lost second factor"),
    "reopen": pgettext_lazy("audit", "opened again"),
    "restore": pgettext_lazy("audit", "brought back"),
    "undo": pgettext_lazy("audit", "undone"),
    "update": pgettext_lazy("audit", "changed"),
    "upload": pgettext_lazy("audit", "sent as a file"),
}


@dataclass(frozen=True, slots=True)
class Told:
    """An entry as the page shows it."""

    at: datetime
    actor: str
    kind: str
    verb: str
    key: str
    fields: str


def kind(name: str) -> str:
    """The word for a kind of thing; one without a word is shown as it is."""
    return str(KINDS.get(name, name))


def entry(row: AuditEntry) -> Told:
    return Told(
        at=row.at,
        actor=row.actor,
        kind=kind(row.subject_kind),
        verb=str(VERBS.get(row.verb, row.verb)),
        key=row.subject_key,
        fields=", ".join(name.removesuffix("_id") for name in row.fields),
    )
