"""What leaves the real server: its weight, its log, and that every thank-you outlives a killed server."""

from __future__ import annotations

import gzip
import threading
import time
from collections.abc import Callable
from http.client import HTTPException
from typing import Any
from uuid import uuid4

import pytest

from tests.polku.web.respond.serving import Server

KILLS = 10
CLIENTS = 12
BUDGET = 30_000
THANKS = "Your answers have arrived"


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    served = Server(tmp_path_factory.mktemp("served"))
    served.start()
    yield served
    served.drop()


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_the_page_weighs_little_and_is_one_request(server, language):
    """NPS and seven questions, cold cache: every byte over the wire, the request's own headers too."""
    request = (
        f"GET {server.address} HTTP/1.1\r\nHost: 127.0.0.1\r\nUser-Agent: Mozilla/5.0 (Linux; Android 14) Mobile\r\n"
        f"Accept: text/html\r\nAccept-Language: {language}\r\nAccept-Encoding: gzip, deflate, br\r\n"
        "Connection: close\r\n\r\n"
    ).encode()
    response = server.raw(request)
    head, _, body = response.partition(b"\r\n\r\n")
    assert b"200 OK" in head
    assert b"Content-Encoding: gzip" in head
    assert len(request) + len(response) <= BUDGET
    page = gzip.decompress(body).decode()
    # Nothing else is fetched: no address in the page leads anywhere but to itself.
    assert page.count("<fieldset class=") + page.count("<textarea") == 8
    assert 'rel="icon" href="data:,"' in page
    assert not any(f'{name}="/' in page or f'{name}="http' in page for name in ("src", "href"))


def test_the_log_holds_no_line_of_a_respondent(server):
    assert server.send({"_key": server.draw(), "recommend": "9", "why": "seen"})[0] == 200
    assert server.request("GET", "/people/?search=secret")[0] in {302, 404, 500}
    until = time.monotonic() + 120
    while "GET /people/" not in (log := (server.folder / "access.log").read_text()):
        # A line is written after its response has left.
        assert time.monotonic() < until, log
        time.sleep(0.05)
    assert "/s/" not in log
    assert "secret" not in log
    assert "127.0.0.1" not in log


class Clients:
    """People who answer without a pause; each remembers what was thanked for and what was left in the air."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.thanked: dict[str, tuple[str, dict[str, Any]]] = {}
        self.in_the_air: dict[str, tuple[str, dict[str, Any]]] = {}
        self.refused: list[tuple[int, str]] = []

    def answer(self, address: str, stop: threading.Event) -> None:
        while not stop.is_set():
            marker = uuid4().hex
            try:
                given = {"_key": self.server.draw(address), "recommend": "7", "why": marker}
            except (OSError, HTTPException, AssertionError):
                continue
            try:
                status, page = self.server.send(given, address)
            except (OSError, HTTPException):
                self.in_the_air[marker] = (address, given)
                continue
            if status == 200 and THANKS in page:
                self.thanked[marker] = (address, given)
            else:
                self.refused.append((status, page[:300]))

    def run(self, how_many: int, seconds: float, then: Callable[[], None] | None = None) -> None:
        stop = threading.Event()
        addresses = (self.server.address, self.server.anonymous)
        threads = [threading.Thread(target=self.answer, args=(addresses[n % 2], stop)) for n in range(how_many)]
        for thread in threads:
            thread.start()
        time.sleep(seconds)
        if then:
            then()
        stop.set()
        for thread in threads:
            thread.join()


def words_in(server: Server) -> list[str]:
    return [row[0] for row in server.rows("SELECT text FROM surveys_comment")]


def alone(server: Server) -> list[tuple[Any, ...]]:
    """Answers without the words they were given with: stored by halves, or twice."""
    return server.rows(
        "SELECT r.id FROM surveys_response r LEFT JOIN surveys_comment c ON c.response_id = r.id WHERE c.id IS NULL"
    )


@pytest.mark.slow
def test_many_writers_queue_and_none_fails(server):
    clients, before = Clients(server), words_in(server)
    clients.run(32, 3)
    assert not clients.refused
    assert not clients.in_the_air
    assert clients.thanked
    assert sorted(words_in(server)) == sorted([*before, *clients.thanked])
    assert alone(server) == []


@pytest.mark.slow
def test_every_thank_you_has_its_row_once_though_the_server_is_killed(server):
    clients, before = Clients(server), words_in(server)
    for turn in range(KILLS):
        if turn:
            server.start()
        clients.run(CLIENTS, 0.3, server.kill)
    server.start()
    assert not clients.refused
    assert len(clients.thanked) >= KILLS
    assert clients.in_the_air
    # What was left in the air is sent again, and some of what was thanked for: nothing is counted twice.
    for address, given in [*clients.in_the_air.values(), *list(clients.thanked.values())[:20]]:
        status, page = server.send(given, address)
        assert (status, THANKS in page) == (200, True)
    stored = words_in(server)
    assert len(stored) == len(set(stored))
    assert set(stored) - set(before) == set(clients.thanked) | set(clients.in_the_air)
    assert alone(server) == []
