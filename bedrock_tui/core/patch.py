"""Two texts as a unified diff, the form that `patch` and reviewers read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate

from bedrock_tui.core.textdiff import Pieces, Row, compare

CONTEXT = 3
"""Lines around each change."""


def unified(left: str, right: str, left_name: str, right_name: str) -> str:
    """Return a unified diff of two texts; empty if they are the same.

    White space counts. A newline is taken to end the last line of each text.
    """
    changes = list(_changes(compare(left, right, ignore_space=False).rows))
    hunks = _hunks(changes)
    if not hunks:
        return ""
    before = [0, *accumulate(sign != "+" for sign, _ in changes)]
    after = [0, *accumulate(sign != "-" for sign, _ in changes)]
    out = [f"--- {left_name}", f"+++ {right_name}"]
    for start, end in hunks:
        old = _range(before[start], before[end])
        out.append(f"@@ -{old} +{_range(after[start], after[end])} @@")
        out += [sign + text for sign, text in changes[start:end]]
    return "\n".join(out) + "\n"


def _changes(rows: Sequence[Row]) -> Iterator[tuple[str, str]]:
    """Yield the lines with their signs, what is removed before what is added."""
    added: list[tuple[str, str]] = []
    for row in rows:
        if not row.differs:
            yield from added
            added = []
            yield " ", _text(row.left or ())
            continue
        if row.left is not None:
            yield "-", _text(row.left)
        if row.right is not None:
            added.append(("+", _text(row.right)))
    yield from added


def _text(pieces: Pieces) -> str:
    return "".join(piece.text for piece in pieces)


def _hunks(changes: Sequence[tuple[str, str]]) -> list[tuple[int, int]]:
    """Return where each group of changes begins and ends, its context included."""
    hunks: list[tuple[int, int]] = []
    for index, (sign, _) in enumerate(changes):
        if sign == " ":
            continue
        start, end = max(0, index - CONTEXT), min(len(changes), index + CONTEXT + 1)
        if hunks and start <= hunks[-1][1]:
            hunks[-1] = (hunks[-1][0], end)
        else:
            hunks.append((start, end))
    return hunks


def _range(start: int, end: int) -> str:
    """Return the lines from `start` to `end` as a unified diff counts them."""
    length = end - start
    if length == 1:
        return f"{start + 1}"
    return f"{start + 1 if length else start},{length}"
