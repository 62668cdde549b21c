"""Decides in which language a command speaks: the one it is told, else the terminal's, else the organisation's."""

from __future__ import annotations

import os

import click

SPOKEN = ("en", "fi", "sv")
LANGUAGE = click.option(
    "--language", type=click.Choice(SPOKEN), help="Language to speak; the terminal's when left out."
)


def spoken(told: str | None, organisation: str) -> str:
    """The language of a command; a terminal in no language of ours, such as C, leaves it to the organisation."""
    if told:
        return told
    terminal = (os.environ.get("LC_ALL") or os.environ.get("LANG") or "")[:2].lower()
    found = terminal if terminal in {"fi", "sv"} else organisation
    return found if found in SPOKEN else "en"
