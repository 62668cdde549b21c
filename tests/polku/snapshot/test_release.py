import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from polku.snapshot.columns import EARLY, HIDDEN, KEPT_BACK, MISSING, PERSON, TABLES, UNDECLARED
from polku.snapshot.release import Promise, is_bundle, next_due, readable, released

K = 5
NOW = 1_000.0
WAITING = Promise(declared=(), closes=NOW + 60)
BY_UNIT = Promise(declared=("unit",), closes=NOW + 60)
CLOSED = Promise(declared=("unit",), closes=NOW - 60)
OVER = Promise(declared=(), closes=NOW - 60)


def answers(n, *, promise=2, start=1, units=None, segments=None, question=0, wave=0, given=None):
    columns = TABLES["answers"].columns
    values = {name: [0] * n for name in columns} | {
        "response": list(range(start, start + n)),
        "promise": [promise] * n,
        "question": [question] * n,
        "wave": [wave] * n,
        "value": given or [float(i % 11) for i in range(n)],
        "weight": [2.0] * n,
        "account": [9] * n,
        "contact": [7] * n,
        "ts_s": [123] * n,
        "unit": units or [0] * n,
        "segment": segments or [3] * n,
    }
    return pl.DataFrame({name: values[name] for name in columns}, schema=dict(columns))


def written(frame, before=None, promise=WAITING, *, k=K):
    return released(frame, before, {(0, 0): promise, (0, 1): promise}, k=k, now=NOW).rows


def let(frame, before=None, promise=WAITING, *, k=K):
    return written(frame, before, promise, k=k).filter(pl.col("value").is_not_null())


def test_open_answers_come_in_one_by_one_with_everything():
    one = answers(1, promise=0)
    assert let(one).equals(one)


def test_fewer_than_k_promised_answers_stay_out():
    assert let(answers(4)).height == 0
    assert let(answers(4), promise=CLOSED).height == 0


def test_what_is_kept_back_leaves_one_row_that_tells_nothing_but_itself():
    rows = written(answers(4), promise=WAITING)
    assert rows.height == 1
    assert rows["value"].to_list() == [None]
    assert rows["response"].to_list() == [0]
    assert {rows[name][0] for name in PERSON} == {EARLY}
    late = written(answers(4), promise=CLOSED)
    assert {late[name][0] for name in PERSON} == {HIDDEN}
    assert {rows[name][0] for name in ("account", "contact")} == {MISSING}


def test_the_row_in_place_of_a_group_does_not_say_where_its_answers_came_by():
    by_touchpoint = Promise(declared=("touchpoint",), closes=NOW - 60)
    assert written(answers(1), promise=by_touchpoint)["touchpoint"].to_list() == [HIDDEN]


def test_what_closes_with_k_answers_is_told():
    assert let(answers(5), promise=CLOSED).height == 5


def test_answers_that_are_all_alike_are_not_told_for_their_score_would_tell_each_of_them():
    assert let(answers(6, given=[9.0] * 6), promise=CLOSED).height == 0
    assert let(answers(6, given=[9.0] * 5 + [8.0]), promise=CLOSED).height == 6


def test_while_the_wave_is_open_k_answers_always_stay_behind():
    assert let(answers(9)).height == 0
    first = let(answers(10))
    assert first.height == 5
    assert let(answers(14), first).height == 5
    assert let(answers(17), first).height == 12


def test_what_the_close_adds_is_a_bundle_too():
    first = let(answers(10))
    closed = let(answers(10), first, OVER)
    assert closed.height == 10
    late = let(answers(14), closed, OVER)
    assert late.height == 10
    assert let(answers(15), closed, OVER).height == 15


def test_what_is_to_be_broken_down_comes_in_whole_at_the_close():
    assert let(answers(40), promise=BY_UNIT).height == 0
    assert let(answers(40), promise=CLOSED).height == 40


def test_our_own_people_and_customers_count_each_for_themselves():
    ours = answers(4, start=20).with_columns(pl.lit(1, pl.Int8).alias("audience"))
    assert let(pl.concat([answers(6), ours]), promise=CLOSED)["audience"].to_list() == [0] * 6


def test_who_was_shown_as_a_customer_stays_one_in_what_was_promised():
    first = let(answers(12), promise=CLOSED)
    moved = answers(12).with_columns(audience=pl.Series([1] * 6 + [0] * 6, dtype=pl.Int8))
    assert let(moved, first, CLOSED).equals(first)


def test_each_question_and_each_wave_counts_for_itself():
    both = pl.concat([answers(5), answers(4, question=1), answers(4, wave=1)])
    assert let(both, promise=CLOSED)["question"].to_list() == [0] * 5


def test_nothing_comes_in_that_tells_one_answer_from_another():
    out = let(answers(5), promise=CLOSED)
    assert set(out["contact"]) == {MISSING}
    assert set(out["account"]) == {MISSING}
    assert set(out["weight"]) == {1.0}
    assert out["ts_s"].null_count() == 5


def test_only_declared_breakdowns_are_readable():
    frame = answers(12, units=[1] * 6 + [2] * 6)
    closed = let(frame, promise=CLOSED)
    assert set(closed["unit"]) == {1, 2}
    for name in set(PERSON) - {"unit"}:
        assert set(closed[name]) == {UNDECLARED}
    assert set(let(frame, promise=OVER)["unit"]) == {UNDECLARED}


def test_the_touchpoint_answers_came_by_is_a_breakdown_and_that_of_the_question_is_not():
    frame = answers(12)
    assert set(let(frame, promise=CLOSED)["touchpoint"]) == {0}
    came_by = frame.with_columns(pl.Series("touchpoint", [1] * 6 + [2] * 6, frame.schema["touchpoint"]))
    by_touchpoint = Promise(declared=("touchpoint",), closes=NOW - 60)
    assert set(let(came_by, promise=CLOSED)["touchpoint"]) == {UNDECLARED}
    assert set(let(came_by, promise=by_touchpoint)["touchpoint"]) == {1, 2}


def crossed(frame):
    return frame.group_by("unit", "segment").len()["len"].to_list()


def test_two_breakdowns_are_told_only_where_their_crossing_holds_k_too():
    promise = Promise(declared=("unit", "segment"), closes=NOW - 60)
    # Ten in each unit; one of the first unit is in another segment than all the others of it.
    frame = answers(20, units=[1] * 10 + [2] * 10, segments=[1] * 9 + [2] * 11)
    out = let(frame, promise=promise)
    assert set(out["unit"]) == {1, 2}
    assert set(out["segment"]) == {HIDDEN}
    even = let(frame.with_columns(segment=pl.Series([1] * 5 + [2] * 15, dtype=pl.Int32)), promise=promise)
    assert set(even["segment"]) == {1, 2}
    assert min(crossed(even)) == 5


def test_the_breakdown_named_first_goes_first():
    frame = answers(20, units=[1] * 10 + [2] * 10, segments=[1] * 9 + [2] * 11)
    out = let(frame, promise=Promise(declared=("segment", "unit"), closes=NOW - 60))
    assert set(out["segment"]) == {1, 2}
    assert set(out["unit"]) == {HIDDEN}


def test_late_answers_stand_in_classes_of_their_own():
    first = let(answers(12, units=[1] * 6 + [2] * 6), promise=CLOSED)
    more = let(answers(18, units=[1] * 6 + [2] * 6 + [1] * 5 + [2]), first, CLOSED)
    assert more.height == 18
    assert more.filter(pl.col("unit") == 1).height == 6
    assert more.filter(pl.col("unit") == HIDDEN).height == 6


def test_what_was_shown_stays_as_it_was_shown():
    first = let(answers(12, units=[1] * 6 + [2] * 6), promise=CLOSED)
    moved = let(answers(12, units=[2] * 12), first, CLOSED)
    assert moved.equals(first)


def test_where_fewer_than_k_leave_a_cell_the_rest_of_it_is_told_no_more():
    frame = answers(12, units=[1] * 6 + [2] * 6)
    first = let(frame, promise=CLOSED)
    left = frame.filter(pl.col("response") != 3)
    hidden = written(left, first, CLOSED)
    assert set(hidden.filter(pl.col("value").is_null())["response"]) == {1, 2, 4, 5, 6}
    assert set(hidden.filter(pl.col("value").is_null())["unit"]) == {HIDDEN}
    assert set(hidden.filter(pl.col("value").is_not_null())["unit"]) == {2}
    assert written(left, hidden, CLOSED).equals(hidden)
    more = let(pl.concat([left, answers(5, start=20)]), hidden, CLOSED)
    assert set(more["response"]) == {7, 8, 9, 10, 11, 12, 20, 21, 22, 23, 24}


def test_where_a_bundle_leaves_the_rest_stays():
    frame = answers(27, units=[1] * 6 + [2] * 6 + [3] * 15)
    first = let(frame, promise=CLOSED)
    rest = let(frame.filter(pl.col("unit") != 2), first, CLOSED)
    assert rest.equals(first.filter(pl.col("unit") != 2))
    some = let(frame.filter(~pl.col("response").is_in(range(20, 26))), first, CLOSED)
    assert some.height == 21
    assert set(some["unit"]) == {1, 2, 3}
    few_stay = let(frame.filter(~pl.col("response").is_in(range(14, 28))), first, CLOSED)
    assert set(few_stay["unit"]) == {1, 2}


def test_what_was_let_in_together_is_looked_at_together_when_some_of_it_leaves():
    first = let(answers(12), promise=CLOSED)
    both = let(answers(24), first, CLOSED)
    assert sorted(both["bundle"].unique()) == [1, 2]
    three_of_each = let(answers(24).filter(~pl.col("response").is_in([1, 2, 3, 13, 14, 15])), both, CLOSED)
    assert three_of_each.height == 0
    assert let(answers(24).filter(pl.col("response") > 12), both, CLOSED)["response"].to_list() == list(range(13, 25))


def test_a_threshold_above_all_that_was_shown_hides_it():
    first = let(answers(6), promise=CLOSED)
    assert let(answers(6), first, CLOSED, k=7).height == 0


def test_a_bundle_below_a_risen_threshold_stays_beside_what_makes_them_enough():
    first = let(answers(6), promise=CLOSED)
    both = let(answers(12), first, CLOSED)
    assert let(answers(12), both, CLOSED, k=7).height == 12


def test_a_threshold_that_rises_merges_what_was_shown():
    first = let(answers(20, units=[1] * 6 + [2] * 14), promise=CLOSED)
    assert set(first["unit"]) == {1, 2}
    assert set(let(answers(20, units=[1] * 6 + [2] * 14), first, CLOSED, k=8)["unit"]) == {HIDDEN}


def test_a_small_cell_takes_the_next_smallest_with_it():
    cells = np.array([1] * 9 + [2] * 6 + [3] * 2)
    out = readable(cells, np.zeros(17, int), np.arange(17.0), K)
    assert sorted(out.tolist()) == [HIDDEN] * 8 + [1] * 9


def test_nothing_is_readable_where_the_small_cell_has_one_neighbour():
    cells = np.array([1] * 9 + [2] * 2)
    assert set(readable(cells, np.zeros(11, int), np.arange(11.0), K).tolist()) == {HIDDEN}


def test_a_cell_of_answers_that_are_all_alike_is_merged():
    cells, values = np.array([1] * 6 + [2] * 6), np.array([4.0] * 6 + [1.0, 2.0, 3.0] * 2)
    assert set(readable(cells, np.zeros(12, int), values, K).tolist()) == {HIDDEN}


people = st.lists(st.tuples(st.integers(1, 4), st.integers(1, 3), st.integers(0, 2)), min_size=1, max_size=60)


def of(crowd, **more):
    units, segments, given = (list(column) for column in zip(*crowd, strict=True))
    return answers(len(crowd), units=units, segments=segments, given=[float(x) for x in given], **more)


def bundles(rows):
    """What is told, by the finest division that can be read from it."""
    return rows.partition_by("unit", "segment") if rows.height else []


@given(people, st.integers(2, 9))
def test_every_cell_and_every_crossing_that_is_told_is_a_bundle(crowd, k):
    promise = Promise(declared=("unit", "segment"), closes=NOW - 60)
    told = let(of(crowd), promise=promise, k=k)
    assert all(is_bundle(rows, k) for rows in bundles(told))
    assert told.height == 0 or told.height == len(crowd)


@given(people, st.randoms())
def test_the_order_of_the_answers_changes_nothing(crowd, chance):
    promise = Promise(declared=("unit", "segment"), closes=NOW - 60)
    frame = of(crowd)
    order = list(range(frame.height))
    chance.shuffle(order)
    assert written(frame[order], promise=promise).equals(written(frame, promise=promise))


steps = st.lists(
    st.tuples(st.integers(0, 9), st.integers(0, 3), st.booleans(), st.sampled_from([5, 5, 5, 6])),
    min_size=1,
    max_size=7,
)


@pytest.mark.parametrize("declared", [(), ("unit", "segment")])
@settings(max_examples=25)
@given(steps, people, st.randoms())
def test_whatever_comes_and_goes_no_two_publications_differ_by_less_than_a_bundle(declared, happens, crowd, chance):
    """Over answers that come, imports that are taken back, waves that close and open again, and a rising threshold."""
    everybody, present, before, k = of(crowd), 0, None, K
    gone: set[int] = set()
    cells: dict[tuple[int, ...], set[int]] = {}
    for come, leave, closed, threshold in happens:
        present = min(present + come, everybody.height)
        there = everybody[:present].filter(~pl.col("response").is_in(sorted(gone)))
        gone |= set(chance.sample(there["response"].to_list(), min(leave, there.height)))
        there = there.filter(~pl.col("response").is_in(sorted(gone)))
        if not there.height:
            continue
        k = max(k, threshold)
        promise = Promise(declared, NOW - 60 if closed else NOW + 60)
        before = written(there, before, promise, k=k)
        told = before.filter(pl.col("value").is_not_null())
        now = {
            (unit, segment): set(rows["response"])
            for (unit, segment), rows in told.partition_by("unit", "segment", as_dict=True).items()
        }
        # An answer that is told of again stands in no other cell than before, unless cells were merged.
        for cell, members in now.items():
            for old, were in cells.items():
                assert not members & were or members >= were - gone or cell == old
        assert all(is_bundle(rows, K) for rows in bundles(told))
        everyone, were_told = set(told["response"]), set().union(*cells.values()) if cells else set()
        if everyone and were_told:
            assert len(everyone ^ were_told) == 0 or len(everyone ^ were_told) >= K
        cells = now or cells


def test_what_is_kept_back_stands_in_no_class():
    told = let(answers(12, units=[1] * 9 + [2] * 3), promise=CLOSED)
    assert set(told["unit"]) <= set(KEPT_BACK)


def test_the_next_close_is_what_the_builder_waits_for():
    assert next_due(answers(2), {(0, 0): WAITING}, now=NOW) == NOW + 60
    assert next_due(answers(2), {(0, 0): CLOSED}, now=NOW) is None
    assert next_due(answers(2, promise=0), {(0, 0): WAITING}, now=NOW) is None
