"""Every setting read from the environment is explained, and every explained one is read."""

from __future__ import annotations

import re

from tests.house.places import ROOT, SOURCE

READ = re.compile(r"""["'](POLKU_[A-Z_]+)["']""")


def read_settings() -> set[str]:
    return {name for path in SOURCE.rglob("*.py") for name in READ.findall(path.read_text(encoding="utf-8"))}


def explained() -> set[str]:
    return set(
        re.findall(r"^\| `(POLKU_[A-Z_]+)` \|", (ROOT / "docs/run/settings.md").read_text("utf-8"), re.MULTILINE)
    )


def test_every_setting_is_explained():
    assert read_settings() - explained() == set()


def test_no_explained_setting_is_unread():
    assert explained() - read_settings() == set()


def test_compose_sets_only_settings_that_exist():
    for path in (ROOT / "deploy").glob("*.y*ml"):
        used = set(re.findall(r"\b(POLKU_[A-Z_]+)\b", path.read_text(encoding="utf-8")))
        own = {"POLKU_POSTGRES_PASSWORD", "POLKU_PORT", "POLKU_IMAGE"}
        assert used - own - explained() == set(), path.name
