from tests.polku.answering import answer, place, refreshed  # noqa: F401 - fixtures
