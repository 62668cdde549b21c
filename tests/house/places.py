"""Where things are: the roots that the house tests walk."""

from __future__ import annotations

import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
SOURCE = ROOT / "src"


def modules() -> list[Path]:
    """Every module we wrote, migrations aside."""
    return sorted(path for path in SOURCE.rglob("*.py") if "migrations" not in path.parts)


def tracked() -> list[Path]:
    """Every file git knows, as it stands."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        check=True,
        text=True,
    ).stdout
    return [ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file()]
