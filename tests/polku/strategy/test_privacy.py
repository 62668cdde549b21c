"""This room keeps nothing of persons."""

from __future__ import annotations

from polku.strategy import models, privacy


def test_no_model_leads_to_a_person():
    assert not privacy.PERSONAL
    assert set(privacy.NOT_PERSONAL) == {models.Purpose}
    assert not [field for field in models.Purpose._meta.get_fields() if field.is_relation]
