"""Writes of purpose cards."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from polku.governance.gate import Viewer, require
from polku.governance.rules import Refused
from polku.governance.services import audit
from polku.strategy import models, rules


@transaction.atomic
def save_purpose(
    metric: str, *, nature: str, level: str, texts: Mapping[str, str], until: date | None, actor: Viewer
) -> None:
    """Write the card of a metric anew; an outcome stands on a level, a cause on none."""
    require(actor, "design")
    wrong = rules.fault(nature, level)
    if wrong == "nature":
        raise Refused(_("Say whether it is a cause or an outcome."), "nature")
    if wrong:
        raise Refused(_("An outcome is of satisfaction, loyalty or recommendation; a cause is of none."), "level")
    given = {name: texts.get(name, "").strip() for name in rules.QUESTIONS}
    for name, text in given.items():
        if len(text) > rules.LONGEST:
            raise Refused(_("Say it shorter: at most %(most)s characters.") % {"most": rules.LONGEST}, name)
    models.Purpose.objects.update_or_create(
        metric=metric, defaults={"nature": nature, "level": level, "until": until, **given}
    )
    audit(actor, "update", "purpose", metric, ["nature", "level", "until", *given])
