"""What the things that the audit speaks of are called now; those that are gone for good have no name any more."""

from __future__ import annotations

from collections.abc import Iterable

from polku.governance import queries as governance
from polku.governance.gate import Viewer
from polku.governance.queries import AuditEntry
from polku.journeys import queries as journeys
from polku.people import queries as people
from polku.surveys import queries as surveys
from polku.web.workspace import words


def names_of(entries: Iterable[AuditEntry], *, viewer: Viewer) -> dict[str, str]:
    """Names by key, for this page of the audit: one look at each room that is spoken of."""
    keys: dict[str, set[str]] = {}
    for entry in entries:
        keys.setdefault(entry.subject_kind, set()).add(entry.subject_key)
    found: dict[str, str] = {}
    if companies := keys.get("account", set()) | keys.get("segment", set()):
        found |= people.labels(companies, viewer=viewer)
    if drawn := keys.get("journey", set()) | keys.get("phase", set()) | keys.get("touchpoint", set()):
        found |= journeys.labels(drawn, viewer=viewer)
    if asked := keys.get("survey"):
        found |= surveys.labels(asked, viewer=viewer)
    if persons := keys.get("contact"):
        found |= people.called(persons, viewer=viewer)
    if "member" in keys:
        found |= {str(one.key): one.name or one.email for one in governance.members(viewer=viewer)}
    return found | {key: words.word("metric", key) for key in keys.get("purpose", ())}
