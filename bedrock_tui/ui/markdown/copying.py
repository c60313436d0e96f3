"""Turns lines on the screen back into text worth pasting."""

from __future__ import annotations

from collections.abc import Sequence

from textual.selection import Selection

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
