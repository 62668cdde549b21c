"""What is wrong with a file is told in three languages, with its place."""

from __future__ import annotations

import re

import pytest
from django.utils import translation
from django.utils.translation import gettext

from cxlab.files import FILE_ERRORS, open_table, refused
from cxlab.files.refusing import FileError
from polku.flows.import_file.file_errors import told


@pytest.mark.parametrize("language", ["fi", "sv"])
@pytest.mark.parametrize("kind", FILE_ERRORS)
def test_every_fault_of_a_file_is_told_in_each_language(kind, language):
    with translation.override(language):
        for text in FILE_ERRORS[kind]:
            said = gettext(text)
            assert said != text or text == "{name}, {place}: {reason}."
            assert sorted(re.findall(r"\{\w+", said)) == sorted(re.findall(r"\{\w+", text))


@pytest.mark.parametrize(
    ("place", "finnish"),
    [
        ("line 17", "rivi 17"),
        ("after line 3", "rivin 3 jälkeen"),
        ("sheet Vastaukset, row 5", "taulukko Vastaukset, rivi 5"),
        ("sheet A, b, cell B2 of row 2", "taulukko A, b, rivin 2 solu B2"),
        ("xl/styles.xml, line 1, column 9", "xl/styles.xml, line 1, column 9"),
    ],
)
def test_places_are_told_too(place, finnish):
    with translation.override("fi"):
        assert told(refused("no_text", name="a.csv", place=place)).startswith(f"a.csv, {finnish}: merkki")


def test_a_real_fault(tmp_path):
    (tmp_path / "a.csv").write_text("a,b\n1\n")
    with pytest.raises(FileError) as error:
        open_table(tmp_path / "a.csv", name="a.csv").whole()
    with translation.override("sv"):
        assert told(error.value).startswith("a.csv, rad 2: 1 celler fast rubrikraden har 2 kolumner. Rätta raden")
