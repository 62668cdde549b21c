"""Links in the papers lead somewhere, and no file names a machine's path or a registry."""

from __future__ import annotations

import re

from tests.house.places import ROOT, tracked

LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)")
FOREIGN = re.compile(r"(?:pypi|pythonhosted|npmjs|debian)\.(?:org|com)|(?<![\w.])/(?:work|root|home)/\w")
NO_LICENCE = re.compile(r"\b(?:pm4py|pingouin|plspm|yake)\b", re.IGNORECASE)


def test_links_lead_somewhere():
    broken = [
        f"{path.relative_to(ROOT)}: {target}"
        for path in tracked()
        if path.suffix == ".md"
        for target in LINK.findall(path.read_text(encoding="utf-8"))
        if not (path.parent / target).exists()
    ]
    assert not broken


def test_no_file_names_a_machine_or_a_registry():
    found = []
    for path in tracked():
        if "vendor" in path.parts or path == ROOT / "tests/house/test_papers.py":
            continue
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        found += [f"{path.relative_to(ROOT)}: {match.group()}" for match in FOREIGN.finditer(text)]
    assert not found


def test_the_locks_hold_hashes_and_nothing_copyleft():
    for path in (ROOT / "requirements").glob("*.txt"):
        text = path.read_text(encoding="utf-8")
        pins = re.findall(r"^[a-z0-9][^ \n]*==", text, re.MULTILINE)
        assert pins
        assert len(re.findall(r"^[a-z0-9][^\n]*\\\n    --hash", text, re.MULTILINE)) == len(pins), path.name
        assert not NO_LICENCE.search(text)


def test_the_driver_that_drops_sqlite_locks_is_absent():
    """ADBC's SQLite driver beside Django's connection lost committed rows; see docs/decisions."""
    for path in (ROOT / "requirements").glob("*.txt"):
        assert "adbc-driver-sqlite" not in path.read_text(encoding="utf-8")


def test_no_installed_package_is_under_gpl_or_agpl():
    """LGPL (psycopg) and MPL are fine: their terms end at their own files."""
    from importlib.metadata import distributions

    bad = {}
    for package in distributions():
        told = [package.metadata.get("License-Expression") or "", package.metadata.get("License") or ""]
        told += [line for line in package.metadata.get_all("Classifier") or () if line.startswith("License")]
        words = re.sub(r"LGPL|Lesser General Public|GPL-compatible|GPL compatible", "", " ".join(told))
        alternatives = re.search(r"\bOR\b|\bor\b", words)
        if re.search(r"\bA?GPL|GNU (?:Affero )?General Public", words) and not alternatives:
            bad[package.name] = words[:80]
    assert not bad
