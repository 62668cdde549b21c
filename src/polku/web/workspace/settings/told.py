"""How the audit is told: words for what was done, to what, and where to look at it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from polku.governance.queries import AuditEntry

KINDS = {
    "account": _("Account"),
    "answers": pgettext_lazy("audit", "Answers"),
    "contact": _("Person"),
    "event": _("Event"),
    "event_meaning": pgettext_lazy("audit", "Meaning of events"),
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
    "map": pgettext_lazy("audit", "given"),
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

FIELDS = {
    "about": pgettext_lazy("audit", "what the customer does"),
    "account_group": pgettext_lazy("audit", "account group"),
    "active": pgettext_lazy("audit", "still there"),
    "aim": pgettext_lazy("audit", "aim"),
    "amount": pgettext_lazy("audit", "amount"),
    "asked": pgettext_lazy("audit", "what it shows"),
    "breakdowns": pgettext_lazy("audit", "breakdowns"),
    "buyer_kind": pgettext_lazy("audit", "new or repeat buyer"),
    "by_whom": pgettext_lazy("audit", "by whom"),
    "channel": pgettext_lazy("audit", "channel"),
    "closes_at": pgettext_lazy("audit", "closing time"),
    "consent": pgettext_lazy("audit", "consent"),
    "contact": pgettext_lazy("audit", "whom to turn to"),
    "content": pgettext_lazy("audit", "content"),
    "country": pgettext_lazy("audit", "country"),
    "currency": pgettext_lazy("audit", "currency"),
    "customer_since": pgettext_lazy("audit", "customer since"),
    "decision_role": pgettext_lazy("audit", "role in the decision"),
    "default_language": pgettext_lazy("audit", "default language"),
    "deputy": pgettext_lazy("audit", "deputy"),
    "deputy_text": pgettext_lazy("audit", "deputy"),
    "email": pgettext_lazy("audit", "mail address"),
    "end_customers": pgettext_lazy("audit", "end customers"),
    "external_id": pgettext_lazy("audit", "id in another system"),
    "found_us": pgettext_lazy("audit", "how they found us"),
    "how_used": pgettext_lazy("audit", "how it is used"),
    "interactive": pgettext_lazy("audit", "the customer's part"),
    "is_active": pgettext_lazy("audit", "may sign in"),
    "kinds": pgettext_lazy("audit", "kind of experience"),
    "language": pgettext_lazy("audit", "language"),
    "languages": pgettext_lazy("audit", "languages in use"),
    "layer": pgettext_lazy("audit", "layer"),
    "level": pgettext_lazy("audit", "level"),
    "mail": pgettext_lazy("audit", "mail address"),
    "name": pgettext_lazy("audit", "name"),
    "names": pgettext_lazy("audit", "name"),
    "nature": pgettext_lazy("audit", "cause or outcome"),
    "of_whom": pgettext_lazy("audit", "of whom"),
    "opens_at": pgettext_lazy("audit", "opening time"),
    "outcome": pgettext_lazy("audit", "what became of it"),
    "owner": pgettext_lazy("audit", "owner"),
    "owner_text": pgettext_lazy("audit", "owner"),
    "partner": pgettext_lazy("audit", "the partner's name"),
    "password": pgettext_lazy("audit", "password"),
    "phase": pgettext_lazy("audit", "phase"),
    "phone": pgettext_lazy("audit", "phone number"),
    "pinned": pgettext_lazy("audit", "pinned"),
    "position": pgettext_lazy("audit", "place"),
    "promise": pgettext_lazy("audit", "promise"),
    "purpose": pgettext_lazy("audit", "purpose"),
    "role": pgettext_lazy("audit", "role"),
    "scheme": pgettext_lazy("audit", "how phases are cut"),
    "segment": pgettext_lazy("audit", "segment"),
    "shared": pgettext_lazy("audit", "shared"),
    "stage": pgettext_lazy("audit", "stage"),
    "stated_importance": pgettext_lazy("audit", "stated importance"),
    "steps": pgettext_lazy("audit", "planned steps"),
    "plan": pgettext_lazy("audit", "plan"),
    "target_metric": pgettext_lazy("audit", "target metric"),
    "target_value": pgettext_lazy("audit", "target"),
    "threshold_comments": pgettext_lazy("audit", "fewest answers for comments"),
    "threshold_scores": pgettext_lazy("audit", "fewest answers for a score"),
    "time_zone": pgettext_lazy("audit", "time zone"),
    "unit": pgettext_lazy("audit", "unit"),
    "until": pgettext_lazy("audit", "until when"),
    "what": pgettext_lazy("audit", "what is measured"),
    "where": pgettext_lazy("audit", "at which touchpoint"),
    "why": pgettext_lazy("audit", "why"),
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


def short(key: str) -> str:
    """A key that nobody reads aloud, by its beginning; a word as it is."""
    try:
        return str(UUID(key))[:8]
    except ValueError:
        return "" if key.isdecimal() else key


def kind(name: str) -> str:
    """The word for a kind of thing; one without a word is shown as it is."""
    return str(KINDS.get(name, name))


def field(name: str) -> str:
    """The word for a field; one without a word is shown as it is, in plain letters."""
    plain = name.removesuffix("_id")
    return str(FIELDS.get(plain, plain.replace("_", " ")))


def entry(row: AuditEntry, names: Mapping[str, str]) -> Told:
    """An entry in words; ``names`` says what the things are called now, where that may be told."""
    return Told(
        at=row.at,
        actor=row.actor,
        kind=kind(row.subject_kind),
        verb=str(VERBS.get(row.verb, row.verb)),
        key=names.get(row.subject_key) or short(row.subject_key),
        fields=", ".join(dict.fromkeys(field(name) for name in row.fields)),
    )
