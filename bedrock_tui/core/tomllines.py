"""On which line of a TOML text its keys stand, which its reader does not tell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

Where = tuple[str, ...]
"""The keys that lead to a value: `("models", "scan_hours")`."""


def lines_of(text: str, deepest: int) -> dict[Where, int]:
    """Return the line on which each key is first named, in a text that is TOML.

    Of tables in tables no more than the `deepest` are looked at. A statement ends with
    the first line with which it is TOML of its own.
    """
    lines = text.replace("\r\n", "\n").split("\n")
    found: dict[Where, int] = {}
    section: Where = ()
    start = 0
    while start < len(lines):
        end = start + 1
        while (statement := _parsed(lines[start:end])) is None and end < len(lines):
            end += 1
        keys = list(_keys(statement or {}, deepest))
        header = lines[start].lstrip().startswith("[")
        if not header:
            keys = [(*section, *each) for each in keys]
        elif keys:
            section = keys[-1]
        for each in keys:
            found.setdefault(each, start + 1)
        start = end
    return found


def _parsed(lines: list[str]) -> dict[str, Any] | None:
    import tomllib  # start-up time

    try:
        return tomllib.loads("\n".join(lines))
    except (ValueError, RecursionError):
        return None


def _keys(table: Mapping[str, object], deepest: int) -> Iterator[Where]:
    """The keys in a table, each after the one that leads to it."""
    for name, value in table.items():
        yield (name,)
        if isinstance(value, dict) and deepest > 1:
            yield from ((name, *keys) for keys in _keys(value, deepest - 1))
