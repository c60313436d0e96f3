"""What two sequences have in common, in the same order.

One bit stands for each place of one sequence, so that the worst case is as quick as any
other: two times 4,000 items take milliseconds.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence

MOST_CELLS = 200_000_000
"""The largest product of two lengths that are aligned, 25 MB of bits: 14,000 words
against 14,000. What is longer is taken to have nothing in common."""


def common(a: Sequence[Hashable], b: Sequence[Hashable]) -> list[tuple[int, int]]:
    """Return the places of a longest common subsequence, in order.

    What is alike at both ends is set aside; if the rest is too large, none of it is.
    """
    most = min(len(a), len(b))
    head = next((n for n in range(most) if a[n] != b[n]), most)
    most -= head
    tail = next((n for n in range(most) if a[-1 - n] != b[-1 - n]), most)
    middle = _longest(a[head : len(a) - tail], b[head : len(b) - tail])
    return [
        *((n, n) for n in range(head)),
        *((i + head, j + head) for i, j in middle),
        *((len(a) - n, len(b) - n) for n in range(tail, 0, -1)),
    ]


def _longest(a: Sequence[Hashable], b: Sequence[Hashable]) -> list[tuple[int, int]]:
    """Return the same for texts that differ at both ends.

    Row i has a zero at each j where the common subsequence of the first i of `a` and
    the first j + 1 of `b` is longer than with the first j (Hyyrö, "Bit-parallel LCS-
    length computation revisited", 2004).
    """
    if not a or not b or len(a) * len(b) > MOST_CELLS:
        return []
    places: dict[Hashable, int] = {}
    for j, item in enumerate(b):
        places[item] = places.get(item, 0) | 1 << j
    full = (1 << len(b)) - 1
    row, rows = full, []
    for item in a:
        there = row & places.get(item, 0)
        row = ((row + there) | (row - there)) & full
        rows.append(row)
    return _walk_back(rows, len(b))


def _walk_back(rows: list[int], j: int) -> list[tuple[int, int]]:
    found = []
    i = len(rows)
    while i and j:
        if rows[i - 1] >> (j - 1) & 1:
            j -= 1
            continue
        i -= 1
        if i == 0 or rows[i - 1] >> (j - 1) & 1:
            j -= 1
            found.append((i, j))
    return found[::-1]


def heaviest(weights: Mapping[tuple[int, int], int]) -> list[tuple[int, int]]:
    """Return those of the pairs, which rise, that rise strictly and weigh most."""
    pairs = list(weights)
    best: list[tuple[int, int]] = [(0, -1)]
    """The greatest weight of the first pairs, and the last pair that is in it."""
    before: list[int] = []
    first = 0
    for n, (i, j) in enumerate(pairs):
        while pairs[first][0] < i and pairs[first][1] < j:
            first += 1
        before.append(first)
        with_it = best[first][0] + weights[i, j]
        best.append(max(best[n], (with_it, n), key=lambda each: each[0]))
    chosen, end = [], len(pairs)
    while (last := best[end][1]) >= 0:
        chosen.append(pairs[last])
        end = before[last]
    return chosen[::-1]
