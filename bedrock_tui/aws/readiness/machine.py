"""Checks of this computer and of this program's own settings."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from bedrock_tui.aws.readiness.finding import (
    Finding,
    failed,
    passed,
    skipped,
    unknown,
    warned,
)
from bedrock_tui.aws.readiness.situation import Situation

LITTLE = 200
"""Megabytes of free space below which there is a warning."""
TOO_LITTLE = 20
"""Megabytes below which the history may not be written."""


def configuration(situation: Situation) -> Finding:
    """Check that the program's own settings are understood."""
    file, problems = situation.settings.file, situation.settings.problems
    if problems:
        return warned(
            " ".join(problems),
            "Mend the lines that are named; without them the defaults hold.",
            str(file),
        )
    if file is None or not file.exists():
        return skipped(f"There is no {file or 'settings.toml'}: the defaults hold.")
    return passed(f"{file} is understood.", str(file))


def history(situation: Situation) -> Finding:
    """Check that calls can be written down."""
    file, error = situation.history.file, situation.history.error
    if error is not None:
        detail = " ".join(part for part in (error.title, error.message) if part)
        return failed(detail, error.hint, str(file) if file else "")
    if file is None:
        return skipped("The history is switched off.")
    place = file if file.exists() else _folder(file)
    if os.access(place, os.W_OK):
        return passed(f"Kept in {file}", str(place))
    return failed(
        f"{place} cannot be written.", "Choose another file: --db", str(place)
    )


def disk(situation: Situation) -> Finding:
    """Check that there is room for more history."""
    file = situation.history.file
    if file is None:
        return skipped("The history is switched off.")
    folder = _folder(file)
    try:
        free = shutil.disk_usage(folder).free // 1_000_000
    except OSError as error:
        return unknown(f"{folder} cannot be looked at: {error.strerror}.")
    detail = f"{free:,} MB are free at {folder}."
    if free >= LITTLE:
        return passed(detail, str(folder))
    remedy = "Make room, or keep the history elsewhere: --db"
    return (warned if free >= TOO_LITTLE else failed)(detail, remedy, str(folder))


def _folder(file: Path) -> Path:
    """Return the file's folder, or the nearest one above it that is there."""
    return next((each for each in file.parents if each.is_dir()), Path())
