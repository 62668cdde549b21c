"""Decides how responses of an import come in: in short transactions, unseen until the import lands."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef

from polku.governance.gate import Viewer, require
from polku.governance.models import Import
from polku.governance.services import mark_dirty
from polku.surveys import rules
from polku.surveys.models import Comment, Response
from polku.surveys.queries import PublishedVersion
from polku.surveys.services.inserting import insert_values, values_of
from polku.surveys.services.responses import NOBODY, Respondent, comments_of, response_row

# The store's write lock is held for one batch: about a tenth of a second on a small machine.
BATCH = 2_000
Turn = Callable[[], AbstractContextManager[object]]


@dataclass(frozen=True, slots=True)
class ImportedResponse:
    """One response from elsewhere. ``row_key`` tells it from every other row of its source, import after import."""

    version: PublishedVersion
    cleaned: rules.Cleaned
    answered_at: datetime
    row_key: str | None = None
    respondent: Respondent = NOBODY
    touchpoint: int | None = None
    channel: str = "import"
    wave: str = ""
    weight: float = 1.0


def store_responses_bulk(rows: Iterable[ImportedResponse], *, imported: int, actor: Viewer) -> int:
    """Store responses under an import that has not landed; returns how many were new.

    A row whose key is known already is left out, unless the import it came with was undone. Anonymous rows keep no key:
    before an import that broke off is taken up again, ``drop_imported`` takes out what had come. Raises ValueError for
    an import that is not arriving.
    """
    require(actor, "import_data")
    stored = 0
    for batch in _batches(iter(rows)):
        ready = [_ready(one, imported) for one in batch]
        with transaction.atomic():
            unit = Import.objects.select_for_update().get(pk=imported)
            if unit.state != Import.State.ARRIVING:
                raise ValueError("responses come in under an import that is still arriving")
            stored += _store(ready, imported)
    return stored


def _batches(rows: Iterator[ImportedResponse]) -> Iterator[list[ImportedResponse]]:
    while batch := list(islice(rows, BATCH)):
        yield batch


@dataclass(frozen=True, slots=True)
class _Ready:
    """A response as it will be written, made before the transaction: the store is locked for the writing alone."""

    row_key: str | None
    month: str
    response: tuple[Any, ...]
    comments: tuple[tuple[Any, ...], ...]


def _ready(one: ImportedResponse, imported: int) -> _Ready:
    row = response_row(
        one.version,
        one.cleaned,
        one.respondent,
        touchpoint=one.touchpoint,
        channel=one.channel,
        wave=one.wave,
        now=one.answered_at,
    )
    row.weight, row.imported_id = one.weight, imported
    if one.version.promise != "anonymous":
        # A row key mostly holds the respondent's number at its source: an anonymous answer keeps none.
        row.once_key = one.row_key
    return _Ready(
        one.row_key, row.month, values_of(row), tuple(values_of(comment) for comment in comments_of(row, one.cleaned))
    )


def _store(batch: list[_Ready], imported: int) -> int:
    known = _known([one.row_key for one in batch if one.row_key])
    fresh: list[_Ready] = []
    for one in batch:
        if one.row_key is not None:
            if one.row_key in known:
                continue
            known.add(one.row_key)
        fresh.append(one)
    insert_values(Response, (one.response for one in fresh))
    insert_values(Comment, (comment for one in fresh for comment in one.comments))
    if fresh:
        mark_dirty("answers", *{one.month for one in fresh}, imported=imported)
    if written := {one.month for one in fresh if one.comments}:
        mark_dirty("comments", *written, imported=imported)
    return len(fresh)


def _known(row_keys: list[str]) -> set[str]:
    """Keys that are taken; rows of an undone import give theirs back."""
    undone = Import.objects.filter(pk=OuterRef("imported"), state=Import.State.UNDONE)
    Response.objects.filter(Exists(undone), once_key__in=row_keys).delete()
    return set(Response.objects.filter(once_key__in=row_keys).values_list("once_key", flat=True))


def drop_imported(imported: int, *, actor: Viewer, turn: Turn = nullcontext) -> int:
    """Delete the responses of an import that was undone or broke off before landing; returns how many there were.

    ``turn`` is held for each of its transactions, so that others get theirs between them.
    """
    require(actor, "import_data")
    dropped = 0
    while True:
        with turn(), transaction.atomic():
            unit = Import.objects.select_for_update().get(pk=imported)
            if unit.state == Import.State.LANDED:
                raise ValueError("undo the import first")
            ids = list(Response.objects.filter(imported=imported).values_list("pk", flat=True)[:BATCH])
            Comment.objects.filter(response__in=ids).delete()
            Response.objects.filter(pk__in=ids).delete()
        if not ids:
            return dropped
        dropped += len(ids)
