"""What takes long is made once, beside the page, and a reader is told that it is still being made."""

from __future__ import annotations

import threading

import pytest

from polku.insights.asking.once_made import made_once

LONG = 60.0


def test_a_reader_who_will_not_wait_is_told_so_and_finds_it_later():
    gate = threading.Event()
    calls = []

    def make() -> str:
        gate.wait(LONG)
        calls.append(1)
        return "made"

    content = object()
    assert made_once(content, make, patience=0.0) is None
    assert made_once(content, make, patience=0.0) is None
    gate.set()
    assert made_once(content, make, patience=LONG) == "made"
    assert made_once(content, make, patience=0.0) == "made"
    assert calls == [1]


def test_other_content_is_made_anew():
    assert made_once(object(), lambda: 1, patience=LONG) == 1
    assert made_once(object(), lambda: 2, patience=LONG) == 2


def test_what_failed_is_told_and_tried_again():
    content = object()

    def fails() -> None:
        raise ValueError("not today")

    with pytest.raises(ValueError, match="not today"):
        made_once(content, fails, patience=LONG)
    assert made_once(content, lambda: "today", patience=LONG) == "today"


def test_no_more_is_kept_than_a_page_needs():
    first = object()
    made_once(first, lambda: "first", patience=LONG)
    for _ in range(70):
        made_once(object(), lambda: None, patience=LONG)
    assert made_once(first, lambda: "again", patience=LONG) == "again"
