"""Fetches the libraries that pages use from npm, keeps only the files needed, and writes their sha384 manifest.

Run it by hand when a version changes: ``.venv/bin/python tools/vendor.py``. Pages never fetch anything from elsewhere.
"""

import base64
import hashlib
import json
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

PLACE = Path(__file__).resolve().parent.parent / "src/polku/web/workspace/static/vendor"
# package@version -> files in the package : name here. Versions are pinned: an upgrade is a choice.
WANTED = {
    "@tabler/core@1.6.1": {
        "dist/css/tabler.min.css": "tabler.min.css",
        "dist/js/tabler.min.js": "tabler.min.js",
    },
    "@alpinejs/csp@3.17.4": {"dist/cdn.min.js": "alpine-csp.min.js"},
    "htmx.org@2.0.11": {"dist/htmx.min.js": "htmx.min.js", "LICENSE": "htmx.LICENSE.txt"},
    "sortablejs@1.15.7": {"Sortable.min.js": "sortable.min.js", "LICENSE": "sortable.LICENSE.txt"},
    "@popperjs/core@2.11.8": {"LICENSE.md": "popper.LICENSE.txt"},
    "@vue/reactivity@3.5.45": {"LICENSE": "vue-reactivity.LICENSE.txt"},
    "@fontsource-variable/inter@5.3.0": {
        "files/inter-latin-wght-normal.woff2": "inter-latin.woff2",
        "files/inter-latin-ext-wght-normal.woff2": "inter-latin-ext.woff2",
        "LICENSE": "inter.LICENSE.txt",
    },
}
ICONS = "@tabler/icons@3.51.0"
ICONS_KEPT = """
    adjustments alert-triangle archive arrow-back-up arrow-down arrow-left arrow-right arrow-up arrows-sort ban bell
    bolt book building building-factory calendar chart-dots check chevron-down chevron-left chevron-right chevron-up
    circle-check circle-plus circle-x clipboard-text clock cloud-off compass copy corner-down-right database
    device-desktop device-mobile dots dots-vertical download edit equal external-link eye eye-off file-import filter
    flag grip-vertical hand-move heart-handshake help-circle history home info-circle key language link list lock
    login logout mail map-pin menu-2 message minus mood-smile moon phone plus printer qrcode refresh route ruler
    search send settings shield-lock sparkles speakerphone star sun sun-moon table tag target tool trash
    trending-down trending-up truck-delivery upload user users walk world x zoom-question
"""
# The comment points to a map that is not kept; the static storage would refuse the file for it.
SOURCE_MAP = re.compile(rb"\n?(?://# sourceMappingURL=\S+|/\*# sourceMappingURL=\S+ \*/)\s*$")


def sha384(content: bytes) -> str:
    """The digest as browsers write it in an integrity attribute."""
    return "sha384-" + base64.b64encode(hashlib.sha384(content).digest()).decode()


def fetch(package: str, folder: Path) -> Path:
    """Unpack one package with npm into the folder; return where its files are."""
    done = subprocess.run(
        ["npm", "pack", package, "--silent", "--pack-destination", str(folder)],
        check=True,
        capture_output=True,
        text=True,
    )
    target = folder / package.replace("/", "_")
    target.mkdir()
    shutil.unpack_archive(folder / done.stdout.split()[-1], target)
    return target / "package"


def main() -> None:
    """Replace the vendored files by those of the pinned packages."""
    PLACE.mkdir(parents=True, exist_ok=True)
    manifest = {}
    with tempfile.TemporaryDirectory() as folder:
        for package, files in WANTED.items():
            source = fetch(package, Path(folder))
            declared = json.loads((source / "package.json").read_text())["license"]
            for name, ours in files.items():
                content = SOURCE_MAP.sub(b"\n", (source / name).read_bytes())
                (PLACE / ours).write_bytes(content)
                manifest[ours] = {"package": package, "file": name, "license": declared, "sha384": sha384(content)}
                print(f"{ours}: {len(content)} bytes")
        source = fetch(ICONS, Path(folder))
        (PLACE / "icons").mkdir(exist_ok=True)
        for name in ICONS_KEPT.split():
            content = (source / "icons/outline" / f"{name}.svg").read_bytes()
            (PLACE / "icons" / f"{name}.svg").write_bytes(content)
            declared = {"package": ICONS, "file": f"icons/outline/{name}.svg", "license": "MIT"}
            manifest[f"icons/{name}.svg"] = {**declared, "sha384": sha384(content)}
    (PLACE / "manifest.json").write_text(json.dumps(manifest, indent=2, sort_keys=True) + "\n")


if __name__ == "__main__":
    main()
