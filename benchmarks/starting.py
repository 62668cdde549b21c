"""How long the command takes to say what it can do, and to start the product where it has run before."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.figures import Figure, measure, tell
from tests.served import Served

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
    with tempfile.TemporaryDirectory(prefix="polku-bench-", dir="/var/tmp") as folder:
        for what, goal in (("first start with the demo company", None), ("second start", 5.0), ("third start", 5.0)):
            began = time.perf_counter()
            served = Served(Path(folder) / "var")
            try:
                served.wait("Ctrl-C stops it")
                tell(
                    Figure(
                        "Start", f"polku serve, {what}", "polku", "demo company", time.perf_counter() - began, goal=goal
                    )
                )
                served.stop()
            finally:
                served.kill()


if __name__ == "__main__":
    main()
