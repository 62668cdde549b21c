from tests.polku.answering import answer  # noqa: F401 - a fixture
