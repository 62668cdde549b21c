"""Comments: whole sentences in the writer's language, about what they are asked, varied enough not to look copied."""

from __future__ import annotations

import re
from collections import Counter

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxlab.simulate.commenting import _BANKS, _BESIDE, _TOUCHED
from cxlab.simulate.effects import CAUSES
from cxlab.simulate.phrasing import phrase
from cxlab.simulate.questions import SURVEYS
from tests.cxlab.simulated import drawn

TOPICS = {*CAUSES, *_TOUCHED, *_BESIDE.values(), *(s.touchpoint for s in SURVEYS if s.touchpoint), "staff", "notices"}
# Words that every longer text of the language is full of, and the others are not.
COMMON = {
    "fi": {"ja", "ei", "että", "oli", "kun", "on", "vaikka", "myös", "mutta", "siitä"},
    "sv": {"och", "att", "det", "inte", "jag", "som", "för", "är", "vi", "en"},
    "en": {"the", "and", "was", "you", "to", "of", "is", "that", "we", "it"},
}


def words(text: str) -> list[str]:
    return re.findall(r"[a-zåäöé]+", text.lower())


@pytest.mark.parametrize("bank", _BANKS, ids=["fi", "sv", "en"])
def test_every_topic_has_praise_and_blame(bank):
    assert set(bank.good) == set(bank.bad) == TOPICS
    for sentences in (*bank.good.values(), *bank.bad.values()):
        assert len(set(sentences)) == len(sentences) >= 2
        assert all(sentence.rstrip().endswith((".", "!")) for sentence in sentences)
    everything = [s for mood in (bank.good, bank.bad) for topic in mood.values() for s in topic]
    assert len(everything) == len(set(everything)) > 150


@given(
    bank=st.sampled_from(_BANKS),
    topic=st.sampled_from(sorted(TOPICS)),
    other=st.sampled_from(sorted(TOPICS)),
    mood=st.sampled_from(["good", "mixed", "bad"]),
    draw=st.lists(st.floats(0, 1, exclude_max=True), min_size=16, max_size=16),
)
def test_any_comment_is_a_finished_text(bank, topic, other, mood, draw):
    text = phrase(bank, topic, other, mood, draw)
    assert text == text.strip()
    assert "{" not in text
    assert "  " not in text
    assert 3 <= len(text) < 400
    assert re.search(r"[.!?][a-zåäö]", text) is None


def test_two_thousand_comments_do_not_look_copied():
    made = drawn(3, 3_000)
    texts = made.comments.head(2_000)["text"].to_list()
    assert len(set(texts)) > 0.85 * len(texts)
    assert Counter(texts).most_common(1)[0][1] < 0.01 * len(texts)


def test_comments_are_in_the_language_of_their_writer():
    made = drawn()
    spoken = made.comments.join(made.responses.select("response", "contact", answered="language"), on="response")
    named = spoken.drop_nulls("contact").join(made.contacts.select("contact", own="language"), on="contact")
    assert (named["language"] == named["own"]).all()
    assert (named["language"] == named["answered"]).all()
    assert set(made.comments["language"]) == {"fi", "sv", "en"}
    for language, texts in made.comments.group_by("language").agg("text").iter_rows():
        found = Counter(word for text in texts for word in words(text))
        score = {other: sum(found[word] for word in COMMON[other]) for other in COMMON}
        assert max(score, key=score.get) == language
        assert score[language] > 5 * max(score[other] for other in score if other != language)


def test_the_displeased_write_most():
    made = drawn(3, 3_000)
    nps = made.answers.join(made.questions.filter(key="nps").select("question"), on="question")
    why = made.questions.filter(key="nps_why")["question"][0]
    wrote = nps.join(made.comments.filter(question=why).select("response", wrote=True), on="response", how="left")
    share = lambda rows: rows["wrote"].fill_null(value=False).mean()  # noqa: E731
    assert share(wrote.filter(pl.col("value") <= 5)) > share(wrote.filter(pl.col("value") >= 9)) > 0.3
    told = made.truth.comments.join(made.comments, on=["response", "question"])
    assert told.height == made.comments.height == made.truth.comments.height
    moods = told.join(nps.select("response", "value"), on="response").group_by("mood").agg(pl.col("value").mean())
    means = dict(moods.iter_rows())
    assert means["bad"] < means["mixed"] < means["good"]


@pytest.mark.parametrize("null", [False, True])
def test_notices_are_a_theme_from_the_improvement_on(null):
    made = drawn(3, 3_000, null=null)
    told = made.truth.comments.join(made.responses.select("response", "answered_at", "touchpoint"), on="response")
    late = pl.from_epoch("answered_at").dt.strftime("%Y-%m") >= made.truth.improvement_month
    shares = (
        told.filter(pl.col("topic").is_in(["notices", "delivery", "informs_ahead"]))
        .group_by(late)
        .agg((pl.col("topic") == "notices").mean())
    )
    after, before = (dict(shares.iter_rows())[key] for key in (True, False))
    assert before == 0.0
    assert after == pytest.approx(0.0 if null else 0.5, abs=0.05)


def test_the_installer_is_blamed_more_than_praised():
    told = drawn(3, 3_000).truth.comments.filter(topic="installation")
    assert (told["mood"] == "bad").sum() > 1.5 * (told["mood"] == "good").sum()
