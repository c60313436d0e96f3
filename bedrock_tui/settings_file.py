"""What people write into `settings.toml`.

    default_model = "sonnet@eu-west-1"
    max_retries = 5
    rate_limit_per_minute = 120

    [models]
    scan_hours = 12
    favourite_regions = ["eu-central-1", "us-east-1"]

    [compare]
    criteria = ["ttft < 1s", "cost < 0.01"]
    confirm_above_usd = 0.25
    confirm_above_lanes = 6

    [aliases]
    fast = "us.amazon.nova-lite-v1:0@us-east-1"

    [lanes]
    daily = ["fast", "sonnet", "sonnet@eu-west-1"]

What is wrong with the file is told with its line, and only the entries concerned are
left out. `settings_fields` knows what may stand there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from bedrock_tui.core.tomllines import Where, lines_of
from bedrock_tui.settings_fields import FIELDS, Field, Table, shown

T = TypeVar("T")

_LONGEST = 60
"""Characters of a key that are told of what is wrong."""
_FEW = 3
"""Items of a list that are told of what is wrong."""

_KNOWN: dict[Where, Field[Any] | Table[Any]] = {
    tuple(each.key.split(".")): each for each in FIELDS
}
_SECTIONS = {where[:-1] for where in _KNOWN if len(where) > 1}
_DEEPEST = max(map(len, _KNOWN)) + 1
"""Keys that lead to the deepest value that is looked at: a table's entry."""


@dataclass(frozen=True, slots=True)
class SettingsFile:
    """What the file says; nothing, if there is none."""

    values: Mapping[str, Any] = field(default_factory=dict)
    """By the key of the field, of those that were said."""
    problems: tuple[str, ...] = ()
    """What is wrong with the file, each with path, line and key."""

    def get(self, wanted: Field[T]) -> T:
        """Return what the file says, else the default."""
        value: T = self.values.get(wanted.key, wanted.default)
        return value

    def entries(self, table: Table[T]) -> Mapping[str, T]:
        """Return the entries of a table by their names, in the file's order."""
        entries: Mapping[str, T] = self.values.get(table.key, {})
        return entries


def read(path: Path) -> SettingsFile:
    """Read the file; never raises for what is in it. A missing one says nothing."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return SettingsFile()
    except OSError as error:
        why = error.strerror or type(error).__name__
        return SettingsFile(problems=(f"{path}: cannot be read: {why}",))
    except ValueError:
        return SettingsFile(problems=(f"{path}: is not text in UTF-8",))

    import tomllib  # start-up time

    try:
        document = tomllib.loads(f"{text}\n")  # only what has an end has a line
    except (ValueError, RecursionError) as error:
        nested = isinstance(error, RecursionError)
        why = "is nested too deeply" if nested else str(error)  # tells line and column
        return SettingsFile(problems=(f"{path}: {why}",))
    reading = _Reading()
    reading.section(document)
    if not reading.problems:
        return SettingsFile(reading.values)
    lines = lines_of(text, _DEEPEST)
    placed = sorted((lines.get(where, 1), *p) for where, *p in reading.problems)
    told = (f"{path}: line {line}: {key}: {words}" for line, key, words in placed)
    return SettingsFile(reading.values, tuple(told))


class _Reading:
    """Takes what is right, and notes what is not."""

    def __init__(self) -> None:
        self.values: dict[str, Any] = {}
        self.problems: list[tuple[Where, str, str]] = []
        """Where it is, the key as it is told, and what is wrong with it."""

    def section(self, entries: Mapping[str, object], above: Where = ()) -> None:
        """Read the document, or a table whose keys are known."""
        for name, value in entries.items():
            where = (*above, name)
            known = _KNOWN.get(where)
            if isinstance(known, Field):
                self._field(known, where, value)
            elif isinstance(known, Table):
                self._table(known, where, value)
            elif where not in _SECTIONS:
                self._wrong(where, _unknown(where))
            elif isinstance(value, dict):
                self.section(value, where)
            else:
                self._wrong(where, f"must be a table: [{name}]")

    def _field(self, known: Field[Any], where: Where, value: object) -> None:
        taken = known.read(value)
        if taken is not None:
            self.values[known.key] = taken
        for words in known.complain(value) if taken is not None else ():
            self._wrong(where, words)
        if taken is None or _odd_items(known, value):
            self._wrong(where, _flaw(known, value))

    def _table(self, table: Table[Any], where: Where, value: object) -> None:
        if not isinstance(value, dict):
            self._wrong(where, f"must be a table: [{table.key}]")
            return
        taken = {}
        for name, entry in value.items():
            read = table.read(entry)
            if flaw := table.name_flaw(name):
                words = f"a name must be {table.name_must}; this one {flaw}"
                self._wrong((*where, name), words)
            elif read is None:
                self._wrong((*where, name), _flaw(table, entry))
            else:
                taken[name] = read
        for name, words in table.strays(taken).items():
            self._wrong((*where, name), f"must be {table.must}, not {words}")
            del taken[name]
        self.values[table.key] = taken

    def _wrong(self, where: Where, words: str) -> None:
        self.problems.append((where, ".".join(map(_key, where)), words))


def _flaw(known: Field[Any] | Table[Any], value: object) -> str:
    """Say what a value must be and is not, by its items if it is a list of them."""
    odd = _odd_items(known, value)
    if not odd:
        return f"must be {known.must}, not {shown(value)}"
    told = [f"item {number} is {shown(item)}" for number, item in odd[:_FEW]]
    more = ", …" if len(odd) > _FEW else ""
    return f"must be {known.must}, but {', '.join(told)}{more}"


def _odd_items(
    known: Field[Any] | Table[Any], value: object
) -> list[tuple[int, object]]:
    """Return the items of a list that are not what they must be, with their places."""
    if known.item is None or not isinstance(value, list):
        return []
    return [(n, item) for n, item in enumerate(value, 1) if known.item(item) is None]


def _unknown(where: Where) -> str:
    from difflib import get_close_matches  # start-up time

    known = [".".join(each) for each in (*_SECTIONS, *_KNOWN)]
    near = get_close_matches(".".join(where)[:_LONGEST], known, n=1)
    if near:
        return f"not known; did you mean {near[0]}?"
    return f"not known; the keys are {', '.join(each.key for each in FIELDS)}"


def _key(name: str) -> str:
    short = name if len(name) <= _LONGEST else f"{name[:_LONGEST]}…"
    return short if short.isprintable() and short else repr(short)
