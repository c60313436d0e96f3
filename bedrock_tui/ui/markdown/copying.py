"""Selected text: how it looks, and how it reads when it is pasted elsewhere."""

from __future__ import annotations

from collections.abc import Sequence

from rich.segment import Segment
from rich.style import Style
from textual.selection import Selection
from textual.strip import Strip

from bedrock_tui.ui.markdown.spans import Line


def selected_text(lines: Sequence[Line], selection: Selection) -> str:
    """Return what is selected, without frames and padding, wrapped lines joined."""
    first, start = (selection.start.y, selection.start.x) if selection.start else (0, 0)
    last = selection.end.y if selection.end else len(lines) - 1
    out: list[str] = []
    for y in range(max(0, first), min(last, len(lines) - 1) + 1):
        line = lines[y]
        joined = line.join is not None and bool(out)
        text = line.strip.text
        begin = start if y == first else 0
        end = selection.end.x if selection.end and y == last else len(text)
        begin = max(begin, line.lead if joined else line.frame)
        if out:
            out.append(line.join or "" if joined else "\n")
        out.append(text[begin:end].rstrip())
    return "".join(out)


def marked(strip: Strip, start: int, end: int, style: Style) -> Strip:
    """Lay a style over the characters from `start` to `end` (-1: to the end)."""
    segments: list[Segment] = []
    at = 0
    for text, own, _ in strip:
        first = min(max(start - at, 0), len(text))
        last = len(text) if end == -1 else min(max(end - at, first), len(text))
        inside = (own or Style.null()) + style
        parts = ((text[:first], own), (text[first:last], inside), (text[last:], own))
        segments += [Segment(part, look) for part, look in parts if part]
        at += len(text)
    return Strip(segments, strip.cell_length)
