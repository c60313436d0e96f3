"""Breaks text into rows that fit, by cells and never inside one character."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from rich.cells import cell_len, split_graphemes

from bedrock_tui.ui.markdown.spans import Span, Spans

Row = tuple[Spans, str | None]
"""The spans of a row and what joins it to the row before (see `Line.join`)."""

_NEVER_FIRST = frozenset("、。，．！？：；）」』】》〉〕”’％…・ー々")


def wrap(spans: Spans, width: int) -> list[Row]:
    """Wrap at spaces (and between wide characters); break a word only if it must be."""
    rows: list[Row] = []
    line: list[Span] = []
    for span in (*spans, Span("\n")):
        if span.text != "\n":
            line.append(span)
            continue
        rows += _wrap_line(tuple(line), width)
        line = []
    return rows


def fold(spans: Spans, width: int) -> list[Row]:
    """Break where the width ends, as code wants it: every space counts."""
    text = "".join(span.text for span in spans)
    if text.isascii() and len(text) <= width:
        return [(spans, None)]
    places = [0]
    while places[-1] < len(text):
        places.append(_fitting(text, places[-1], width)[0])
    cuts = [*pairwise(places)] or [(0, 0)]
    pieces = _slices(spans, cuts)
    return [(piece, "" if n else None) for n, piece in enumerate(pieces)]


def cells(spans: Spans) -> int:
    """Return the width of the spans, measured as the screen does: one by one."""
    return sum(cell_len(span.text) for span in spans)


def _wrap_line(spans: Spans, width: int) -> list[Row]:
    text = "".join(span.text for span in spans)
    if len(text) <= width and text.isascii():
        return [(spans, None)]
    cuts: list[tuple[int, int]] = []
    joins: list[str | None] = []
    at, size, join = 0, len(text), None
    while at < size or not cuts:
        end, resume = _break(text, at, width)
        cuts.append((at, end))
        joins.append(join)
        join = " " if resume > end else ""
        at = resume
    return list(zip(_slices(spans, cuts), joins, strict=True))


def _break(text: str, at: int, width: int) -> tuple[int, int]:
    """Return where the row that begins at `at` ends and where the next one begins."""
    end, best = _fitting(text, at, width)
    if end >= len(text):
        return end, end
    if text[end] == " ":
        best = end
    elif (space := text.rfind(" ", at, end)) > at:
        best = max(best, space)
    if best <= at or not text[at:best].strip(" "):
        best = end
    resume = best
    while resume < len(text) and text[resume] == " ":
        resume += 1
    return best, resume


def _fitting(text: str, at: int, width: int) -> tuple[int, int]:
    """Return the end of what fits, and the last place between two wide characters."""
    piece = text[at : at + width + 1]
    if piece.isascii():
        return min(at + width, len(text)), at
    best = end = at
    room = width
    for start, stop, size in _characters(text[at : at + 4 * width + 64]):
        if size > room and end > at:
            break
        char = text[at + start]
        if size == 2 and end > at and char not in _NEVER_FIRST:
            best = end
        end = at + stop
        room -= size
    else:
        # Nothing but zero-width characters in sight can fill this row: cut it here.
        return end, best
    if text[end] not in _NEVER_FIRST and cell_len(text[end - 1]) == 2:
        best = end
    return end, best


def _characters(text: str) -> Iterator[tuple[int, int, int]]:
    """Yield start, end and cells of what a reader calls a character."""
    spans, _ = split_graphemes(text)
    waiting: tuple[int, int, int] | None = None
    for start, end, size in spans:
        flag = "\U0001f1e6" <= text[start] <= "\U0001f1ff"
        if waiting is not None and flag:
            yield waiting[0], end, waiting[2] + size
            waiting = None
            continue
        if waiting is not None:
            yield waiting
            waiting = None
        if flag:
            waiting = (start, end, size)
        else:
            yield start, end, size
    if waiting is not None:
        yield waiting


def _slices(spans: Spans, cuts: list[tuple[int, int]]) -> list[Spans]:
    """Cut the spans at ascending places in their joined text."""
    out: list[Spans] = []
    index, base = 0, 0
    for start, end in cuts:
        row: list[Span] = []
        while index < len(spans):
            text, roles = spans[index]
            piece = text[max(0, start - base) : end - base]
            if piece:
                row.append(Span(piece, roles))
            if base + len(text) > end:
                break
            base += len(text)
            index += 1
        out.append(tuple(row))
    return out
