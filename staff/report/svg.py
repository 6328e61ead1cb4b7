"""Charts as inline SVG. Colours are the page's CSS, so that dark and print are decided in one place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import ceil, log10

from markupsafe import Markup

from chalicelib.call.wording import number

from .charts import Chart

WIDTH, HEIGHT, LEFT, BOTTOM, TOP = 960, 280, 56, 48, 14
# As wide as the longest name of a span is written, in units of the drawing.
SPAN = 190


def bar(value: int, most: int) -> Markup:
    """One horizontal bar; its number stands beside it as text."""
    length = round(100 * value / most, 2) if most else 0
    return Markup(
        '<svg class="bar" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true" focusable="false">'
        '<rect class="fill" width="{}" height="10" rx="0.6"/></svg>'
    ).format(length)


def columns(chart: Chart, label: str) -> Markup:
    """Columns along time with a scale of round numbers."""
    top, step = scale(chart.most)
    room = (WIDTH - LEFT) / max(len(chart.bars), 1)
    parts = [_line(level, top) for level in range(0, top + 1, step)]
    parts += [_column(index, bar.value, top, room, bar.label) for index, bar in enumerate(chart.bars)]
    parts += [_under(index, bar.short, room) for index, bar in enumerate(chart.bars)]
    parts += [_span(index, name, room) for index, name in spans([bar.span for bar in chart.bars], room)]
    head = Markup('<svg class="columns" viewBox="0 0 {} {}" role="img" aria-label="{}">').format(WIDTH, HEIGHT, label)
    return head + Markup("").join(parts) + Markup("</svg>")


def scale(most: int) -> tuple[int, int]:
    """The top of the scale and its step: four or five lines of 1, 2 or 5 times a power of ten."""
    if most <= 5:
        return max(most, 1), 1
    power = 10 ** int(log10(most / 5))
    step = next(power * factor for factor in (1, 2, 5, 10) if most / (power * factor) <= 5)
    return ceil(most / step) * step, step


def _y(value: float, top: int) -> float:
    return round(HEIGHT - BOTTOM - (HEIGHT - BOTTOM - TOP) * value / top, 1)


def _line(level: int, top: int) -> Markup:
    return Markup(
        '<line class="grid" x1="{0}" x2="{1}" y1="{2}" y2="{2}"/><text class="scale" x="{3}" y="{4}">{5}</text>'
    ).format(LEFT, WIDTH, _y(level, top), LEFT - 8, _y(level, top) + 4, number(level))


def _column(place: int, value: int, top: int, room: float, label: str) -> Markup:
    x, width = LEFT + place * room + room * 0.12, room * 0.76
    return Markup(
        '<rect class="fill" x="{:.1f}" y="{}" width="{:.1f}" height="{:.1f}"><title>{}: {}</title></rect>'
    ).format(x, _y(value, top), width, HEIGHT - BOTTOM - _y(value, top), label, value)


def _under(place: int, short: str, room: float) -> Markup:
    x = LEFT + (place + 0.5) * room
    return Markup('<text class="under" x="{:.1f}" y="{}">{}</text>').format(x, HEIGHT - BOTTOM + 20, short)


def spans(names: Sequence[str], room: float) -> Iterator[tuple[int, str]]:
    """Where each name begins; of neighbours too narrow for their names only the wider is told."""
    begins = [begin for begin, name in enumerate(names) if name and (not begin or names[begin - 1] != name)]
    widths = [(end - begin) * room for begin, end in pairwise([*begins, len(names)])]
    for begin, width in zip(begins, widths, strict=True):
        if width >= SPAN or width == max(widths):
            yield begin, names[begin]


def _span(place: int, name: str, room: float) -> Markup:
    return Markup('<text class="span" x="{:.1f}" y="{}">{}</text>').format(LEFT + place * room, HEIGHT - 6, name)
