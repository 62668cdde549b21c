"""This room keeps nothing of customers' persons: no model of it leads to one."""

from __future__ import annotations

from polku.action import models, privacy
from polku.people.models import Contact


def test_nothing_of_a_person_is_kept():
    assert privacy.PERSONAL == {}
    assert set(privacy.NOT_PERSONAL) == {models.Improvement}
    assert not any(field.related_model is Contact for field in models.Improvement._meta.fields)
