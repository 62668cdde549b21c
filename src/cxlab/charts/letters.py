"""How wide a text will be, so that labels are wrapped before they are drawn and never lie on each other."""

from __future__ import annotations

# Advance widths of Inter at weight 400, in hundredths of the type size; figures are tabular.
_WIDTHS = {
    24: "ijl",
    26: "’",
    28: "I  !,.:·",
    30: "`;'|t",
    36: "()/[\\]fr",
    46: '{}”"-_^',
    50: "*–?s",
    56: "kxzLavyäåJceéFhnuü",
    61: "Eoöøbdgpqß",
    65: "0123456789#Z$&PRSBT+<=>~−±K",
    69: "XYAVÄÅDC",
    75: "HUÜGNOQÖØ",
    88: "wm…≈M",
    99: "æ@%WÆ—",
}
_WIDTH = {letter: width / 100 for width, letters in _WIDTHS.items() for letter in letters}
# A letter that is not listed is taken to be wide: a label too short is better than one that overlaps.
_UNKNOWN = 0.8
_BOLD = 1.06


def width(text: str, size: float, *, bold: bool = False) -> float:
    """Width of a text in pixels.

    Args:
        text: one line.
        size: type size in pixels.
        bold: whether it is set in a heavier weight.

    Returns:
        The width, a little generous.

    Example:
        >>> round(width("2", 10), 1)
        6.5
    """
    return sum(_WIDTH.get(letter, _UNKNOWN) for letter in text) * size * (_BOLD if bold else 1)


def shorten(text: str, size: float, room: float) -> str:
    """The text, or as much of it as fits with an ellipsis at its end.

    Example:
        >>> shorten("touchpoint", 10, 30)
        'touc…'
    """
    if width(text, size) <= room:
        return text
    kept = text
    while kept and width(f"{kept.rstrip()}…", size) > room:
        kept = kept[:-1]
    return f"{kept.rstrip()}…"


def wrap(text: str, size: float, room: float, lines: int = 2) -> tuple[str, ...]:
    """Break a text at its spaces into at most ``lines`` lines that fit the room; what is left over is shortened.

    Example:
        >>> wrap("Delivery and installation", 10, 80)
        ('Delivery and', 'installation')
    """
    words, done = text.split(), list[str]()
    while words and len(done) < lines - 1:
        line = words.pop(0)
        while words and width(f"{line} {words[0]}", size) <= room:
            line = f"{line} {words.pop(0)}"
        done.append(shorten(line, size, room))
    if words:
        done.append(shorten(" ".join(words), size, room))
    return tuple(done) or ("",)
