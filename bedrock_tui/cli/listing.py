"""Calls as a table of text: a line a call, numbers under numbers."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Sequence
from unicodedata import category, east_asian_width

from bedrock_tui.cli.session import one_line
from bedrock_tui.core.call import Call
from bedrock_tui.core.numbers import count, rate, seconds

_HEADS = ("when", "status", "first", "total", "tok/s", "out", "target")
_RIGHT = {2, 3, 4, 5}
"""The columns of numbers."""
_WIDEST = 60
"""A target longer than this, such as an ARN, does not widen its column."""
_PROMPT = 60
"""Cells of a prompt where no terminal says how many there are."""
_LEAST = 12
"""Cells that a prompt has at least: a narrow terminal wraps the line."""


def listing(calls: Sequence[Call], width: int | None = None) -> list[str]:
    """Return a header and a line for each call, cut to a terminal's `width`."""
    rows = [_HEADS, *map(_columns, calls)]
    widths = [
        min(_WIDEST, max(map(cells, column))) for column in zip(*rows, strict=True)
    ]
    lines = [_aligned(row, widths) for row in rows]
    tails = ["prompt", *(_tail(call, width is None) for call in calls)]
    return [
        f"{line}  {tail if width is None else _fit(tail, width - cells(line) - 2)}"
        for line, tail in zip(lines, tails, strict=True)
    ]


def terminal_width() -> int | None:
    """Return the terminal's width; None where standard output is something else."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else None


def cells(text: str) -> int:
    """Return how many columns of a terminal a text takes, as terminals count."""
    return sum(map(_cell, text))


def cut(text: str, most: int) -> str:
    """Return the text with `…` for what is beyond so many cells."""
    if cells(text) <= most:
        return text
    used = 1
    for index, letter in enumerate(text):
        used += _cell(letter)
        if used > most:
            return f"{text[:index].rstrip()}…"
    return text


def _cell(letter: str) -> int:
    if category(letter) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if east_asian_width(letter) in ("W", "F") else 1


def _columns(call: Call) -> tuple[str, ...]:
    return (
        call.started_at.astimezone().strftime("%Y-%m-%d %H:%M"),
        str(call.status),
        seconds(call.metrics.ttft_ms),
        seconds(call.metrics.latency_ms),
        rate(call.metrics.tokens_per_second),
        count(call.usage.output_tokens),
        one_line(str(call.target)),
    )


def _aligned(row: Sequence[str], widths: Sequence[int]) -> str:
    padded = []
    for index, (text, width) in enumerate(zip(row, widths, strict=True)):
        gap = " " * (width - cells(text))
        padded.append(gap + text if index in _RIGHT else text + gap)
    return "  ".join(padded)


def _tail(call: Call, short: bool) -> str:
    prompt = one_line(call.prompt)
    title = f"({call.failure.title}) " if call.failure else ""
    return title + (cut(prompt, _PROMPT) if short else prompt)


def _fit(tail: str, room: int) -> str:
    return cut(tail, max(room, _LEAST))
