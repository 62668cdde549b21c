"""Decides which settings the organisation may have, and keeps them in its one row."""

from __future__ import annotations

import secrets
from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from polku.governance import models, rules
from polku.governance.gate import Viewer, require
from polku.governance.rules import Refused
from polku.governance.services.errors import check_seen
from polku.governance.services.rows import save_changed
from polku.governance.services.work import audit


def settled_row() -> models.Organisation:
    """The organisation's row, locked; made at the first need."""
    models.Organisation.objects.get_or_create(pk=1, defaults={"salt": secrets.token_hex(32)})
    row = models.Organisation.objects.select_for_update().get(pk=1)
    if not row.salt:
        row.salt = secrets.token_hex(32)
        row.save(update_fields=["salt"])
    return row


def do_not_ask_salt() -> str:
    """What the do-not-ask list hashes with: random, made once, kept with the list itself."""
    row = models.Organisation.objects.filter(pk=1).exclude(salt="").first()
    if row is None:
        with transaction.atomic():
            row = settled_row()
    return row.salt


@transaction.atomic
def update_organisation(*, actor: Viewer, seen: str | None = None, **settings: object) -> None:
    """Change what is given and leave the rest; raises Refused with the field's name when a value cannot be.

    With ``seen``, the mark that the actor saw, only if everything still stands so.
    """
    require(actor, "manage_settings")
    row = settled_row()
    check_seen(seen, row.mark)
    unknown = set(settings) - {field.name for field in row._meta.fields} | settings.keys() & {"id", "salt"}
    if unknown:
        raise TypeError(f"no such settings: {sorted(unknown)}")
    cleaned = _cleaned_settings(row, settings)
    fields = save_changed(row, cleaned)
    if fields:
        audit(actor, "update", "organisation", "1", fields)


def _cleaned_settings(row: models.Organisation, settings: Mapping[str, object]) -> dict[str, object]:
    cleaned = dict(settings)
    for name in ("names", "contact"):
        if name in cleaned:
            cleaned[name] = rules.clean_texts(cleaned[name])
    if "languages" in cleaned:
        cleaned["languages"] = rules.ordered_languages(cleaned["languages"])
        if not cleaned["languages"]:
            raise Refused(_("Keep at least one language on."), "languages")
    if cleaned.get("default_language", row.default_language) not in cleaned.get("languages", row.languages):
        raise Refused(_("The default language has to be one of those that are on."), "default_language")
    if "time_zone" in cleaned and not rules.is_time_zone(cleaned["time_zone"]):
        raise Refused(_("No such time zone. Write it as in Europe/Helsinki."), "time_zone")
    if "currency" in cleaned and not rules.is_currency(cleaned["currency"]):
        raise Refused(_("Write the currency as three capital letters, as in EUR."), "currency")
    _check_thresholds(row, cleaned)
    return cleaned


def _check_thresholds(row: models.Organisation, cleaned: Mapping[str, object]) -> None:
    """Those who have answered were promised what stood then, so a threshold goes up only."""
    for name in rules.THRESHOLDS.keys() & cleaned.keys():
        least = max(rules.least(name), getattr(row, name))
        if cleaned[name] < least:
            told = _("What respondents were promised is at least %(least)s answers. It may be raised, not lowered.")
            raise Refused(told % {"least": least}, name)
        if cleaned[name] > rules.MOST_FOR_THRESHOLD:
            raise Refused(_("Write at most %(most)s.") % {"most": rules.MOST_FOR_THRESHOLD}, name)
