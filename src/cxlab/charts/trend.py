"""A score month by month: the line, its band of uncertainty, the target, and the months that may not be shown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from cxlab.charts import figures, letters, words
from cxlab.charts.scales import Ruler, Scale, scale_of
from cxlab.charts.svg import Svg, hatch, hover, picture, tag, text
from cxlab.charts.tokens import Tokens
from cxlab.results import Estimate, Series, Suppressed

_TOP, _FOOT, _END = 14.0, 40.0, 52.0
# Fewer answers than this decide neither what stretch is shown nor what figure is written beside the line.
FEW = 5
_NARROW = 480
_YEAR_BEGINS = ("-01", "-Q1")
Place = tuple[float, Estimate]


class _Sheet:
    """Pixels of the months and of the scale."""

    def __init__(self, series: Series, scale: Scale, *, width: int, height: int, language: str, tokens: Tokens) -> None:
        unit = figures.unit_of(series.definition)
        labels = [figures.figure(tick, unit, language) for tick in scale.ticks]
        self.left = max(letters.width(label, tokens.size) for label in labels) + 10
        self.right, self.top, self.bottom = width - _END, _TOP, height - _FOOT
        self.scale, self.labels, self.unit = scale, labels, unit
        self.ruler = Ruler(scale, self.bottom, self.top)
        self.step = (self.right - self.left) / len(series.months)

    def x(self, at: int) -> float:
        return self.left + self.step * (at + 0.5)

    def y(self, value: float) -> float:
        return self.ruler.at(value)


def _grid(sheet: _Sheet, tokens: Tokens) -> list[str]:
    parts = []
    for tick, label in zip(sheet.scale.ticks, sheet.labels, strict=True):
        y = sheet.y(tick)
        parts.append(tag("line", x1=sheet.left, x2=sheet.right, y1=y, y2=y, stroke=tokens.line, stroke_width=1))
        parts.append(text(label, sheet.left - 8, y + 4, tokens, text_anchor="end", fill=tokens.quiet))
    return parts


def _month_labels(series: Series, sheet: _Sheet, language: str, tokens: Tokens) -> list[str]:
    """Short names of months or quarters, the year under its first and under the first shown; as many as fit."""
    names = [figures.month(name, language).rpartition(" ") for name in series.months]
    widest = max(letters.width(name, tokens.size) for name, _, _ in names) + 8
    quarters = "Q" in series.months[0]
    steps = (1, 2, 4) if quarters else (1, 2, 3, 6, 12)
    every = next((each for each in steps if each * sheet.step >= widest), steps[-1] * 2)
    years = [at for at, name in enumerate(series.months) if at == 0 or name.endswith(_YEAR_BEGINS)]
    # Of two years that would touch, the one that begins is worth more than the one that ends.
    room = letters.width("2000", tokens.size, bold=True) + 6
    years = [at for at, after in zip(years, [*years[1:], 10**6], strict=True) if (after - at) * sheet.step >= room]
    parts = []
    for at, ((name, _, year), whole) in enumerate(zip(names, series.months, strict=True)):
        x = sheet.x(at)
        style = {"text_anchor": "middle", "fill": tokens.quiet}
        month_of = int(whole.partition("-")[2].lstrip("Q"))
        if (month_of - 1) % every == 0 or len(series.months) == 1:
            parts.append(text(name, x, sheet.bottom + 17, tokens, **style))
        if at in years:
            parts.append(text(year, x, sheet.bottom + 33, tokens, **style, font_weight=600))
    return parts


def _runs(places: Sequence[Place | None]) -> Iterator[list[Place]]:
    """Stretches of months that follow each other without a gap."""
    run: list[Place] = []
    for place in [*places, None]:
        if place is not None:
            run.append(place)
        elif run:
            yield run
            run = []


def _band(run: list[Place], sheet: _Sheet, tokens: Tokens) -> str:
    """The interval as a band behind the line; a lone month gets a whisker, a month without one gets none."""
    known = [(x, one.low, one.high) for x, one in run if one.low is not None and one.high is not None]
    if len(known) == 1:
        x, low, high = known[0]
        return tag("line", x1=x, x2=x, y1=sheet.y(low), y2=sheet.y(high), stroke=tokens.band, stroke_width=5)
    if not known:
        return ""
    there = "L".join(f"{x:.1f} {sheet.y(high):.1f}" for x, _, high in known)
    back = "L".join(f"{x:.1f} {sheet.y(low):.1f}" for x, low, _ in reversed(known))
    return tag("path", d=f"M{there}L{back}Z", fill=tokens.band, stroke="none")


def _line(run: list[Place], sheet: _Sheet, tokens: Tokens) -> str:
    path = "L".join(f"{x:.1f} {sheet.y(one.value):.1f}" for x, one in run if one.value is not None)
    return tag("path", d=f"M{path}", fill="none", stroke=tokens.accent, stroke_width=2, stroke_linejoin="round")


def _bridge(before: Place, after: Place, sheet: _Sheet, tokens: Tokens) -> str:
    """A faint dotted line over months without answers: it leads the eye and claims nothing."""
    (x1, one), (x2, other) = before, after
    ends = {"x1": x1, "y1": sheet.y(one.value or 0.0), "x2": x2, "y2": sheet.y(other.value or 0.0)}
    return tag("line", **ends, stroke=tokens.pale, stroke_width=1, stroke_dasharray="1 5", stroke_linecap="round")


def _dot(place: Place, name: str, sheet: _Sheet, language: str, tokens: Tokens) -> str:
    x, one = place
    small = one.n < words.SMALL
    colour = tokens.pale if small else tokens.accent
    look = {"stroke": colour, "stroke_width": 1.5, "fill": tokens.paper if small else colour}
    value = one.value or 0.0
    y = sheet.y(value)
    if sheet.scale.low <= value <= sheet.scale.high:
        drawn = tag("circle", cx=x, cy=y, r=3.5, **look)
    else:
        # Beyond the stretch shown: an arrow at its edge points there, and says the figure.
        away = 5 if value < sheet.scale.low else -5
        drawn = tag("path", d=f"M{x - 4:.1f} {y - away:.1f}h8L{x:.1f} {y:.1f}Z", **look)
    return hover(f"{figures.month(name, language, long=True)}: {words.estimate(one, language)}", drawn)


def _count(place: Place, sheet: _Sheet, language: str, tokens: Tokens) -> str:
    """How many answered, over the dot, under it where the dot lies at the top."""
    x, one = place
    y = min(max(sheet.y(one.value or 0.0), sheet.top), sheet.bottom)
    away = 17 if y - sheet.top < tokens.size else -8
    return text(figures.count(one.n, language), x, y + away, tokens, text_anchor="middle", font_size=tokens.size - 2)


def _target(target: float, sheet: _Sheet, language: str, tokens: Tokens) -> list[str]:
    y = sheet.y(target)
    label = words.say("target", language, value=figures.figure(target, sheet.unit, language))
    line = tag(
        "line", x1=sheet.left, x2=sheet.right, y1=y, y2=y, stroke=tokens.ink, stroke_width=1, stroke_dasharray="5 4"
    )
    style = {"fill": tokens.ink, "font_size": tokens.size - 1, "paint_order": "stroke"}
    style |= {"stroke": tokens.paper, "stroke_width": 3}
    return [line, text(label, sheet.left + 4, y - 5, tokens, **style)]


def _last(place: Place, sheet: _Sheet, language: str, tokens: Tokens) -> str:
    x, one = place
    value = figures.figure(one.value or 0.0, sheet.unit, language)
    return text(value, x + 9, sheet.y(one.value or 0.0) + 4.5, tokens, font_weight=650, font_size=tokens.size + 2)


def _description(series: Series, language: str) -> str:
    first, last = (figures.month(name, language, long=True) for name in (series.months[0], series.months[-1]))
    named = list(zip(series.months, series.estimates, strict=True))
    known = [(name, one) for name, one in named if isinstance(one, Estimate) and one.value is not None]
    veiled = [
        f"{figures.month(name, language)} ({words.hidden(one, language)})"
        for name, one in named
        if isinstance(one, Suppressed)
    ]
    rest = " " + words.say("months_hidden", language, reasons=", ".join(veiled)) if veiled else ""
    if not known:
        return words.say("trend_empty", language, first=first, last=last) + rest
    name, latest = known[-1]
    month = figures.month(name, language, long=True)
    told = words.estimate(latest, language)
    return words.say("trend", language, first=first, last=last, months=len(known), month=month, latest=told) + rest


def trend(
    series: Series, *, language: str, tokens: Tokens, title: str, target: float | None = None,
    width: int = 720, height: int = 260, counts: bool = False,
) -> Svg:  # fmt: skip
    """Draw a score over consecutive months.

    Args:
        series: the months or quarters and their scores; gaps are n = 0.
        language: fi, sv or en.
        tokens: the theme.
        title: what is shown.
        target: drawn as a dashed line.
        width: pixels.
        height: pixels.
        counts: write each n beside its dot, and draw the line only through scores from at least FEW answers.

    Returns:
        The Svg. A month without answers breaks the line; a hidden one is hatched; few answers give a pale, open dot.
    """
    if not series.months:
        nothing = words.say("nothing", language)
        parts = [text(nothing, 0, 20, tokens, fill=tokens.quiet)]
        return picture(parts, title=title, description=nothing, width=width, height=32, tokens=tokens)
    scale = scale_of(_steady(series), [target], most=4)
    sheet = _Sheet(series, scale, width=width, height=height, language=language, tokens=tokens)
    parts = _grid(sheet, tokens) + _month_labels(series, sheet, language, tokens)
    places: list[Place | None] = [
        (sheet.x(at), one) if isinstance(one, Estimate) and one.value is not None else None
        for at, one in enumerate(series.estimates)
    ]
    parts += _hidden(series, sheet, language, tokens)
    runs = list(_runs([place if place and (place[1].n >= FEW or not counts) else None for place in places]))
    alone = [[place] for place in places if place and counts and place[1].n < FEW]
    parts += [_band(run, sheet, tokens) for run in (*runs, *alone)]
    parts += [_bridge(before[-1], after[0], sheet, tokens) for before, after in pairwise(runs)]
    parts += [_line(run, sheet, tokens) for run in runs if len(run) > 1]
    if target is not None:
        parts += _target(target, sheet, language, tokens)
    named = zip(places, series.months, strict=True)
    parts += [_dot(place, name, sheet, language, tokens) for place, name in named if place is not None]
    if counts:
        parts += [_count(place, sheet, language, tokens) for place in places if place is not None]
    if runs:
        told = [place for run in runs for place in run]
        steady = [place for place in told if place[1].n >= FEW]
        parts.append(_last((steady or told)[-1], sheet, language, tokens))
    description = _description(series, language)
    return picture(parts, title=title, description=description, width=width, height=height, tokens=tokens)


def _steady(series: Series) -> list[Estimate | Suppressed]:
    """The months that decide what stretch is shown: one answer at the end of the scale would flatten all others."""
    known = [one for one in series.estimates if isinstance(one, Estimate) and one.value is not None]
    return [one for one in known if one.n >= FEW] or list(series.estimates)


def _hidden(series: Series, sheet: _Sheet, language: str, tokens: Tokens) -> list[str]:
    """Neighbouring hidden months as one hatched stretch, each with its reason when pointed at."""
    parts, at = [], 0
    while at < len(series.estimates):
        one, start = series.estimates[at], at
        while at < len(series.estimates) and series.estimates[at] == one and isinstance(one, Suppressed):
            at += 1
        if isinstance(one, Suppressed):
            parts.append(_veil(words.hidden(one, language), words.say("hidden", language), (start, at), sheet, tokens))
        at = max(at, start + 1)
    return parts


def _veil(reason: str, short: str, stretch: tuple[int, int], sheet: _Sheet, tokens: Tokens) -> str:
    start, end = stretch
    x, wide = sheet.x(start) - sheet.step / 2, sheet.step * (end - start)
    drawn = hatch((x + 1, sheet.top, wide - 2, sheet.bottom - sheet.top), tokens, step=8)
    said = next((one for one in (reason, short) if letters.width(one, tokens.size - 1) + 12 <= wide - 6), "")
    if said:
        room = letters.width(said, tokens.size - 1) + 12
        middle, y = x + wide / 2, (sheet.top + sheet.bottom) / 2
        drawn += tag("rect", x=middle - room / 2, y=y - 11, width=room, height=20, fill=tokens.paper)
        drawn += text(said, middle, y + 3, tokens, text_anchor="middle", font_size=tokens.size - 1, fill=tokens.quiet)
    return hover(reason, drawn)
