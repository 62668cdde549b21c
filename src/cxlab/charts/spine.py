"""Draws the touchpoints of a journey one under another, with the real flows as arcs; rare flows fold away."""

from __future__ import annotations

from dataclasses import dataclass

from cxlab.charts.figures import count, figure
from cxlab.charts.journey_words import say
from cxlab.charts.svg import Svg, hover, picture, tag, text
from cxlab.charts.tokens import PAGE, Tokens

_ROW = 30
_TOP = 30
_LABEL = 290
_BAR = 120
_ARCS = 260
_BACK = 190
_WIDEST = 9.0
_LONGEST_NAME = 42
MOST_FLOWS = 40
_ONE_PER_CENT = 0.01
_NOTES = 200
_MOST_WAYS = 2

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


def spine(drawn: Spine, *, language: str, tokens: Tokens = PAGE, title: str = "") -> Svg:
    """The picture of a journey.

    Args:
        drawn: touchpoints and flows.
        language: fi, sv or en.
        tokens: the theme.
        title: what is shown, in the reader's language.

    Returns:
        An Svg. At most 40 flows are drawn; how many are not, and how much they hold, is written beneath.

    Example:
        >>> made = spine(Spine(("Call", "Pay"), (2, 1), (("Call", "Pay", 1),)), language="en")
        >>> made.description
        '2 touchpoints, 1 steps between them. Most frequent: Call to Pay: 1. '
    """
    said = {key: words[language if language in words else "en"] for key, words in _WORDS.items()}
    row = {name: k for k, name in enumerate(drawn.touchpoints)}
    known = sorted((f for f in drawn.flows if f[0] in row and f[1] in row), key=lambda f: (-f[2], f[0], f[1]))
    steps = sum(n for _, _, n in known)
    shown, hidden = known[:MOST_FLOWS], known[MOST_FLOWS:]
    parts = _arcs(shown, row, said["flow"], tokens, language)
    parts += _rows(drawn, tokens, language)
    parts += _left(drawn, row, tokens, language)
    folded = ""
    height = _TOP + _ROW * max(len(row), 1) + 28
    if hidden:
        held = sum(n for _, _, n in hidden) / max(steps, 1)
        folded = said["folded"].format(k=count(len(hidden), language), share=_share(held, language))
    parts.append(text(f"{said['read']} {folded}".strip(), 0, height - 8, tokens, fill=tokens.quiet))
    top = "; ".join(said["flow"].format(a=a, b=b, n=count(n, language)) for a, b, n in shown[:3])
    described = said["described"].format(
        n=count(len(row), language), steps=count(steps, language), top=top or "-", folded=folded
    )
    if drawn.deviations:
        described += " " + _deviations_told(drawn, language)
    width = _LABEL + _BACK + _BAR + _ARCS + (_NOTES if drawn.deviations else 0)
    return picture(parts, title=title, description=described, width=width, height=height, tokens=tokens)


def _left(drawn: Spine, row: dict[str, int], tokens: Tokens, language: str) -> list[str]:
    """How many cases left the plan at each touchpoint, the two most frequent ways."""
    if not drawn.deviations:
        return []
    x = _LABEL + _BACK + _BAR + _ARCS + 12
    style = {"fill": tokens.quiet, "font_size": tokens.size - 1}
    parts = [text(say("deviations", language), x + _NOTES - 12, 14, tokens, **style, text_anchor="end")]
    for name, k in row.items():
        here = [one for one in drawn.deviations if one[0] == name and one[2] >= _ONE_PER_CENT]
        ways = sorted(here, key=lambda one: (-one[2], one[1]))
        told = [f"{say(kind, language)} {_share(share, language)}" for _, kind, share in ways[:_MOST_WAYS]]
        for at, line in enumerate(told):
            y = _middle(k) + 4 + (at - (len(told) - 1) / 2) * 13
            parts.append(
                text(line, x, y, tokens, font_size=tokens.size - 1, fill=tokens.ink if at == 0 else tokens.quiet)
            )
    return parts


def _deviations_told(drawn: Spine, language: str) -> str:
    most = sorted(drawn.deviations, key=lambda one: (-one[2], one[0], one[1]))[:3]
    told = "; ".join(f"{name} {say(kind, language)} {_share(share, language)}" for name, kind, share in most)
    return f"{say('deviations', language)}: {told}."


def _share(share: float, language: str) -> str:
    if 0 < share < _ONE_PER_CENT:
        return f"< {figure(_ONE_PER_CENT, 'share', language)}"
    return figure(share, "share", language)


def _middle(k: int) -> float:
    return _TOP + _ROW * k + _ROW / 2


def _rows(drawn: Spine, tokens: Tokens, language: str) -> list[str]:
    most = max(drawn.times, default=1) or 1
    left = _LABEL + _BACK
    parts = []
    for k, (name, times) in enumerate(zip(drawn.touchpoints, drawn.times, strict=True)):
        ink = tokens.ink if not drawn.planned or name in drawn.planned else tokens.pale
        short = name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 1]}…"
        bar = tag("rect", x=left, y=_middle(k) - 8, width=max(_BAR * times / most, 1.5), height=16, rx=2,
                  fill=tokens.accent if ink == tokens.ink else tokens.pale)  # fmt: skip
        number = text(count(times, language), _LABEL + 44, _middle(k) + 4, tokens, fill=tokens.quiet, text_anchor="end")
        parts.append(hover(f"{name}: {count(times, language)}", text(short, 0, _middle(k) + 4, tokens, fill=ink) + bar))
        parts.append(number)
    return parts


def _arcs(
    flows: list[tuple[str, str, int]], row: dict[str, int], words: str, tokens: Tokens, language: str
) -> list[str]:
    """Onward on the right, back and again on the left; wide arcs for frequent flows, drawn first."""
    most = flows[0][2] if flows else 1
    reach = max(len(row) - 1, 1)
    parts = []
    for start, end, n in flows:
        a, b = row[start], row[end]
        onward = b > a
        side = _LABEL + _BACK + (_BAR + 4 if onward else -4)
        bend = 22 + (_ARCS if onward else _BACK - 50) * abs(b - a) / reach
        away = side + bend if onward else side - bend
        first, last = _middle(a) + (4 if onward else -4), _middle(b) - (4 if onward else -4)
        if a == b:
            first, last = _middle(a) - 6, _middle(a) + 6
        path = f"M{side:.1f} {first:.1f}C{away:.1f} {first:.1f} {away:.1f} {last:.1f} {side:.1f} {last:.1f}"
        line = tag("path", d=path, fill="none", stroke=tokens.accent if onward else tokens.ink,
                   stroke_width=max(_WIDEST * n / most, 0.75), stroke_opacity=0.45, stroke_linecap="round")  # fmt: skip
        tip = tag("circle", cx=round(side, 1), cy=round(last, 1), r=2.5, fill=tokens.accent if onward else tokens.ink)
        parts.append(hover(words.format(a=start, b=end, n=count(n, language)), line + tip))
    return parts
