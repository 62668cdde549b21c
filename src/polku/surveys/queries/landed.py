"""Which responses may be seen: given here, or of an import that has landed."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from polku.governance.models import Import
from polku.surveys.models import Response


def seen_responses() -> QuerySet[Response]:
    """Every response that may be seen: given here, or of an import that has landed."""
    return Response.objects.filter(Import.landed())


def seen_through(path: str) -> Q:
    """The same for rows that belong to a response, by the path that leads to it."""
    return Import.landed(f"{path}__imported")
