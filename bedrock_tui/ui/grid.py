"""How many lanes stand side by side and above each other."""

from __future__ import annotations

NARROW = 100
"""Below this many columns lanes become tabs: one is shown at a time."""
LEAST_WIDTH = 38
LEAST_HEIGHT = 8


def plan(width: int, height: int, lanes: int) -> tuple[int, int]:
    """Return `(columns, rows)` for a number of lanes in a space of cells.

    Shows as many lanes as stay readable, then leaves the fewest holes, then prefers
    lanes side by side. What does not fit is reached through the strip of lanes.
    """
    if width < NARROW or lanes <= 1:
        return 1, 1
    best = (1, 1)
    best_score = (0, 0, 0)
    for columns in range(1, max(1, min(lanes, width // LEAST_WIDTH)) + 1):
        rows_needed = -(-lanes // columns)
        rows = max(1, min(rows_needed, height // LEAST_HEIGHT))
        shown = min(lanes, columns * rows)
        score = (shown, shown - columns * rows, columns)
        if score > best_score:
            best, best_score = (columns, rows), score
    return best
