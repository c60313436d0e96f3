"""Files that the person names, written off the event loop by who calls."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path

from bedrock_tui.core.plain import one_line
from bedrock_tui.errors import FileError

_MOST = 100
"""Names that are tried for one second."""


class TakenError(FileError):
    """There is a file of that name already."""


def proposed() -> tuple[Path, str]:
    """Return the current folder, and a name for a file there that is not taken yet,
    without its end."""
    try:
        folder = Path.cwd()
    except OSError:  # it was removed
        folder = Path.home()
    name = f"comparison-{datetime.now().astimezone():%Y%m%d-%H%M%S}"
    names = (name, *(f"{name}-{number}" for number in range(2, _MOST)))
    free = (each for each in names if not any(folder.glob(f"{each}.*")))
    return folder, next(free, name)


def place(text: str, folder: Path) -> Path:
    """Return the file that a text names: `~` is the home, the rest is in `folder`.

    Raises FileError for a text that names none.
    """
    text = text.strip()
    if not text or "\0" in text:
        raise FileError("This names no file.")
    if text.endswith(("/", os.sep)) or Path(text).name in ("", "..", "~"):
        raise FileError(f"{one_line(text)} is a folder.", hint="Name a file in it.")
    try:
        return folder / Path(text).expanduser()
    except RuntimeError as error:
        raise FileError(f"Nobody's home is {one_line(text)}.") from error


def check(path: Path) -> None:
    """Raise FileError where no file can be written; writes nothing itself."""
    name, folder = one_line(str(path)), one_line(str(path.parent))
    try:
        if path.is_dir():
            raise FileError(f"{name} is a folder.", hint="Name a file in it.")
        if not path.parent.is_dir():
            raise FileError(f"There is no folder {folder}.", hint="Make it first.")
        if path.exists():
            if not os.access(path, os.W_OK):
                raise FileError(f"{name} must not be written.")
        elif not os.access(path.parent, os.W_OK | os.X_OK):
            raise FileError(f"Nothing can be written in {folder}.")
    except OSError as error:
        raise _told(path, error) from error


def write(path: Path, text: str, *, replace: bool) -> int:
    """Write a text and return its bytes.

    Raises TakenError where there is such a file and `replace` is false, FileError where
    it cannot be written.
    """
    check(path)
    data = text.encode("utf-8", "replace")
    try:
        with path.open("wb" if replace else "xb") as file:
            file.write(data)
    except FileExistsError as error:
        raise TakenError(f"There is a file {one_line(path.name)} already.") from error
    except OSError as error:
        raise _told(path, error) from error
    return len(data)


def _told(path: Path, error: OSError) -> FileError:
    why = error.strerror or type(error).__name__
    return FileError(f"{one_line(str(path))} could not be written: {why}.")
