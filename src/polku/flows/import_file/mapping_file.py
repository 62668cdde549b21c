"""Decides how a mapping is written as a file that a person reads and changes (TOML), and how it is read back."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from polku.flows.import_file.mapping import Mapping, MappingFault, from_json, to_json

_BARE = re.compile(r"[A-Za-z0-9_-]+")
_HEAD = "# How the columns of a file become records in Polku. Change it and use it again with the next file.\n"


def to_toml(mapping: Mapping) -> str:
    """The mapping as a readable file."""
    return _HEAD + "\n".join(_table((), to_json(mapping))) + "\n"


def from_toml(text: str) -> Mapping:
    """The mapping that a file holds; raises MappingFault naming the line, or the place, that cannot be."""
    try:
        told = tomllib.loads(text)
    except tomllib.TOMLDecodeError as wrong:
        raise MappingFault(_("The mapping is not a TOML file that can be read: %(why)s.") % {"why": wrong}) from wrong
    return from_json(told)


def _table(path: tuple[str, ...], told: dict[str, Any]) -> Iterator[str]:
    """Lines of a table: its values first, then the tables within it."""
    if path and (not all(isinstance(value, dict) for value in told.values()) or not told):
        yield ""
        yield f"[{'.'.join(map(_key, path))}]"
    for name, value in told.items():
        if not isinstance(value, dict):
            yield f"{_key(name)} = {_value(value)}"
    for name, value in told.items():
        if isinstance(value, dict):
            yield from _table((*path, name), value)


def _key(name: str) -> str:
    return name if _BARE.fullmatch(name) else _value(name)


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return f"[{', '.join(map(_value, value))}]"
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    return repr(value)
