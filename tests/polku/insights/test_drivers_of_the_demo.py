"""The demo company has something to find: what was put into its pulse is what the answer says."""

from __future__ import annotations

import pytest

from cxlab.simulate import company
from polku.flows import demo
from polku.governance.gate import Viewer
from polku.insights.drivers import Laid, drivers, measured_questions

pytestmark = pytest.mark.django_db
VIEWER = Viewer(member=None, role="viewer")
ACCOUNTS = 100


def test_the_weights_put_into_the_pulse_are_found(place):
    demo.load(accounts=ACCOUNTS)
    known = measured_questions(viewer=VIEWER)
    (outcome,) = (one.key for one in known if one.definition == "nps")
    weights = {**company(accounts=ACCOUNTS).truth.effects.driver, "approachable": 0.0}
    keys = {key: f"{outcome.partition('/')[0]}/{key}" for key in weights}
    found = drivers(Laid(outcome, tuple(keys.values())), viewer=VIEWER, patience=600.0)
    assert found.trouble == ""
    shares = {one.name.partition("/")[2]: one for one in found.found.importance.drivers}
    assert shares["trust"].ranks[0] == 1, "what weighs most may stand first"
    assert shares["trust"].chance < 0.05
    assert shares["approachable"].share.value < shares["trust"].share.value / 2, "what weighs nothing has little"
    assert found.found.importance.r2.low > 0.3, "the causes explain half of the latent recommendation"
    wrong = [one for one in found.found.importance.order.pairs if one.sure and _worse(one, weights)]
    assert not wrong


def _worse(pair, weights) -> bool:
    first, second = (name.partition("/")[2] for name in (pair.first, pair.second))
    return weights[first] < weights[second]
