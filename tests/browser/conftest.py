"""A real server on a file database, and Chromium in front of it.

``address`` is where the server listens; ``signed_in(role)`` opens a page as a member of that role; ``clean(page)`` runs
axe and fails on what it finds. Chromium is Debian's: without it these tests fail with the command to run, unless
SKIP_BROWSER=1.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
SIZES = {"phone": (390, 844), "laptop": (1280, 800), "wide": (1920, 1080)}
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]


def pytest_collection_modifyitems(items) -> None:
    skip = pytest.mark.skip(reason="SKIP_BROWSER=1")
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)
            if os.environ.get("SKIP_BROWSER") == "1":
                item.add_marker(skip)


@pytest.fixture(scope="session")
def chromium() -> Iterator:
    if not CHROMIUM:
        pytest.fail("Chromium is missing: sudo apt-get install chromium (or SKIP_BROWSER=1 to leave browser tests out)")
    # Playwright's event loop runs in this thread; Django must not mistake it for an async view.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def django_db_modify_db_settings() -> None:
    """A live server answers in another thread: the test database of SQLite must be a file."""
    from django.conf import settings

    database = settings.DATABASES["default"]
    if database["ENGINE"].endswith("sqlite3"):
        database.setdefault("TEST", {})["NAME"] = str(Path(os.environ["POLKU_VAR"]) / "browser-test.sqlite3")


@pytest.fixture
def address(transactional_db, live_server) -> str:
    return live_server.url


def is_problem(message) -> bool:
    """Whether what the console was told is a fault of the page.

    The browser itself notes the status of a refused form or of an address that is gone, at a moment of its own: that
    is the answer the test asked for. What a page loads and does not get stays a fault.
    """
    if message.type not in {"error", "warning"}:
        return False
    status = re.search(r"responded with a status of (\d+)", message.text)
    return not (status and status[1] in {"404", "409", "410", "422"} and "/static/" not in message.location["url"])


@pytest.fixture
def new_page(chromium, address) -> Iterator[Callable]:
    """``new_page(size="phone", theme="dark", language="fi", javascript=False)`` opens an empty page."""
    contexts = []

    def make(*, size: str = "laptop", theme: str = "light", language: str = "en", javascript: bool = True, **options):
        width, height = SIZES[size]
        context = chromium.new_context(
            base_url=address,
            viewport={"width": width, "height": height},
            color_scheme=theme,
            locale=language,
            java_script_enabled=javascript,
            **options,
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(30_000)
        # The first page of a process compiles the counting kernels, and a full machine takes its time.
        page.set_default_navigation_timeout(30_000)
        page.problems = []
        page.on("pageerror", lambda error: page.problems.append(str(error)))
        page.on("console", lambda message: page.problems.append(message.text) if is_problem(message) else None)
        return page

    yield make
    for context in contexts:
        context.close()


@pytest.fixture
def page(new_page):
    return new_page()


@pytest.fixture
def signed_in(new_page, address, transactional_db) -> Callable:
    """``signed_in("manager", language="fi", size="phone")`` is a page whose session belongs to such a member."""
    from django.conf import settings
    from django.test import Client

    from polku.governance.models import Member

    def make(role: str = "admin", *, language: str = "en", **options):
        member, _ = Member.objects.get_or_create(
            email=f"{role}-{language}@example.com",
            defaults={"name": role.title(), "role": role, "language": language},
        )
        client = Client()
        client.force_login(member)
        page = new_page(language=language, **options)
        cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
        page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": address}])
        return page

    return make


@pytest.fixture
def fits() -> Callable:
    """``fits(page)``: the page does not scroll sideways, the console is silent."""

    def check(page) -> None:
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, f"{page.url} scrolls sideways by {wide} px"
        assert not page.problems, page.problems

    return check


@pytest.fixture
def clean(fits) -> Callable:
    """``clean(page)``: axe finds nothing, and the page fits."""
    from axe_playwright_python.sync_playwright import Axe

    axe = Axe()

    def check(page) -> None:
        found = axe.run(page).response["violations"]
        told = [f"{v['id']}: {v['help']} at {[n['target'] for n in v['nodes'][:3]]}" for v in found]
        assert not told, f"{page.url}\n" + "\n".join(told)
        fits(page)

    return check


@pytest.fixture
def shot() -> Callable:
    """``shot(page, name, size, theme, language)`` keeps a picture in the folder named by POLKU_TEST_SHOTS."""
    folder = os.environ.get("POLKU_TEST_SHOTS")

    def keep(page, name: str, *variant: str) -> None:
        if folder:
            page.screenshot(path=Path(folder) / f"{'-'.join([name, *variant])}.png", full_page=True)

    return keep
