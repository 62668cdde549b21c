"""How long the command takes to say what it can do, and how much memory it takes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from benchmarks.figures import measure

POLKU = str(Path(sys.executable).parent / "polku")


def main() -> None:
    """Time the commands as a user types them."""
    for what, arguments, goal in (
        ("polku --help", ["--help"], 0.3),
        ("polku metrics --help", ["metrics", "--help"], 0.3),
    ):
        command = [POLKU, *arguments]
        measure(
            "Start",
            what,
            "polku",
            "one process",
            lambda command=command: subprocess.run(command, check=True, capture_output=True),  # noqa: S603
            goal=goal,
        )


if __name__ == "__main__":
    main()
