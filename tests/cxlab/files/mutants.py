"""Makes damaged and hostile copies of good files, and says how each of them ended.

The test beside takes a few hundred; ``python -m tests.cxlab.files.mutants 10000`` takes ten thousand and reports.
"""

from __future__ import annotations

import gzip
import io
import random
import resource
import sys
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import openpyxl
import polars as pl

from cxlab.files import Column, FileError, MultipleSet, open_table, write_csv, write_sav, write_xlsx

TABLE = pl.DataFrame(
    {
        "*ID ": [str(n) for n in range(300)],
        "netpro": [str(n % 12) for n in range(300)],
        "päivä": [f"2017-05-{n % 28 + 1:02d}" for n in range(300)],
        "why": [None if n % 3 else f'So "good",\nthe {n}. time; or ä' * (n % 4 + 1) for n in range(300)],
        "weight": [f"{n / 8}" for n in range(300)],
    }
)
COLUMNS = [Column("netpro", "How likely?", {"0": "Not", "11": "Blank"}, ("11",), "s"), Column("weight", set_name="s")]
SETS = [MultipleSet("s", "Both", ("netpro", "weight"), "1")]
NUMBERS = (0, 1, -1, 127, 255, 256, 65_535, 2**24, 2**31 - 1, -(2**31))


def originals(folder: Path) -> dict[str, bytes]:
    """A good file of each kind."""
    text = TABLE.write_csv(separator=";").encode()
    found = {"csv": text, "utf-16": text.decode().encode("utf-16"), "gzip": gzip.compress(text, mtime=0)}
    found["cp1252"] = text.decode().encode("cp1252")
    for kind, write in (("written", write_csv), ("xlsx", write_xlsx), ("sav", write_sav)):
        write(TABLE, COLUMNS, SETS, folder / kind)
        found[kind] = (folder / kind).read_bytes()
    TABLE.write_parquet(folder / "parquet", row_group_size=100)
    found["parquet"] = (folder / "parquet").read_bytes()
    return found


def truncated(chance: random.Random, content: bytes) -> bytes:
    return content[: chance.randrange(len(content))]


def flipped(chance: random.Random, content: bytes) -> bytes:
    changed = bytearray(content)
    for _ in range(chance.choice((1, 1, 2, 5, 50))):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def cut(chance: random.Random, content: bytes) -> bytes:
    at = chance.randrange(len(content))
    return content[:at] + content[at + chance.randrange(1, 200) :]


def doubled(chance: random.Random, content: bytes) -> bytes:
    at = chance.randrange(len(content))
    return content[:at] + content[at : at + chance.randrange(1, 4000)] + content[at:]


def noisy(chance: random.Random, content: bytes) -> bytes:
    at = chance.randrange(len(content))
    return content[:at] + chance.randbytes(chance.randrange(1, 300)) + content[at:]


def numbered(chance: random.Random, content: bytes) -> bytes:
    """A number that lies: where a length or a count may stand, mostly near the beginning or the end."""
    changed = bytearray(content)
    span = min(len(content) - 8, 600)
    at = chance.randrange(span) if chance.random() < 0.7 else len(content) - 8 - chance.randrange(span)
    size = chance.choice((2, 4, 8))
    changed[at : at + size] = (chance.choice(NUMBERS) % (1 << (8 * size))).to_bytes(
        size, chance.choice(("little", "big"))
    )
    return bytes(changed)


def quoted(chance: random.Random, content: bytes) -> bytes:
    at = chance.randrange(len(content))
    return (
        content[:at]
        + chance.choice((b'"', b"\x00", b"\r", b"\n", b";" * 20_000, b'"' * 999, b"\xff\xfe"))
        + content[at:]
    )


ANYWHERE: tuple[Callable[[random.Random, bytes], bytes], ...] = (
    truncated,
    flipped,
    cut,
    doubled,
    noisy,
    numbered,
    quoted,
)


def inside(chance: random.Random, content: bytes) -> bytes:
    """A workbook that is a proper archive, with one of its parts damaged."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        names = source.namelist()
        wrong = chance.choice([name for name in names if name.startswith("xl/")])
        for name in names:
            part = source.read(name)
            target.writestr(name, chance.choice((*ANYWHERE, hostile))(chance, part) if name == wrong else part)
    return out.getvalue()


def hostile(chance: random.Random, part: bytes) -> bytes:
    """XML made to hurt: bombs, entities, depth, width, formulas, far cells."""
    middle = chance.choice(
        (
            b"<row>" + b"<c>" * 5000 + b"</c>" * 5000 + b"</row>",
            b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
            b'<row r="999999999999"><c r="AAAAAAAA1"><v>1</v></c></row>',
            b'<row r="9"><c r="A9"><f>SUM(1/0)</f></c></row>',
            b"<row>" + b"<c><v>1</v></c>" * 10_000 + b"</row>",
            b" " * (70 << 20),
            b"<row><c><v>" + b"9" * 11_000_000 + b"</v></c></row>",
            b'<row><c t="s"><v>99999999</v></c><c s="99999999"><v>1e999</v></c><c t="b"><v>x</v></c></row>',
        )
    )
    at = part.find(b"<row") if b"<row" in part else len(part) // 2
    changed = part[:at] + middle + part[at:]
    if chance.random() < 0.2:
        bomb = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;">]>'
        changed = bomb + changed.replace(b"<v>", b"<v>&c;", 3)
    return changed


def mutant(chance: random.Random, files: dict[str, bytes]) -> tuple[str, bytes]:
    """A damaged copy of one of the files, and which."""
    kind = chance.choice(list(files))
    content = files[kind]
    if kind == "xlsx" and chance.random() < 0.7:
        return kind, inside(chance, content)
    for _ in range(chance.choice((1, 1, 1, 2, 3))):
        content = chance.choice(ANYWHERE)(chance, content) or b"x"
        if len(content) < 16:
            break
    return kind, content


def ended(place: Path) -> str:
    """How reading a file to its end ended: "read", or the kind of the error that told what is wrong."""
    told: FileError | None = None
    try:
        for _ in open_table(place, name="the file").batches():
            pass
    except FileError as error:
        told = error
    if told is None:
        return "read"
    assert "the file" in str(told), str(told)
    assert told.remedy.endswith("."), str(told)
    return told.kind


def peak() -> float:
    """The most memory this process has held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main(count: int, seed: int = 1) -> None:
    chance = random.Random(seed)
    ends: Counter[tuple[str, str]] = Counter()
    slowest, longest = 0.0, 0.0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        files = originals(folder)
        openpyxl.load_workbook(io.BytesIO(files["xlsx"]))
        for number in range(count):
            kind, content = mutant(chance, files)
            place = folder / "mutant"
            place.write_bytes(content)
            begin, wall = time.process_time(), time.monotonic()
            try:
                ends[kind, ended(place)] += 1
            except BaseException as error:  # noqa: BLE001 - a panic of a library is no Exception
                kept = Path(tempfile.gettempdir(), f"mutant-{seed}-{number}")
                kept.write_bytes(content)
                ends[kind, f"TRACEBACK {type(error).__name__}: {str(error)[:80]} {kept}"] += 1
            slowest = max(slowest, time.process_time() - begin)
            longest = max(longest, time.monotonic() - wall)
            if (number + 1) % 500 == 0:
                print(f"{number + 1} of {count}, peak {peak():.0f} MB", flush=True)  # noqa: T201 - a long run
    for (kind, end), found in sorted(ends.items()):
        print(f"{kind:9}{end:22}{found:7}")  # noqa: T201 - the report
    print(f"{count} copies; slowest {slowest:.2f} s of CPU, {longest:.2f} s by the clock; peak {peak():.0f} MB")  # noqa: T201


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1)
