"""Decides when a file is looked at anew: whenever it is shown; a decision on what was shown needs no second look."""

from __future__ import annotations

import json
from collections import OrderedDict
from uuid import UUID

from django.utils.translation import get_language

from polku.flows.import_file import Preview, look_at
from polku.governance.gate import Viewer
from polku.governance.queries import Upload

# Each process keeps the last few; a look is small, the seconds of a large file are not.
KEPT = 8
_Key = tuple[UUID, str, int | None, str, str]
_seen: OrderedDict[_Key, Preview] = OrderedDict()


def _key(upload: Upload, viewer: Viewer) -> _Key:
    mapping = json.dumps(upload.mapping, sort_keys=True)
    return upload.key, mapping, viewer.member, viewer.role, get_language() or ""


def fresh(upload: Upload, *, viewer: Viewer) -> Preview:
    """The file as it is now."""
    preview = look_at(upload.key, viewer=viewer)
    _seen[_key(upload, viewer)] = preview
    while len(_seen) > KEPT:
        _seen.popitem(last=False)
    return preview


def shown(upload: Upload, *, viewer: Viewer) -> Preview:
    """The file as this member was shown it under the same mapping, else as it is now."""
    return _seen.get(_key(upload, viewer)) or fresh(upload, viewer=viewer)
