"""The command ``polku``: a subcommand is imported when it is called, so that ``polku --help`` loads nothing heavy."""

from __future__ import annotations

from importlib import import_module

import click

# Name: the module and the function that hold the command, and the line that --help shows without importing either.
COMMANDS: dict[str, tuple[str, str, str]] = {
    "metrics": (
        "polku.cli.analyse",
        "metrics",
        "Score the answers in a file, each figure with its interval; no server.",
    ),
    "journeys": (
        "polku.cli.journeys",
        "journeys",
        "Show the journeys in a log of events, and how they left the plan; no server.",
    ),
    "drivers": (
        "polku.cli.drivers",
        "drivers",
        "Show which answers go with an outcome, in which order and how surely; no server.",
    ),
    "import": (
        "polku.cli.imports",
        "import_file",
        "Bring a file in: see what is odd, decide, land all of it at once.",
    ),
    "imports": ("polku.cli.imports", "imports", "List what was brought in, and take it back."),
    "export": ("polku.cli.exports", "export", "Give the answers to a survey out as CSV, XLSX or SPSS."),
    "bounces": ("polku.cli.bounces", "bounces", "Take in mail that came back, and stop mail to where it came from."),
    "serve": ("polku.cli.product", "serve", "Set up what is missing, then run web and workers until Ctrl-C."),
    "setup": ("polku.cli.product", "setup", "Bring the store and the collected static files up to date."),
    "first-member": ("polku.cli.product", "first_member", "Make an admin, for an install without the demo."),
    "demo-reset": ("polku.cli.product", "demo_reset", "Empty the store and load the demo company afresh."),
}


class LazyGroup(click.Group):
    """A group that knows its commands by name and imports one when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names, in the order of the table."""
        return [*COMMANDS, *super().list_commands(ctx)]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the one command."""
        if cmd_name not in COMMANDS:
            return super().get_command(ctx, cmd_name)
        module, name, _line = COMMANDS[cmd_name]
        return getattr(import_module(module), name)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands from the table alone."""
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_module, _function, line) in COMMANDS.items()])


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="polku")
def main() -> None:
    """Polku: customer experience management, from strategy to one touchpoint and back."""
