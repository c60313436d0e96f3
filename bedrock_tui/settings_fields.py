"""What may stand in `settings.toml`, and what it must be.

`FIELDS` is the one place that knows. All text that is taken is one line that can be
shown: it has no control characters.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from bedrock_tui.core.target import may_be_region

if TYPE_CHECKING:
    from bedrock_tui.core.criteria import Criterion

    _Criteria = tuple[tuple[Criterion, ...], tuple[str, ...]]

T = TypeVar("T")

MOST_HOURS = 1_000_000
MOST_DOLLARS = 1_000_000
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
    complain: Callable[[object], tuple[str, ...]] = lambda value: ()
    """Tells what was left out of what it was made of, and why."""
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


def _lanes(value: object) -> int | None:
    lanes = _count(value)
    return lanes if lanes is not None and lanes <= MOST_LANES else None


def _dollars(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value) if 0 <= value <= MOST_DOLLARS else None  # nan is neither


def _hours(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value) if 0 < value <= MOST_HOURS else None  # nan is neither


def _regions(value: object) -> tuple[str, ...] | None:
    """Names of regions, each once, without what is none."""
    listed = _listed(value)
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
        name: f"an alias, as {shown(other)} is"
        for name, other in meant.items()
        if other in entries and not _is_model(other)
    }


def _is_model(name: str) -> bool:
    from bedrock_tui.core.modelkeys import resolve  # start-up time

    return "." in name or resolve(name).known


def _criteria(value: object) -> tuple[Criterion, ...] | None:
    return found[0] if (found := _read_criteria(value)) else None


def _read_criteria(value: object) -> _Criteria | None:
    from bedrock_tui.core.criteria import parse_all  # start-up time

    lines = [each for each in _listed(value) if isinstance(each, str)]
    return parse_all(lines) if lines == _listed(value) else None


def _listed(value: object) -> list[object]:
    return value if isinstance(value, list) else [None]


def shown(value: object) -> str:
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
    item=_region,
)
CONFIRM_DOLLARS: Field[float] = Field(
    "compare.confirm_above_usd",
    "a number of US dollars from 0",
    _dollars,
    1.0,
    "Prompts that may cost more, all lanes together, are asked about before they go.",
)
CONFIRM_LANES: Field[int] = Field(
    "compare.confirm_above_lanes",
    f"a whole number from 0 to {MOST_LANES}",
    _lanes,
    4,
    "Prompts that go to more lanes are asked about before they go.",
)
CRITERIA: Field[tuple[Criterion, ...]] = Field(
    "compare.criteria",
    'a list of criteria such as "ttft < 1s"',
    _criteria,
    (),
    "What is expected of every reply.",
    complain=lambda value: (_read_criteria(value) or ((), ()))[1],
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
    CONFIRM_DOLLARS,
    CONFIRM_LANES,
    CRITERIA,
    ALIASES,
    LANES,
)
