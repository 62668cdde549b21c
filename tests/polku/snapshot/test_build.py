"""The old snapshot stays whole until the new one is; nothing that was committed is lost; nothing is rebuilt in vain."""

from __future__ import annotations

import shutil
import sys
import threading
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.db import connection, connections, transaction

from polku.governance.gate import Viewer
from polku.governance.models import Dirty
from polku.governance.services import begin_import, land_import, mark_dirty, undo_import, update_organisation
from polku.snapshot import build, read
from polku.snapshot.columns import EARLY, MISSING
from polku.snapshot.manifest import LOCK, NAME
from polku.surveys.models import Comment, Response, Version
from polku.surveys.services import Respondent, close, store_response, withdraw
from tests.conftest import ON_POSTGRES
from tests.polku.surveys.making import MANAGER, cleaned, content_of, published

pytestmark = pytest.mark.django_db


def scores(snapshot):
    return sorted(snapshot.table("answers")["value"].to_list())


def files(place):
    return {path.name for path in place.iterdir()} - {LOCK, NAME}


def test_before_the_first_build_there_is_an_empty_snapshot(place):
    snapshot = read.open_snapshot()
    assert snapshot.generation == ""
    assert snapshot.table("answers").height == 0
    assert snapshot.table("counts").height == 0


def test_an_empty_store_makes_a_snapshot_without_rows(refreshed):
    snapshot = refreshed()
    assert snapshot.manifest.number == 1
    assert snapshot.table("answers").height == 0
    assert snapshot.keys("account") == ()


def test_a_month_with_one_answer_is_a_part_of_its_own(refreshed, answer):
    version = published(content_of("nps"))
    answer(version, "2026-02", nps="9")
    answer(version, "2026-03", nps="3")
    snapshot = refreshed()
    assert [part.slice for part in snapshot.manifest.of("answers")] == ["2026-02", "2026-03"]
    assert [part.rows for part in snapshot.manifest.of("answers")] == [1, 1]
    assert scores(snapshot) == [3, 9]


def test_only_what_changed_is_made_anew(refreshed, answer):
    version = published(content_of("nps"))
    answer(version, "2026-02", nps="9")
    before = refreshed()
    answer(version, "2026-03", nps="3")
    built = build.refresh()
    after = read.open_snapshot()
    assert built.parts == (("answers", "2026-03"),)
    assert after.manifest.parts["answers", "2026-02"] == before.manifest.parts["answers", "2026-02"]
    assert after.manifest.number == before.manifest.number + 1


def test_nothing_changed_leaves_the_generation_as_it_is(refreshed, answer):
    answer(published(content_of("nps")), nps="9")
    first = refreshed()
    assert build.refresh().generation == first.generation


def test_codes_stay_the_same_from_build_to_build(refreshed, answer):
    one, two = published(content_of("nps")), published(content_of("nps"))
    answer(two, "2026-02", nps="1")
    first = refreshed().keys("survey")
    answer(one, "2026-03", nps="2")
    assert refreshed().keys("survey") == (*first, str(one.survey))
    assert len(first) == 1


def test_exactly_the_rows_that_were_read_are_deleted(refreshed, answer, place):
    version = published(content_of("nps"))
    refreshed()
    answer(version, "2026-02", nps="9")

    def commit_meanwhile(execute, sql, params, many, context):
        result = execute(sql, params, many, context)
        if "surveys_response" in sql and not meanwhile:
            meanwhile.append(True)
            answer(version, "2026-02", nps="4")
        return result

    meanwhile = []
    with connection.execute_wrapper(commit_meanwhile):
        build.refresh()
    assert meanwhile
    assert list(Dirty.objects.values_list("table", "month")) == [("answers+", "2026-02")]
    assert scores(refreshed()) == [4, 9]
    assert not Dirty.objects.exists()


@pytest.mark.skipif(not ON_POSTGRES, reason="SQLite has one writer at a time: commits cannot come out of order")
@pytest.mark.django_db(transaction=True)
def test_a_transaction_that_commits_after_a_later_one_is_not_lost(refreshed, answer):
    version = published(content_of("nps"))
    refreshed()
    begun, later_is_built = threading.Event(), threading.Event()

    def commits_late():
        with transaction.atomic():
            answer(version, "2026-02", nps="1")
            begun.set()
            later_is_built.wait(20)
        connections.close_all()

    thread = threading.Thread(target=commits_late)
    thread.start()
    assert begun.wait(20)
    answer(version, "2026-02", nps="10")
    assert scores(refreshed()) == [10]
    later_is_built.set()
    thread.join()
    assert scores(refreshed()) == [1, 10]
    assert not Dirty.objects.exists()


class Killed(BaseException):
    """Stands for the power going: nothing catches it."""


class _Steps:
    """Counts what a build does to its folder and to the store, and ends it at one of them."""

    def __init__(self):
        self.place, self.left, self.done = None, None, 0
        sys.addaudithook(self.on_event)

    def on_event(self, event, args):
        if self.place and event in {"open", "os.rename", "os.remove"} and str(args[0]).startswith(self.place):
            self.step()

    def on_statement(self, execute, sql, params, many, context):
        self.step()
        return execute(sql, params, many, context)

    def step(self):
        self.done += 1
        if self.left is not None and self.done > self.left:
            self.place = None
            raise Killed

    @contextmanager
    def watching(self, place, left=None):
        self.place, self.left, self.done = str(place), left, 0
        try:
            with connection.execute_wrapper(self.on_statement):
                yield self
        finally:
            self.place = None


STEPS = _Steps()


class Undo(Exception):  # noqa: N818 - reads as what it does
    """Takes the store back to where a trial began."""


def test_a_build_killed_at_any_step_leaves_the_old_snapshot_whole(refreshed, answer, place, tmp_path):
    version = published(content_of("nps", "long_text"))
    answer(version, "2026-02", nps="9", long_text="Kiitos")
    old = refreshed()
    answer(version, "2026-02", nps="4")
    answer(version, "2026-03", nps="2", long_text="Hej")
    waiting = sorted(Dirty.objects.values_list("pk", flat=True))
    killed, seen = True, set()
    while killed:
        trial = tmp_path / f"trial-{len(seen)}"
        shutil.copytree(place, trial)
        with suppress(Undo), transaction.atomic():
            killed = _killed(trial, after=len(seen))
            snapshot = read.open_snapshot(trial)
            assert scores(snapshot) in ([9], [2, 4, 9])
            for table in ("answers", "comments", "counts"):
                assert snapshot.table(table).height == sum(part.rows for part in snapshot.manifest.of(table))
            if snapshot.generation == old.generation:
                assert sorted(Dirty.objects.values_list("pk", flat=True)) == waiting
            build.refresh(trial)
            assert scores(read.open_snapshot(trial)) == [2, 4, 9]
            assert not Dirty.objects.exists()
            seen.add((len(seen), snapshot.generation == old.generation))
            raise Undo
    assert len(seen) > 25
    assert {whole_old for _, whole_old in seen} == {True, False}


def _killed(place, *, after):
    with STEPS.watching(place, left=after):
        try:
            build.refresh(place)
        except Killed:
            # The statement was never sent, so the trial's transaction is sound.
            transaction.set_rollback(False)
            return True
    return False


def test_what_a_killed_build_left_is_cleaned_up_later(refreshed, answer, place):
    answer(published(content_of("nps")), nps="9")
    snapshot = refreshed()
    leftover = place / "answers-2026-01-0123456789abcdef.parquet"
    leftover.write_bytes(b"half")
    build.refresh(now=leftover.stat().st_mtime + 599)
    assert leftover.exists()
    build.refresh(now=leftover.stat().st_mtime + 601)
    assert not leftover.exists()
    assert files(place) == snapshot.manifest.listed()


def test_files_no_longer_listed_stay_ten_minutes_for_their_readers(refreshed, answer, place):
    version = published(content_of("nps"))
    answer(version, nps="9")
    first = refreshed(now=1_000.0).manifest.parts["answers", "2026-03"].file
    answer(version, nps="8")
    refreshed(now=1_000_000.0)
    build.refresh(now=1_000_599.0)
    assert first in files(place)
    build.refresh(now=1_000_601.0)
    assert first not in files(place)


def test_two_builders_at_once_do_no_harm(place, django_db_blocker):
    """The second waits for the first, whatever process it is in."""
    order = []
    with build._alone(place_made(place)):
        waiting = threading.Thread(target=lambda: order.append(_enter(place)))
        waiting.start()
        waiting.join(0.2)
        assert waiting.is_alive()
        order.append("first")
    waiting.join(10)
    assert order == ["first", "second"]


def place_made(place):
    place.mkdir(parents=True, exist_ok=True)
    return place


def _enter(place):
    with build._alone(place):
        return "second"


def test_another_threshold_makes_everything_anew(refreshed, answer, admin):
    version = published(content_of("nps"), promise="anonymous")
    for given in (9, 9, 9, 9, 9, 8):
        answer(version, nps=str(given), wave="w")
    assert sorted(scores(refreshed())) == [8, 9, 9, 9, 9, 9]
    update_organisation(threshold_scores=7, actor=admin)
    assert refreshed().table("answers")["value"].null_count() == 6


def test_an_import_is_seen_when_it_lands_and_gone_when_it_is_undone(refreshed, manager):
    from polku.finance.services import RevenueRow, record_revenue
    from polku.people.services import AccountDetails, create_account

    account = create_account(AccountDetails(name="Valo"), actor=manager)
    unit, _ = begin_import("file", "hash", {}, actor=manager)
    record_revenue([RevenueRow(account, "2026-01", Decimal(100))], imported=unit, actor=manager)
    assert refreshed().table("revenue").height == 0
    land_import(unit, rows=1, rejected=0, actor=manager)
    assert refreshed().table("revenue")["amount"].to_list() == [100]
    undo_import(unit, actor=manager)
    assert refreshed().table("revenue").height == 0


def test_a_row_without_month_means_every_month(refreshed, answer):
    version = published(content_of("nps"))
    answer(version, "2026-02", nps="9")
    answer(version, "2026-03", nps="9")
    refreshed()
    with transaction.atomic():
        mark_dirty("answers")
    assert set(build.refresh().parts) == {("answers", "2026-02"), ("answers", "2026-03")}


def test_rows_of_tables_the_snapshot_does_not_hold_are_read_and_forgotten(refreshed):
    refreshed()
    with transaction.atomic():
        mark_dirty("moods", "2026-01")
    assert build.refresh().parts == ()
    assert not Dirty.objects.exists()


def test_a_manifest_of_another_format_is_built_anew(refreshed, answer, place):
    answer(published(content_of("nps")), nps="9")
    refreshed()
    (place / NAME).write_text('{"format": 0}')
    assert scores(refreshed()) == [9]
    (place / NAME).write_text("{half")
    assert scores(refreshed()) == [9]


@pytest.mark.parametrize("lost", ["answers", "codes"])
def test_a_file_that_somebody_took_away_is_made_anew(refreshed, answer, place, lost):
    answer(published(content_of("nps")), nps="9")
    number = refreshed().manifest.number
    for path in place.glob(f"{lost}-*.parquet"):
        path.unlink()
    snapshot = refreshed()
    assert scores(snapshot) == [9]
    assert snapshot.manifest.number == number + 1
    assert len(snapshot.keys("survey")) == 1


def test_promised_answers_come_in_by_bundles_and_all_of_them_at_the_close(refreshed, answer):
    from polku.surveys.services import close

    version = published(content_of("nps"), promise="anonymous")
    before = 0
    for number in range(22):
        answer(version, nps=str(number % 11), wave="spring")
        shown = refreshed(now=1_773_600_000.0).table("answers")["value"].drop_nulls().len()
        assert shown == before or shown >= before + 5
        assert number + 1 - shown >= 5 or shown == 0
        before = shown
    assert before > 0
    close(version.survey, actor=MANAGER)
    assert refreshed().table("answers").height == 22


def test_breakdowns_come_in_at_the_close(refreshed, answer):
    from polku.surveys.services import Respondent, close

    version = published(content_of("nps"), promise="anonymous", breakdowns=["unit"])
    for number in range(12):
        answer(version, nps=str(number % 11), wave="spring", respondent=Respondent(unit="ab"[number % 2]))
    assert refreshed(now=1_773_600_000.0).table("answers")["value"].to_list() == [None]
    close(version.survey, actor=MANAGER)
    closed = refreshed()
    assert {closed.keys("unit")[code] for code in closed.table("answers")["unit"]} == {"a", "b"}


def test_an_answer_that_is_kept_back_is_no_news(refreshed, answer):
    version = published(content_of("nps"), promise="anonymous")
    answer(version, nps="9", wave="spring")
    first = refreshed(now=1_773_600_000.0)
    answer(version, nps="0", wave="spring")
    second = refreshed(now=1_773_600_060.0)
    assert (second.generation, second.built_at) == (first.generation, first.built_at)
    assert not Dirty.objects.exists()
    answer(published(content_of("nps")), nps="0")
    assert refreshed(now=1_773_600_090.0).generation != first.generation


def test_an_end_that_is_moved_makes_its_parts_anew(refreshed, answer):
    version = published(content_of("nps"), promise="anonymous", breakdowns=["unit"])
    for _ in range(6):
        answer(version, nps="9", wave="spring")
    answer(version, nps="1", wave="spring")
    early = 1_773_600_000.0
    assert set(refreshed(now=early).table("answers")["unit"]) == {EARLY}
    Version.objects.filter(pk=version.id).update(closes_at=datetime.fromtimestamp(early - 1, UTC))
    assert set(refreshed(now=early).table("answers")["unit"]) == {MISSING}


def test_the_builder_comes_back_when_a_wave_closes_by_itself(refreshed, answer):
    version = published(content_of("nps"), promise="anonymous")
    for number in range(12):
        answer(version, "2026-03", nps=str(number % 11))
    first = refreshed(now=1_773_600_000.0)
    shown = len(scores(first))
    assert shown < 12
    answer(version, "2026-03", nps="1")
    assert len(scores(refreshed(now=1_773_700_000.0))) == shown
    # The fifth of April, Helsinki time.
    assert len(scores(refreshed(now=1_775_340_000.0))) == 13


@pytest.mark.django_db
def test_new_answers_of_a_month_are_added_to_what_was_read_before(refreshed, answer, place, tmp_path):
    version = published(content_of("nps", "ces7"))
    answer(version, "2026-02", nps="9", ces7="4")
    refreshed()
    answer(version, "2026-02", nps="3")
    answer(version, "2026-03", nps="7", respondent=Respondent(segment="designer"))
    answer(published(content_of("nps"), promise="confidential"), "2026-02", nps="5")
    answer(version, "2026-03", nps="2")
    refreshed()
    answer(version, "2026-03", nps="1", ces7="7")
    grown = refreshed()
    anew = tmp_path / "anew"
    build.refresh(anew)
    whole = read.open_snapshot(anew)
    for name in ("answers", "counts"):
        assert grown.table(name).height == whole.table(name).height
    assert readable(grown) == readable(whole)


@pytest.mark.django_db
def test_what_else_has_changed_in_the_month_is_read_again(refreshed, answer):
    version = published(content_of("nps"))
    answer(version, "2026-02", nps="9")
    refreshed()
    answer(version, "2026-02", nps="3")
    Response.objects.filter(answers__nps=9).update(answers={"nps": 8})
    with transaction.atomic():
        mark_dirty("answers", "2026-02")
    assert scores(refreshed()) == [3, 8]


def readable(snapshot):
    """Answers with keys in place of codes, in the order of their response."""
    rows = snapshot.table("answers").select("response", "question", "definition", "segment", "value", "month", "bundle")
    keys = {name: snapshot.keys(name) for name in ("question", "definition", "segment")}
    told = (
        {name: keys[name][code] if name in keys and code >= 0 else code for name, code in row.items()}
        for row in rows.iter_rows(named=True)
    )
    return sorted(tuple(map(str, row.values())) for row in told)


@pytest.mark.parametrize("promise", ["open", "confidential"])
def test_words_that_were_erased_are_no_comments(refreshed, answer, promise):
    version = published(content_of("nps", "long_text"), promise=promise)
    for number in range(9):
        answer(version, nps="9", long_text="w" * (number + 1), wave="w")
    close(version.survey, actor=MANAGER)
    Comment.objects.filter(text="w" * 9).update(text="")
    told = refreshed().table("comments")["value"].drop_nulls().to_list()
    assert sorted(told) == [1, 2, 3, 4, 5, 6, 7, 8]


def test_answers_are_read_when_they_are_asked_for_and_counts_at_once(refreshed, answer):
    version = published(content_of("nps"))
    answer(version, "2026-02", nps="9")
    snapshot = refreshed()
    tables = {part.file: part.table for part in snapshot.manifest.parts.values()}
    assert "counts" in {tables[file] for file in snapshot.frames.read}
    assert "answers" not in {tables[file] for file in snapshot.frames.read}
    assert scores(snapshot) == [9]
    assert "answers" in {tables[file] for file in snapshot.frames.read}


def test_a_part_read_after_a_person_was_erased_holds_what_is_left_of_it(refreshed, answer, place):
    version = published(content_of("nps"))
    answer(version, "2026-02", nps="9")
    answer(version, "2026-03", nps="3")
    answer(version, "2026-03", nps="4")
    before = refreshed()
    Response.objects.filter(month="2026-02").delete()
    Response.objects.filter(answers__nps=3).delete()
    mark_dirty("answers", "2026-02", "2026-03")
    mark_dirty("contacts", erased=True)
    build.refresh()
    assert not any((place / part.file).exists() for part in before.manifest.of("answers"))
    assert scores(before) == [4]


@pytest.mark.parametrize("short", [True, False])
def test_an_answer_that_is_taken_back_counts_no_more(refreshed, short):
    """Nor when the build is told of what came since alone: it looks whether what it told before is still there."""
    version = published(content_of("nps"))
    day = datetime(2026, 3, 15, 12, tzinfo=UTC)
    for key, given in (("theirs", 3), ("another's", 9)):
        store_response(version, cleaned(version, nps=str(given)), once_key=key, now=day)
    assert scores(refreshed()) == [3, 9]
    assert withdraw("theirs", actor=Viewer(member=None, role="admin")) == "gone"
    if short:
        Dirty.objects.all().delete()
    else:
        after = refreshed()
        assert scores(after) == [9]
        assert after.table("counts")["_n"].sum() == 1
    store_response(version, cleaned(version, nps="8"), once_key="theirs", now=day)
    after = refreshed()
    assert scores(after) == [8, 9]
    assert after.table("counts")["_n"].sum() == 2


def test_who_answered_under_a_promise_alone_leaves_open_answers_as_they_are(refreshed, answer):
    """Marks of an erasure in a month in which nothing open of theirs lies change no figure."""
    answer(published(content_of("nps")), "2026-03", nps="9")
    before = refreshed()
    with transaction.atomic():
        mark_dirty("answers", "2026-03", erased=True)
    after = refreshed()
    assert scores(after) == scores(before) == [9]
    assert after.table("counts").equals(before.table("counts"))
