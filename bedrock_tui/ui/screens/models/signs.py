"""The signs of the Models screen: one for each meaning, told apart without colour."""

from __future__ import annotations

from collections.abc import Mapping

from bedrock_tui.core.permissions import Verdict
from bedrock_tui.core.reach import Reach
from bedrock_tui.ui.screens.models.standing import Standing
from bedrock_tui.ui.widgets.columns import Cell

REACH: Mapping[Reach, Cell] = {
    Reach.ON_DEMAND: Cell("●", "good"),
    Reach.GEO: Cell("◆", "good"),
    Reach.GLOBAL: Cell("○", "accent"),
    Reach.OTHER: Cell("◇", "accent"),
    Reach.LEGACY: Cell("▼", "warn"),
    Reach.MANTLE: Cell("▫", "dim"),
    Reach.LISTED: Cell("-", "dim"),
    Reach.NONE: Cell("·", "dim"),
    Reach.CLOSED: Cell("×", "bad"),
    Reach.UNKNOWN: Cell("?", "dim"),
}

LETTERS: Mapping[Reach, Cell] = {
    reach: Cell(letter, REACH[reach].role)
    for reach, letter in {
        Reach.ON_DEMAND: "D",
        Reach.GEO: "G",
        Reach.GLOBAL: "W",
        Reach.OTHER: "O",
        Reach.LEGACY: "L",
        Reach.MANTLE: "M",
        Reach.LISTED: "-",
        Reach.NONE: ".",
        Reach.CLOSED: "x",
        Reach.UNKNOWN: "?",
    }.items()
}
"""The same for terminals that know letters only."""

MEANING: Mapping[Reach, str] = {
    Reach.ON_DEMAND: "on demand",
    Reach.GEO: "geo",
    Reach.GLOBAL: "global only",
    Reach.LEGACY: "legacy",
    Reach.MANTLE: "mantle only",
    Reach.OTHER: "own",
    Reach.LISTED: "listed",
    Reach.CLOSED: "closed",
    Reach.UNKNOWN: "unknown",
    Reach.NONE: "none",
}
"""The legend, what is looked for most first."""

VERDICTS: Mapping[Verdict, Cell] = {
    Verdict.YES: Cell("✓", "good"),
    Verdict.NO: Cell("✗", "bad"),
    Verdict.UNKNOWN: Cell("?", "warn"),
}

STANDINGS: Mapping[Standing, str] = {Standing.PUBLIC: "~", Standing.FAILED: "!"}
"""Stands beside the number of a region that did not say itself what is shown."""

STANDING_MEANING: Mapping[Standing, str] = {
    Standing.PUBLIC: "public list",
    Standing.FAILED: "asked in vain",
}

MARK = "•"
FAVOURITE = "★"


def glyphs(*, letters: bool) -> Mapping[Reach, Cell]:
    """Return the signs of the matrix, as letters for terminals without others."""
    return LETTERS if letters else REACH


def before(*, marked: bool, favourite: bool) -> Cell:
    """Return what stands before a model's name."""
    text = f"{MARK if marked else ' '}{FAVOURITE if favourite else ' '}"
    return Cell(text, "accent")
