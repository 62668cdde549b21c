"""The commands that run the product: set it up, serve it, load the demo company afresh."""

from __future__ import annotations

import os
import sys

import click


def start_django() -> None:
    """Start Django inside a command, so that ``polku --help`` and the analysis never load it."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "polku.project.settings")
    import django

    django.setup()


def open_store() -> None:
    """Start Django for a command that reads or writes the store; stop with the remedy where there is none yet."""
    start_django()
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise click.ClickException("The store is not set up here yet, or is of an earlier version. First: polku setup")


@click.command()
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="Port on 127.0.0.1.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--demo/--no-demo", default=True, show_default=True, help="Load the demo company into an empty store.")
def serve(port: int, host: str, *, demo: bool) -> None:
    """Set up what is missing, then run web and workers until Ctrl-C."""
    from polku.cli import serving

    if not serving.port_is_free(host, port):
        raise click.ClickException(
            f"Port {port} is taken: another Polku or another program listens there.\n"
            f"Stop it, or choose another port: make start PORT={port + 1}"
        )
    start_django()
    serving.set_up(demo=demo)
    sys.exit(serving.run(host, port, serving.first_sign_in()))


@click.command()
@click.option("--demo/--no-demo", default=False, show_default=True, help="Load the demo company into an empty store.")
def setup(*, demo: bool) -> None:
    """Bring the store and the collected static files up to date; safe to run again."""
    from polku.cli import serving

    start_django()
    serving.set_up(demo=demo)


@click.command("first-member")
@click.argument("email")
def first_member(email: str) -> None:
    """Make an admin with a password that is shown once; for an install without the demo."""
    from polku.cli import serving

    start_django()
    password = serving.make_admin(email)
    click.echo(f"{email} is an admin now. Password, shown this once: {password}")


@click.command("demo-reset")
@click.option("--accounts", default=300, show_default=True, type=click.IntRange(1, 20_000), help="Size of the company.")
@click.option("--null", "null_company", is_flag=True, help="A company in which nothing has any effect.")
@click.option("--yes", is_flag=True, help="Do not ask.")
def demo_reset(accounts: int, *, null_company: bool, yes: bool) -> None:
    """Empty the store and load the demo company afresh."""
    if not yes:
        click.confirm("This removes every account, survey and answer in this store. Go on?", abort=True)
    from polku.cli import serving

    start_django()
    serving.migrate()
    from polku.flows import demo

    with serving.Progress("Loading the demo company") as progress:
        demo.reset(accounts=accounts, null=null_company, progress=progress.tell)
