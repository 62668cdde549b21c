from datetime import date

import pytest
from django.utils import formats, translation


@pytest.mark.parametrize(
    ("language", "long", "short"),
    [
        ("en", "28 February 2026", "28 Feb 2026"),
        ("fi", "28. helmikuuta 2026", "28.2.2026"),
        ("sv", "28 februari 2026", "2026-02-28"),
    ],
)
def test_a_date_cannot_be_misread(language, long, short):
    with translation.override(language):
        assert formats.date_format(date(2026, 2, 28)) == long
        assert formats.date_format(date(2026, 2, 28), "SHORT_DATE_FORMAT") == short
