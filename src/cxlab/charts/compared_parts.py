"""Draws the pieces of a journey compared with its plan: stations, links, arcs, branches, each telling more on focus."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from cxlab.charts import figures, letters
from cxlab.charts import journey_words as words
from cxlab.charts.svg import Svg, tag, text
from cxlab.charts.tokens import PAGE, Tokens

if TYPE_CHECKING:
    from cxlab.charts.compared import Branch, Station, Way

# Told apart by mark and word first; the colours stay apart for those who see no red or no green.
COLOURS = {
    "missing": "#9c4a00",
    "ad_hoc": "#0b62a8",
    "out_of_order": "#6b4ba1",
    "repeated": "#6b6000",
    "late": "#a8325e",
    "failing": "#1a2423",
}
_WIDEST, _WIDEST_NARROW = 22.0, 14.0
_TOP, _STEP, _LINE = 44.0, 58.0, 20.0
_HALF_LINE = 4.0
_SPARE = 1.15
_THIN = 4.0
_WORDS = {
    "walks": {"en": "{n} walks", "fi": "{n} polkua", "sv": "{n} resor"},
    "walk": {"en": "1 walk", "fi": "1 polku", "sv": "1 resa"},
    "times": {"en": "{n} times", "fi": "{n} kertaa", "sv": "{n} gånger"},
    "wait": {"en": "half of them within {span}", "fi": "puolet {span} kuluessa", "sv": "hälften inom {span}"},
    "way": {"en": "{a} to {b}: {n}", "fi": "{a} – {b}: {n}", "sv": "{a} till {b}: {n}"},
    "nobody": {"en": "nobody went straight on", "fi": "kukaan ei jatkanut suoraan", "sv": "ingen gick rakt vidare"},
    "hint": {
        "en": "Point at a line or a mark, or move with the Tab key, and it tells more here.",
        "fi": "Osoita viivaa tai merkkiä tai siirry sarkaimella, niin siitä kerrotaan tässä lisää.",
        "sv": "Peka på en linje eller ett märke, eller gå med Tab, så står det mer här.",
    },
    "folded": {
        "en": "{k} rarer deviations, each in at most {share} of the walks, are not drawn; the list has them all.",
        "fi": "{k} harvinaisempaa poikkeamaa, kukin enintään {share} poluista, on jätetty piirtämättä; "
        "luettelossa ovat kaikki.",
        "sv": "{k} ovanligare avvikelser, var och en i högst {share} av resorna, är inte ritade; listan har alla.",
    },
    "folded_one": {
        "en": "One rarer deviation, in {share} of the walks, is not drawn; the list has it.",
        "fi": "Yksi harvinaisempi poikkeama, {share} poluista, on jätetty piirtämättä; se on luettelossa.",
        "sv": "En ovanligare avvikelse, i {share} av resorna, är inte ritad; den finns i listan.",
    },
    "rare_one": {
        "en": "One rarer way, {share} of all steps, is not drawn.",
        "fi": "Yksi harvinaisempi siirtymä, {share} kaikista askelista, on jätetty piirtämättä.",
        "sv": "En ovanligare väg, {share} av alla steg, är inte ritad.",
    },
    "rare": {
        "en": "{k} rarer ways, {share} of all steps, are not drawn.",
        "fi": "{k} harvinaisempaa siirtymää, {share} kaikista askelista, on jätetty piirtämättä.",
        "sv": "{k} ovanligare vägar, {share} av alla steg, är inte ritade.",
    },
}


def say(key: str, language: str, **values: object) -> str:
    """A phrase by its key; another language than ours is answered in English.

    Example:
        >>> say("walks", "sv", n=3)
        '3 resor'
    """
    texts = _WORDS[key]
    return texts.get(language, texts["en"]).format(**values)


def counted(walks: int, language: str) -> str:
    """How many walks, in words.

    Example:
        >>> counted(1, "fi"), counted(1200, "en")
        ('1 polku', '1,200 walks')
    """
    return say("walk", language) if walks == 1 else say("walks", language, n=figures.count(walks, language))


def share(value: float, language: str) -> str:
    """A share; what is above nothing is never told as 0 %.

    Example:
        >>> share(0.27, "en"), share(0.001, "en")
        ('27%', '< 1%')
    """
    least = 0.01
    return (
        f"< {figures.figure(least, 'share', language)}"
        if 0 < value < least
        else figures.figure(value, "share", language)
    )


@dataclass(frozen=True, slots=True)
class Place:
    """Where things stand and how they look: ``rows`` are branches a station, ``most`` is how many walks there are."""

    width: int
    narrow: bool
    rows: tuple[int, ...]
    most: int
    language: str
    tokens: Tokens

    @property
    def x(self) -> float:
        """The spine."""
        return 62.0 if self.narrow else min(0.38 * self.width, 350.0)

    def y(self, row: int) -> float:
        """The middle of a station."""
        return _TOP + 14 + sum(self._deep(n) for n in self.rows[:row])

    def branch_y(self, row: int, at: int) -> float:
        """The middle of a branch of a station."""
        if self.narrow:
            return self.y(row) + 30 + _LINE * at
        return self.y(row) + _LINE * (at - (self.rows[row] - 1) / 2)

    def _deep(self, branches: int) -> float:
        return 46 + _LINE * branches if self.narrow else max(_STEP, _LINE * branches + 30)

    def broad(self, walks: int) -> float:
        """How wide so many walks are drawn."""
        return max((_WIDEST_NARROW if self.narrow else _WIDEST) * walks / self.most, 1.25)


def colour(kind: str, tokens: Tokens) -> str:
    """The colour of a kind: on a page its own variable, so that a change of theme needs no new picture.

    Example:
        >>> colour("late", PAGE)
        'var(--way-late, #a8325e)'
    """
    return f"var(--way-{kind.replace('_', '-')}, {COLOURS[kind]})" if tokens is PAGE else COLOURS[kind]


def told(words_: str, inside: str, place: Place, href: str = "") -> str:
    """A piece that tells more when it is pointed at or focused; with an address it is a link."""
    tokens = place.tokens
    lines = letters.wrap(words_, tokens.size * _SPARE, place.width, 2)
    tip = "".join(text(line, 0, 12 + 15 * at, tokens, font_weight=600) for at, line in enumerate(lines))
    # A ground of its own hides the hint that stands there otherwise.
    ground = tag("rect", x=0, y=0, width=place.width, height=32, fill=tokens.paper)
    more = tag("g", ground + tip, **{"class": "tip", "aria_hidden": "true"}) if tokens is PAGE else ""
    if href and tokens is PAGE:
        return tag("a", tag("title", escape(words_)) + inside + more, href=href, aria_label=words_)
    return tag("g", tag("title", escape(words_)) + inside + more)


def station(one: Station, row: int, place: Place) -> str:
    """A planned touchpoint: full where every planned walk passes it, hollow where it may be left out."""
    language, tokens = place.language, place.tokens
    y, size = place.y(row), tokens.size + 1
    said = f"{one.name}: {counted(one.walks, language)}, {say('times', language, n=figures.count(one.times, language))}"
    dot = tag("circle", cx=place.x, cy=y, r=7, fill=tokens.accent if one.always else tokens.paper,
              stroke=tokens.accent, stroke_width=2.5)  # fmt: skip
    number = figures.count(one.walks, language)
    if place.narrow:
        room = place.width - place.x - 24 - letters.width(number, tokens.size) - 8
        name = text(letters.shorten(one.name, size * _SPARE, room), place.x + 16, y + 5, tokens, font_weight=600)
        name += text(number, place.width, y + 5, tokens, fill=tokens.quiet, text_anchor="end")
    else:
        right = place.x - 150
        lines = letters.wrap(one.name, size * _SPARE, right - 4, 2)
        top = y + 5 - 8 * (len(lines) - 1) - 7
        name = "".join(text(line, right, top + 15 * at, tokens, text_anchor="end", font_weight=600)
                       for at, line in enumerate(lines))  # fmt: skip
        name += text(counted(one.walks, language), right, top + 15 * len(lines), tokens, fill=tokens.quiet,
                     text_anchor="end", font_size=tokens.size - 1)  # fmt: skip
    return told(said, dot + name, place, one.href)


def link(way: Way | None, row: int, place: Place) -> str:
    """The spine between two planned touchpoints, as wide as walks went straight on."""
    language, tokens = place.language, place.tokens
    x, above, below = place.x, place.y(row), place.y(row + 1)
    if way is None:
        line = tag("line", x1=x, x2=x, y1=above, y2=below, stroke=tokens.pale, stroke_width=1.5, stroke_dasharray="2 5")
        return told(say("nobody", language), line, place)
    line = tag("line", x1=x, x2=x, y1=above, y2=below, stroke=tokens.accent, stroke_opacity=0.55,
               stroke_width=place.broad(way.walks))  # fmt: skip
    return told(_of_way(way, language), line, place, way.href)


def arc(way: Way, start: int, end: int, place: Place) -> str:
    """A way that goes past touchpoints, or back: onward in the accent, back in ink and dashed."""
    language, tokens = place.language, place.tokens
    reach = max(len(place.rows) - 1, 1)
    room = place.x - 16 if place.narrow else 128.0
    away = place.x - 14 - (room - 14) * (abs(end - start) / reach) ** 0.7
    onward = end > start
    first, last = place.y(start) + (5 if onward else -5), place.y(end) - (5 if onward else -5)
    side = place.x - 10
    path = f"M{side:.1f} {first:.1f}C{away:.1f} {first:.1f} {away:.1f} {last:.1f} {side:.1f} {last:.1f}"
    ink = tokens.accent if onward else tokens.ink
    line = tag("path", d=path, fill="none", stroke=ink, stroke_opacity=0.5, stroke_linecap="round",
               stroke_width=place.broad(way.walks), stroke_dasharray=None if onward else "4 4")  # fmt: skip
    tip = tag("path", d=f"M{side - 5:.1f} {last - 4:.1f}l6 4l-6 4z", fill=ink)
    # A thin line is hard to hit: what answers is wider than what is seen.
    grip = tag("path", d=path, fill="none", stroke="transparent", stroke_width=10)
    return told(_of_way(way, language), grip + line + tip, place, way.href)


def branch(one: Branch, row: int, at: int, place: Place, *, own: bool) -> str:
    """What left the plan at a station: a line as wide as its walks, the mark of its kind, its name and share."""
    language, tokens = place.language, place.tokens
    y, ink = place.branch_y(row, at), colour(one.kind, tokens)
    start, end = place.x + 9, place.x + (26 if place.narrow else 64)
    bend = (start + end) / 2
    path = f"M{start:.1f} {place.y(row):.1f}C{bend:.1f} {place.y(row):.1f} {bend:.1f} {y:.1f} {end:.1f} {y:.1f}"
    broad = place.broad(one.walks)
    # Dashes of a broad line would be stripes: there the mark and the word tell the kind.
    dash = DASHES.get(one.kind) if broad < _THIN else None
    line = tag("path", d=path, fill="none", stroke=ink, stroke_opacity=0.45, stroke_width=broad, stroke_dasharray=dash)
    kind = words.say(one.kind, language)
    said = kind if own else f"{one.touchpoint}: {kind}"
    number = share(one.share, language)
    beside = f"{one.told} · {number}" if one.told and one.sure and not place.narrow else number
    room = place.width - end - 20 - letters.width(beside, tokens.size) * _SPARE - 8
    shown = letters.shorten(said, tokens.size * _SPARE, room)
    label = text(shown, end + 18, y + _HALF_LINE, tokens)
    if place.narrow:
        label += text(beside, place.width, y + _HALF_LINE, tokens, fill=tokens.quiet, text_anchor="end")
    else:
        after = end + 18 + letters.width(shown, tokens.size) * 1.08 + 10
        label += text(beside, after, y + _HALF_LINE, tokens, fill=tokens.quiet)
    whole = f"{one.touchpoint}, {kind}: {counted(one.walks, language)}, {number}"
    whole += f". {one.told}" if one.told else ""
    return told(whole, line + mark(one.kind, end + 7, y, ink, tokens) + label, place, one.href)


DASHES = {"missing": "3 4", "ad_hoc": None, "out_of_order": "8 3", "repeated": None, "late": "1 3", "failing": None}


def mark(kind: str, x: float, y: float, ink: str, tokens: Tokens) -> str:
    """The sign of a kind, 12 pixels wide."""
    line = {"fill": "none", "stroke": ink, "stroke_width": 2, "stroke_linecap": "round"}
    if kind == "missing":
        return tag("circle", cx=x, cy=y, r=4.5, **{**line, "fill": tokens.paper})
    if kind == "ad_hoc":
        return tag("path", d=f"M{x:.1f} {y - 6:.1f}l6 6l-6 6l-6 -6z", fill=ink)
    if kind == "out_of_order":
        return tag("path", d=f"M{x - 3:.1f} {y + 5:.1f}v-10l-3 3m3 -3l3 3m3 -3v10l-3 -3m3 3l3 -3", **line)
    if kind == "repeated":
        return tag("path", d=f"M{x + 5:.1f} {y:.1f}a5 5 0 1 1 -2.5 -4.3l2 -1.5m-2 1.5l.5 2.3", **line)
    if kind == "late":
        return tag("circle", cx=x, cy=y, r=5, **line) + tag("path", d=f"M{x:.1f} {y - 3:.1f}v3h2.5", **line)
    return tag("path", d=f"M{x - 4:.1f} {y - 4:.1f}l8 8m0 -8l-8 8", **{**line, "stroke_width": 2.5})


def legend(kinds: set[str], place: Place) -> tuple[list[str], float]:
    """Each kind that is drawn with its mark, and how far down they reach."""
    language, tokens = place.language, place.tokens
    x, y = 6.0, place.y(len(place.rows)) - 2
    made: list[str] = []
    for kind in [one for one in COLOURS if one in kinds]:
        said = words.say(kind, language)
        wide = 14 + letters.width(said, tokens.size) * _SPARE + 18
        if x + wide > place.width and made:
            x, y = 6.0, y + 18
        made += [
            mark(kind, x, y, colour(kind, tokens), tokens),
            text(said, x + 12, y + _HALF_LINE, tokens, fill=tokens.quiet),
        ]
        x += wide
    return made, y + (8 if made else -20)


def sheet(made: list[str], title: str, description: str, size: tuple[int, float], tokens: Tokens) -> Svg:
    """The pieces as one picture; on a page its links can be reached, so it is a group and not an image."""
    wide, tall = size[0], math.ceil(size[1])
    said = tag("title", escape(title or description)) + (tag("desc", escape(description)) if title else "")
    live = tokens is PAGE
    markup = tag(
        "svg",
        said + "".join(made),
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {wide} {tall}",
        width=wide,
        height=tall,
        role="group" if live else "img",
        aria_label=title or description,
        font_family=tokens.font,
        font_size=tokens.size,
        style="font-variant-numeric:tabular-nums",
        **({"class": "compared"} if live else {}),
    )
    return Svg(markup, title, description, wide, tall)


def _of_way(way: Way, language: str) -> str:
    said = say("way", language, a=way.start, b=way.end, n=counted(way.walks, language))
    if way.times != way.walks:
        said += f", {say('times', language, n=figures.count(way.times, language))}"
    if way.wait_s is not None:
        said += f", {say('wait', language, span=words.wait(way.wait_s, language))}"
    return said
