"""What pages load from elsewhere is kept here, unchanged and with its licence."""

import base64
import hashlib
import json
from pathlib import Path

import polku.web.workspace

PLACE = Path(polku.web.workspace.__file__).parent / "static/vendor"
MANIFEST = json.loads((PLACE / "manifest.json").read_text())
LICENCES = {"MIT", "0BSD", "OFL-1.1"}


def test_every_file_is_the_one_that_was_fetched():
    for name, told in MANIFEST.items():
        digest = base64.b64encode(hashlib.sha384((PLACE / name).read_bytes()).digest()).decode()
        assert told["sha384"] == f"sha384-{digest}", name


def test_nothing_lies_there_without_a_line_in_the_manifest():
    ours = {"manifest.json", "LICENSES.txt"}
    kept = {str(path.relative_to(PLACE)) for path in PLACE.rglob("*") if path.is_file()}
    assert kept - ours == set(MANIFEST)


def test_every_licence_is_one_we_may_ship():
    assert {told["license"] for told in MANIFEST.values()} <= LICENCES
