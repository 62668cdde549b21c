"""Compiles every translation catalogue under src (Debian's msgfmt may be missing, Babel never is)."""

from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po


def compile_catalogues(root: Path) -> int:
    """Write a .mo beside each .po that is newer than it; return how many were written."""
    written = 0
    for source in sorted(root.glob("**/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        with source.open("rb") as handle:
            catalogue = read_po(handle, locale=source.parent.parent.name, abort_invalid=True)
        with target.open("wb") as handle:
            write_mo(handle, catalogue)
        written += 1
    return written


if __name__ == "__main__":
    compile_catalogues(Path(__file__).resolve().parent.parent / "src")
