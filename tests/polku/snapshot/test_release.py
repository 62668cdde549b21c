import numpy as np
import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from polku.snapshot.columns import EARLY, HIDDEN, MISSING, PERSON, TABLES, UNDECLARED
from polku.snapshot.release import Promise, next_due, readable, released

K = 5
NOW = 1_000.0
WAITING = Promise(declared=("unit",), closes=NOW + 60)
CLOSED = Promise(declared=("unit",), closes=NOW - 60)


def answers(n, *, promise=2, start=1, units=None, question=0, wave=0):
    columns = TABLES["answers"].columns
    values = {name: [0] * n for name in columns} | {
        "response": list(range(start, start + n)),
        "promise": [promise] * n,
        "question": [question] * n,
        "wave": [wave] * n,
        "value": [float(i % 11) for i in range(n)],
        "contact": [7] * n,
        "ts_s": [123] * n,
        "unit": units or [0] * n,
        "segment": [3] * n,
    }
    return pl.DataFrame({name: values[name] for name in columns}, schema=dict(columns))


def let(frame, before=None, promise=WAITING, now=NOW):
    return released(frame, before, {(0, 0): promise, (0, 1): promise}, k=K, now=now).filter(
        pl.col("value").is_not_null()
    )


def test_open_answers_come_in_one_by_one_with_everything():
    one = answers(1, promise=0)
    assert let(one).equals(one)


def test_fewer_than_k_promised_answers_stay_out():
    assert let(answers(4)).height == 0
    assert let(answers(4), promise=CLOSED).height == 0


def test_what_is_kept_back_leaves_one_row_that_tells_nothing_but_itself():
    rows = released(answers(4), None, {(0, 0): WAITING}, k=K, now=NOW)
    assert rows.height == 1
    assert rows.row(0, named=True) | {"question": 0} == rows.row(0, named=True)
    assert rows["value"].to_list() == [None]
    assert rows["response"].to_list() == [0]
    assert {rows[name][0] for name in PERSON} == {EARLY}
    late = released(answers(4), None, {(0, 0): CLOSED}, k=K, now=NOW)
    assert {late[name][0] for name in PERSON} == {HIDDEN}
    assert {rows[name][0] for name in ("account", "contact")} == {MISSING}


def test_promised_answers_come_in_when_k_have_come():
    assert let(answers(5)).height == 5


def test_later_promised_answers_wait_for_k_new_ones():
    first = let(answers(6))
    assert let(answers(10), first).height == 6
    assert let(answers(11), first).height == 11


def test_the_rest_comes_in_when_the_wave_closes():
    first = let(answers(6))
    assert let(answers(8), first, CLOSED).height == 8


def test_an_answer_that_was_erased_leaves_and_what_falls_below_k_goes_with_it():
    first = let(answers(5))
    assert let(answers(4, start=2), first).height == 0


def test_our_own_people_and_customers_count_each_for_themselves():
    ours = answers(4, start=20).with_columns(pl.lit(1, pl.Int8).alias("audience"))
    assert let(pl.concat([answers(6), ours]), promise=CLOSED)["audience"].to_list() == [0] * 6


def test_each_question_and_each_wave_counts_for_itself():
    both = pl.concat([answers(5), answers(4, question=1), answers(4, wave=1)])
    assert let(both)["question"].to_list() == [0] * 5


def test_contact_and_moment_never_come_in():
    out = let(answers(5))
    assert set(out["contact"]) == {MISSING}
    assert out["ts_s"].null_count() == 5


def test_only_declared_breakdowns_are_readable_and_only_after_the_close():
    frame = answers(12, units=[1] * 6 + [2] * 6)
    assert set(let(frame)["unit"]) == {EARLY}
    closed = let(frame, promise=CLOSED)
    assert set(closed["unit"]) == {1, 2}
    for name in set(PERSON) - {"unit"}:
        assert set(closed[name]) == {UNDECLARED}


def test_the_touchpoint_answers_came_by_is_a_breakdown_and_that_of_the_question_is_not():
    frame = answers(12)
    assert set(let(frame)["touchpoint"]) == {0}
    came_by = frame.with_columns(pl.Series("touchpoint", [1] * 6 + [2] * 6, frame.schema["touchpoint"]))
    by_touchpoint = Promise(declared=("touchpoint",), closes=NOW - 60)
    assert set(let(came_by)["touchpoint"]) == {UNDECLARED}
    assert set(let(came_by, promise=by_touchpoint)["touchpoint"]) == {1, 2}


def test_a_small_cell_takes_the_next_smallest_with_it():
    out = readable(np.array([1] * 9 + [2] * 6 + [3] * 2), K)
    assert sorted(out.tolist()) == [HIDDEN] * 8 + [1] * 9


def test_nothing_is_readable_where_the_small_cell_has_one_neighbour():
    assert set(readable(np.array([1] * 9 + [2] * 2), K).tolist()) == {HIDDEN}


@given(st.lists(st.integers(0, 6), min_size=1, max_size=80), st.integers(2, 9))
def test_every_readable_cell_and_every_remainder_holds_k(cells, k):
    out = readable(np.array(cells), k)
    _, counts = np.unique(out[out != HIDDEN], return_counts=True)
    assert (counts >= k).all()
    hidden = int((out == HIDDEN).sum())
    assert hidden == 0 or hidden >= k or (counts.size == 0 and len(cells) < k)


@given(st.lists(st.integers(1, 12), min_size=1, max_size=8))
def test_whatever_order_answers_come_in_no_step_shows_fewer_than_k_new_ones(arrivals):
    shown, total = None, 0
    for more in arrivals:
        total += more
        before = 0 if shown is None else shown.height
        shown = let(answers(total), shown)
        assert shown.height - before == 0 or shown.height - before >= K


def test_the_next_close_is_what_the_builder_waits_for():
    assert next_due(answers(2), {(0, 0): WAITING}, now=NOW) == NOW + 60
    assert next_due(answers(2), {(0, 0): CLOSED}, now=NOW) is None
    assert next_due(answers(2, promise=0), {(0, 0): WAITING}, now=NOW) is None
