"""The shape of a result: frozen, complete in itself."""

from __future__ import annotations

from dataclasses import FrozenInstanceError

import pytest

from cxlab.results import Estimate


def test_a_result_cannot_be_changed():
    one = Estimate(40.0, 37.0, 42.0, 2746, 2746.0, "adjusted_wald", "nps@1")
    with pytest.raises(FrozenInstanceError):
        one.value = 41.0
