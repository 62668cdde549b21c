"""Reads mail that came back and stops further mail to where it came back from; run by hand, by cron or in a pipe."""

from __future__ import annotations

import sys
from pathlib import Path

import click


@click.command()
@click.argument("places", nargs=-1, type=click.Path(path_type=Path, allow_dash=True), metavar="FILE...")
def bounces(places: tuple[Path, ...]) -> None:
    """Take in mail that came back: an mbox, a Maildir, files of one mail each, or one mail from a pipe (-).

    Reports of delivery and complaints about letters of rounds are written down, and nothing more is sent to addresses
    that no mail reaches or that complained. Any other mail is left alone, and every mail may be read again.
    """
    from polku.cli.product import open_store

    if not places:
        raise click.UsageError("Name a mailbox, a file, or - for a mail from a pipe.")
    open_store()
    from polku.flows.returned_mail import LARGEST, NotReadable, mails_in, take_mails

    try:
        mails = (
            one
            for place in places
            for one in ([sys.stdin.buffer.read(LARGEST + 1)] if str(place) == "-" else mails_in(place))
        )
        told = take_mails(mails)
    except NotReadable as wrong:
        message = f"{wrong} is neither a file nor a Maildir. Name an mbox, a Maildir or a file that holds a mail."
        raise click.ClickException(message) from wrong
    click.echo(
        f"{told.total()} mails: {told['bounced']} came back, {told['complained']} complained, "
        f"{told['known']} known already, {told['nobody'] + told['other']} about no letter of ours."
    )
