"""Draws the touchpoints of a journey one under another, with the real flows as arcs; rare flows fold away."""

from __future__ import annotations

from dataclasses import dataclass

from cxlab.charts import letters
from cxlab.charts.figures import count, figure
from cxlab.charts.journey_words import say
from cxlab.charts.svg import Svg, hover, picture, tag, text
from cxlab.charts.tokens import PAGE, Tokens

_TOP = 30
_WIDEST = 9.0
MOST_FLOWS = 40
_ONE_PER_CENT = 0.01
_MOST_WAYS = 2
_NARROW = 600
_LEADING = 16

_WORDS = {
    "touchpoint": {"en": "touchpoint", "fi": "kosketuspiste", "sv": "kontaktpunkt"},
    "events": {"en": "times", "fi": "kertaa", "sv": "gånger"},
    "flow": {"en": "{a} to {b}: {n}", "fi": "{a} – {b}: {n}", "sv": "{a} till {b}: {n}"},
    "folded": {
        "en": "{k} rarer flows, {share} of all steps, are not drawn.",
        "fi": "{k} harvinaisempaa siirtymää, {share} kaikista askelista, on jätetty piirtämättä.",
        "sv": "{k} ovanligare flöden, {share} av alla steg, är inte ritade.",
    },
    "described": {
        "en": "{n} touchpoints, {steps} steps between them. Most frequent: {top}. {folded}",
        "fi": "Kosketuspisteitä {n}, siirtymiä niiden välillä {steps}. Yleisimmät: {top}. {folded}",
        "sv": "{n} kontaktpunkter, {steps} steg mellan dem. Vanligast: {top}. {folded}",
    },
    "read": {
        "en": "Right: onward. Left of the bars: back or again.",
        "fi": "Oikealla: eteenpäin. Vasemmalla: takaisin tai uudelleen.",
        "sv": "Till höger: framåt. Till vänster: tillbaka eller igen.",
    },
    "beneath": {
        "en": "Beneath a bar: share of cases that left the plan there.",
        "fi": "Palkin alla: siinä kohdassa suunnitelmasta poikenneiden osuus.",
        "sv": "Under en stapel: andelen som avvek från planen där.",
    },
}


@dataclass(frozen=True, slots=True)
class Spine:
    """What is drawn: touchpoints in the order they shall stand, how often each happened, and who followed whom.

    Attributes:
        touchpoints: names; times: events of each.
        flows: from, to and how often, any order.
        planned: touchpoints that the plan names; they stand in full ink, the others pale. Empty: all in ink.
        deviations: touchpoint, kind (``missing``, ``late``...) and share of all cases; the two most frequent of a
            touchpoint are told beside it, from one per cent on.
    """

    touchpoints: tuple[str, ...]
    times: tuple[int, ...]
    flows: tuple[tuple[str, str, int], ...]
    planned: frozenset[str] = frozenset()
    deviations: tuple[tuple[str, str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class _Laid:
    """Where things stand: x of the columns, and how far below the middle of a row its parts lie.

    Attributes:
        width, row: of the picture, and the height of a row.
        name_room, name_dy: the names, from x = ``left`` on a narrow picture and from 0 on a wide one.
        count_x: right end of the numbers.
        bar_x, bar_room, bar_dy, bar_height: the bars.
        left, right: where arcs back and arcs onward begin; back, onward: how far the longest of them bends out.
        base: how far the shortest bends out.
        notes_x, notes_room, notes_dy: deviations; narrow: whether they stand beneath the bar, on one line.
    """

    width: int
    row: int
    name_x: float
    name_room: float
    name_dy: float
    count_x: float
    bar_x: float
    bar_room: float
    bar_dy: float
    bar_height: float
    left: float
    right: float
    back: float
    onward: float
    base: float
    notes_x: float
    notes_room: float
    notes_dy: float
    narrow: bool

    def middle(self, k: int) -> float:
        """The y of a row."""
        return (10 if self.narrow else _TOP) + self.row * (k + 0.5)


def _wide(*, notes: bool) -> _Laid:
    return _Laid(
        width=992 if notes else 820, row=30, name_x=0, name_room=300, name_dy=4, count_x=334, bar_x=480, bar_room=120,
        bar_dy=0, bar_height=16, left=476, right=604, back=140, onward=260, base=22, notes_x=824, notes_room=168,
        notes_dy=4, narrow=False,
    )  # fmt: skip


def _phone(width: int, *, notes: bool) -> _Laid:
    """Name and number above the bar, deviations beneath it, arcs in the margins: nothing to scroll sideways."""
    left, right = 38.0, width - 84.0
    room = right - left - 8
    return _Laid(
        width=width, row=62 if notes else 46, name_x=left + 4, name_room=room - 54, name_dy=-10 if notes else -4,
        count_x=right - 4, bar_x=left + 4, bar_room=room, bar_dy=0 if notes else 8, bar_height=8, left=left,
        right=right, back=30, onward=88, base=16, notes_x=left + 4, notes_room=room, notes_dy=18, narrow=True,
    )  # fmt: skip


def spine(drawn: Spine, *, language: str, tokens: Tokens = PAGE, title: str = "", width: int | None = None) -> Svg:
    """The picture of a journey.

    Args:
        drawn: touchpoints and flows.
        language: fi, sv or en.
        tokens: the theme.
        title: what is shown, in the reader's language.
        width: pixels, where the picture is for a narrow screen (under 600): names, bars and deviations then stand under
            one another. Otherwise it is 820 wide, and 992 with deviations.

    Returns:
        An Svg. At most 40 flows are drawn; how many are not, and how much they hold, is written beneath.

    Example:
        >>> made = spine(Spine(("Call", "Pay"), (2, 1), (("Call", "Pay", 1),)), language="en")
        >>> made.description
        '2 touchpoints, 1 steps between them. Most frequent: Call to Pay: 1. '
        >>> spine(Spine(("Call", "Pay"), (2, 1), (("Call", "Pay", 1),)), language="en", width=358).width
        358
    """
    said = {key: words[language if language in words else "en"] for key, words in _WORDS.items()}
    notes = bool(drawn.deviations)
    laid = _phone(width, notes=notes) if width is not None and width < _NARROW else _wide(notes=notes)
    row = {name: k for k, name in enumerate(drawn.touchpoints)}
    known = sorted((f for f in drawn.flows if f[0] in row and f[1] in row), key=lambda f: (-f[2], f[0], f[1]))
    steps = sum(n for _, _, n in known)
    shown, hidden = known[:MOST_FLOWS], known[MOST_FLOWS:]
    parts = _arcs(shown, row, said["flow"], laid, tokens=tokens, language=language)
    parts += _rows(drawn, laid, tokens, language)
    parts += _left(drawn, row, laid, tokens, language)
    folded = ""
    if hidden:
        held = sum(n for _, _, n in hidden) / max(steps, 1)
        folded = said["folded"].format(k=count(len(hidden), language), share=_share(held, language))
    foot = [said["read"], folded, said["beneath"] if notes and laid.narrow else ""]
    end = laid.middle(max(len(row), 1)) - laid.row / 2 + 6
    lines = letters.wrap(" ".join(filter(None, foot)), tokens.size * 1.1, laid.width, 8)
    for k, line in enumerate(lines, 1):
        parts.append(text(line, 0, end + _LEADING * k, tokens, fill=tokens.quiet))
    top = "; ".join(said["flow"].format(a=a, b=b, n=count(n, language)) for a, b, n in shown[:3])
    described = said["described"].format(
        n=count(len(row), language), steps=count(steps, language), top=top or "-", folded=folded
    )
    if notes:
        described += " " + _deviations_told(drawn, language)
    height = end + _LEADING * len(lines) + 6
    return picture(parts, title=title, description=described, width=laid.width, height=height, tokens=tokens)


def _left(drawn: Spine, row: dict[str, int], laid: _Laid, tokens: Tokens, language: str) -> list[str]:
    """How many cases left the plan at each touchpoint, the two most frequent ways."""
    if not drawn.deviations:
        return []
    x, size = laid.notes_x, tokens.size - 1
    parts = []
    if not laid.narrow:
        head = say("deviations", language)
        parts.append(text(head, laid.width, 14, tokens, fill=tokens.quiet, font_size=size, text_anchor="end"))
    for name, k in row.items():
        here = [one for one in drawn.deviations if one[0] == name and one[2] >= _ONE_PER_CENT]
        ways = sorted(here, key=lambda one: (-one[2], one[1]))
        told = [f"{say(kind, language)} {_share(share, language)}" for _, kind, share in ways[:_MOST_WAYS]]
        if laid.narrow:
            told = [letters.shorten(", ".join(told), size * 1.1, laid.notes_room)] if told else []
        for at, line in enumerate(told):
            y = laid.middle(k) + laid.notes_dy + (at - (len(told) - 1) / 2) * 13
            parts.append(text(line, x, y, tokens, font_size=size, fill=tokens.ink if at == 0 else tokens.quiet))
    return parts


def _deviations_told(drawn: Spine, language: str) -> str:
    most = sorted(drawn.deviations, key=lambda one: (-one[2], one[0], one[1]))[:3]
    told = "; ".join(f"{name} {say(kind, language)} {_share(share, language)}" for name, kind, share in most)
    return f"{say('deviations', language)}: {told}."


def _share(share: float, language: str) -> str:
    if 0 < share < _ONE_PER_CENT:
        return f"< {figure(_ONE_PER_CENT, 'share', language)}"
    return figure(share, "share", language)


def _rows(drawn: Spine, laid: _Laid, tokens: Tokens, language: str) -> list[str]:
    most = max(drawn.times, default=1) or 1
    parts = []
    for k, (name, times) in enumerate(zip(drawn.touchpoints, drawn.times, strict=True)):
        y = laid.middle(k)
        ink = tokens.ink if not drawn.planned or name in drawn.planned else tokens.pale
        short = letters.shorten(name, tokens.size * 1.1, laid.name_room)
        bar = tag("rect", x=laid.bar_x, y=y + laid.bar_dy - laid.bar_height / 2, height=laid.bar_height, rx=2,
                  width=max(laid.bar_room * times / most, 1.5),
                  fill=tokens.accent if ink == tokens.ink else tokens.pale)  # fmt: skip
        style = {"fill": tokens.quiet, "text_anchor": "end"}
        number = text(count(times, language), laid.count_x, y + laid.name_dy, tokens, **style)
        label = text(short, laid.name_x, y + laid.name_dy, tokens, fill=ink)
        parts.append(hover(f"{name}: {count(times, language)}", label + bar))
        parts.append(number)
    return parts


def _arcs(
    flows: list[tuple[str, str, int]], row: dict[str, int], words: str, laid: _Laid, *, tokens: Tokens, language: str
) -> list[str]:
    """Onward on the right, back and again on the left; wide arcs for frequent flows, drawn first."""
    most = flows[0][2] if flows else 1
    reach = max(len(row) - 1, 1)
    parts = []
    for start, end, n in flows:
        a, b = row[start], row[end]
        onward = b > a
        side = laid.right if onward else laid.left
        bend = laid.base + (laid.onward if onward else laid.back) * abs(b - a) / reach
        away = side + bend if onward else side - bend
        first, last = laid.middle(a) + (4 if onward else -4), laid.middle(b) - (4 if onward else -4)
        if a == b:
            first, last = laid.middle(a) - 6, laid.middle(a) + 6
        path = f"M{side:.1f} {first:.1f}C{away:.1f} {first:.1f} {away:.1f} {last:.1f} {side:.1f} {last:.1f}"
        line = tag("path", d=path, fill="none", stroke=tokens.accent if onward else tokens.ink,
                   stroke_width=max(_WIDEST * n / most, 0.75), stroke_opacity=0.45, stroke_linecap="round")  # fmt: skip
        tip = tag("circle", cx=round(side, 1), cy=round(last, 1), r=2.5, fill=tokens.accent if onward else tokens.ink)
        parts.append(hover(words.format(a=start, b=end, n=count(n, language)), line + tip))
    return parts
