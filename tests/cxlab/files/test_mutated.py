"""Damaged and hostile copies of good files end in a clear message, or are read; nothing else."""

from __future__ import annotations

import random

import pytest

from cxlab.files import FILE_ERRORS
from tests.cxlab.files.mutants import ended, mutant, originals


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    return originals(tmp_path_factory.mktemp("originals"))


def test_the_originals_are_good(files, tmp_path):
    for kind, content in files.items():
        (tmp_path / kind).write_bytes(content)
        assert ended(tmp_path / kind) == "read", kind


@pytest.mark.parametrize("seed", range(8))
def test_mutants_are_told_of_or_read(files, tmp_path, seed):
    chance = random.Random(seed)
    place = tmp_path / "mutant"
    for _ in range(40):
        _, content = mutant(chance, files)
        place.write_bytes(content)
        assert ended(place) in {"read", *FILE_ERRORS}
