"""What people write into `settings.toml`.

    default_model = "sonnet@eu-west-1"
    max_retries = 5
    rate_limit_per_minute = 120

    [models]
    scan_hours = 12
    favourite_regions = ["eu-central-1", "us-east-1"]

    [aliases]
    fast = "us.amazon.nova-lite-v1:0@us-east-1"

    [lanes]
    daily = ["fast", "sonnet", "sonnet@eu-west-1"]

`FIELDS` is the one place that knows what may stand there. What is wrong with the file
is told with its line, and only the entries concerned are left out. All text that is
taken is one line that can be shown: it has no control characters.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Generic, TypeVar

from bedrock_tui.core.target import may_be_region
from bedrock_tui.core.tomllines import Where, lines_of

T = TypeVar("T")

MOST_HOURS = 1_000_000
MOST_LANES = 8
"""Targets of one set: as many as a comparison has lanes."""
_LONGEST = 60
"""Characters of a key or a value that are told of what is wrong."""
_FEW = 3
"""Items of a list that are told of what is wrong."""
_HUGE = 10**15
"""Python refuses to write numbers of thousands of digits."""


@dataclass(frozen=True, slots=True)
class Field(Generic[T]):
    """One thing that the file may say."""

    key: str
    """Its name, after that of its table: `models.scan_hours`."""
    must: str
    """What it must be: "must be …"."""
    read: Callable[[object], T | None]
    """Makes it of what the file has; None where that is not what it must be."""
    default: T
    help: str
    """What it is for, in one sentence."""
    item: Callable[[object], object | None] | None = None
    """Reads one item of it, if it is a list; None where that is not what it must be."""


@dataclass(frozen=True, slots=True)
class Table(Generic[T]):
    """Entries of one kind under names that people choose; none if left out."""

    key: str
    """The name of the table."""
    must: str
    """What each entry must be."""
    read: Callable[[object], T | None]
    """Makes an entry of what the file has; None where that is not what it must be."""
    name_must: str
    """What each name must be."""
    name_flaw: Callable[[str], str]
    """Returns what a name is or has that it must not; nothing if it is all right."""
    help: str
    """What it is for, in one sentence."""
    item: Callable[[object], object | None] | None = None
    """Reads one item of an entry, as that of a field."""
    strays: Callable[[Mapping[str, T]], Mapping[str, str]] = lambda entries: {}
    """Returns what entries are that they must not be, given all the others."""


def _text(value: object) -> str | None:
    """A text to show on one line: no control characters, none that turn it round."""
    text = value.strip() if isinstance(value, str) else ""
    return text if text and text.isprintable() else None


def _target(value: object) -> str | None:
    text = _text(value)
    if text is None or len(text.split()) > 1:
        return None
    name, at, region = text.partition("@")
    return text if name and bool(at) == bool(region) and "@" not in region else None


def _targets(value: object) -> tuple[str, ...] | None:
    listed = value if isinstance(value, list) else []
    found = tuple(text for each in listed if (text := _target(each)) is not None)
    whole = len(found) == len(listed) and 1 <= len(found) <= MOST_LANES
    return found if whole else None


def _count(value: object) -> int | None:
    whole = isinstance(value, int) and not isinstance(value, bool)
    return value if whole and isinstance(value, int) and value >= 0 else None


def _hours(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value) if 0 < value <= MOST_HOURS else None  # nan is neither


def _regions(value: object) -> tuple[str, ...] | None:
    """Names of regions, each once, without what is none."""
    listed = value if isinstance(value, list) else [None]
    names = tuple(dict.fromkeys(filter(None, map(_region, listed))))
    return names if names or not listed else None


def _region(value: object) -> str | None:
    name = _text(value)
    return name if name is not None and may_be_region(name) else None


def _alias_flaw(name: str) -> str:
    barred = {" ": "has a blank", "@": "has an @"}
    return _name_flaw(name) or next((barred[c] for c in barred if c in name), "")


def _name_flaw(name: str) -> str:
    if not name.strip():
        return "is empty"
    if hidden := next((each for each in name if not each.isprintable()), ""):
        return f"has U+{ord(hidden):04X}, which cannot be shown"
    return "begins or ends with a blank" if name != name.strip() else ""


def _aliases_of_aliases(entries: Mapping[str, str]) -> Mapping[str, str]:
    """Those that stand for another alias, or go round: aliases are read once."""
    meant = {name: target.partition("@")[0] for name, target in entries.items()}
    return {
        name: f"an alias, as {_shown(other)} is"
        for name, other in meant.items()
        if other in entries and not _is_model(other)
    }


def _is_model(name: str) -> bool:
    from bedrock_tui.core.modelkeys import resolve  # start-up time

    return "." in name or resolve(name).known


DEFAULT_MODEL: Field[str] = Field(
    "default_model",
    "a target: ID, ID@REGION, an alias or a short name",
    _target,
    "",
    "The target when none is named, as -t takes it.",
)
MAX_RETRIES: Field[int] = Field(
    "max_retries",
    "a whole number from 0",
    _count,
    3,
    "How often a throttled or failed attempt is repeated, before the first token.",
)
RATE_LIMIT: Field[int] = Field(
    "rate_limit_per_minute",
    "a whole number from 0",
    _count,
    60,
    "How many requests go within a minute, of all lanes together; 0 sets no limit.",
)
SCAN_HOURS: Field[float] = Field(
    "models.scan_hours",
    f"a number of hours above 0, {MOST_HOURS:,} at most",
    _hours,
    24.0,
    "After how many hours the list of a region's models is asked for again.",
)
FAVOURITE_REGIONS: Field[tuple[str, ...]] = Field(
    "models.favourite_regions",
    "a list of regions' names",
    _regions,
    (),
    "Regions that come first where one is chosen.",
    _region,
)
ALIASES: Table[str] = Table(
    "aliases",
    "a target: ID, ID@REGION or a short name",
    _target,
    "without white space, @ and control characters",
    _alias_flaw,
    "Names of your own, for use wherever a target can be named.",
    strays=_aliases_of_aliases,
)
LANES: Table[tuple[str, ...]] = Table(
    "lanes",
    f"a list of 1 to {MOST_LANES} targets",
    _targets,
    "text on one line",
    _name_flaw,
    "Sets of lanes: targets to open together.",
    _target,
)

FIELDS: tuple[Field[Any] | Table[Any], ...] = (
    DEFAULT_MODEL,
    MAX_RETRIES,
    RATE_LIMIT,
    SCAN_HOURS,
    FAVOURITE_REGIONS,
    ALIASES,
    LANES,
)

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
        return f"must be {known.must}, not {_shown(value)}"
    told = [f"item {number} is {_shown(item)}" for number, item in odd[:_FEW]]
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


def _shown(value: object) -> str:
    """A value in few words that are safe to show."""
    match value:
        case str() if len(value) > _LONGEST:
            return f"{value[:_LONGEST]!r}…"
        case str():
            return repr(value)
        case bool():
            return str(value).lower()
        case int() if abs(value) >= _HUGE:
            return "so large a number"
        case int() | float():
            return str(value)
        case list():
            return f"a list of {len(value)}"
        case dict():
            return "a table"
    return "a date or a time"
