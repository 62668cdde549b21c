"""Questions by the keys of figures: in the reader's language, as asked last, a matrix by its rows."""

from __future__ import annotations

import pytest

from polku.governance.gate import Viewer
from polku.surveys.queries import QuestionName, question_names
from tests.polku.surveys.making import content_of, published

pytestmark = pytest.mark.django_db


def test_names_come_in_the_readers_language_with_what_they_are_for():
    content = content_of("nps", "matrix", nps={"purpose": {"cause_or_outcome": "outcome"}})
    for language, label in (("fi", "rivi"), ("en", "row")):
        content["questions"][1]["texts"][language]["options"] = [f"{label} {n}" for n in (1, 2)]
    version = published(content)
    keys = [f"{version.survey}/{key}" for key in ("nps", "matrix.row2", "gone")]
    finn = Viewer(member=None, role="viewer", language="fi")
    assert question_names(keys, viewer=finn) == {
        keys[0]: QuestionName("Kysymys", "outcome"),
        keys[1]: QuestionName("rivi 2", ""),
    }
    assert question_names([], viewer=finn) == {}
