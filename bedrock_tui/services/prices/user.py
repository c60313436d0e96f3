"""Prices that people write down themselves, in `prices.toml`.

    [[price]]
    id = "us.anthropic.claude-opus-*"   # as it is called, or an ARN
    region = "eu-*"                     # "*" if left out
    tier = "flex"                       # "default" if left out
    input = 5.50                        # US dollars per million tokens
    output = 27.50                      # and cache_read, cache_write, cache_write_1h

The first entry that fits is taken. What is wrong with the file is told, and only the
entries concerned are left out.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from fnmatch import fnmatchcase
from pathlib import Path

from bedrock_tui.core.prices import (
    DEFAULT_TIER,
    RATE_NAMES,
    STANDARD_LATENCY,
    Confidence,
    Price,
    Rates,
)

_GLOBS = {
    "id": "",
    "region": "*",
    "tier": DEFAULT_TIER,
    "latency": STANDARD_LATENCY,
}
_WORDS = {
    "tier": (DEFAULT_TIER, "flex", "priority", "reserved"),
    "latency": (STANDARD_LATENCY, "optimized"),
}
"""What there is of these: Bedrock User Guide, "Service tiers" and "Latency-optimized
inference"."""
_NEEDED = ("id", "input", "output")


class _Wrong(ValueError):
    """What is wrong with a field: its name and the words."""


@dataclass(frozen=True, slots=True)
class _Entry:
    id: str
    region: str
    tier: str
    latency: str
    rates: Rates


@dataclass(frozen=True, slots=True)
class UserPrices:
    """The entries of the file, in its order."""

    entries: tuple[_Entry, ...] = ()
    problems: tuple[str, ...] = ()
    """What is wrong with the file, each with its line and field."""
    as_of: date | None = None

    def find(
        self, ids: tuple[str, ...], region: str, tier: str, latency: str
    ) -> Price | None:
        """Return the price of the first entry for any spelling of the id."""
        for entry in self.entries:
            if (
                any(fnmatchcase(id_, entry.id) for id_ in ids)
                and fnmatchcase(region, entry.region)
                and fnmatchcase(tier, entry.tier)
                and fnmatchcase(latency, entry.latency)
            ):
                exact = Confidence.EXACT
                return Price(entry.rates, exact, "prices.toml", self.as_of)
        return None


def read(path: Path) -> UserPrices:
    """Read the file; never raises for what is in it."""
    import tomllib  # start-up time

    try:
        text = path.read_text(encoding="utf-8")
        changed = datetime.fromtimestamp(path.stat().st_mtime, UTC).date()
        document = tomllib.loads(text, parse_float=Decimal)
    except FileNotFoundError:
        return UserPrices()
    except (OSError, ValueError) as error:  # a TOML error tells line and column
        return UserPrices(problems=(f"{path}: {error}",))
    listed = document.pop("price", [])
    problems = [
        f"{path}: line {_line(text, name)}: {name}: not known; entries are [[price]]"
        for name in document
    ]
    if not isinstance(listed, list):
        listed, problems = [], [*problems, f"{path}: write [[price]], not [price]"]
    entries = []
    for number, fields in enumerate(listed, 1):
        try:
            entries.append(_entry(fields))
        except _Wrong as wrong:
            field, words = wrong.args
            line = _line(text, field, number)
            problems.append(f"{path}: line {line}: {field}: {words}")
    return UserPrices(tuple(entries), tuple(problems), changed)


def _entry(fields: object) -> _Entry:
    if not isinstance(fields, Mapping):
        raise _Wrong("price", "write [[price]] with a line for each field")
    for name in fields:
        if name not in (*_GLOBS, *RATE_NAMES):
            known = ", ".join((*_GLOBS, *RATE_NAMES))
            raise _Wrong(name, f"not known; the fields are {known}")
    for name in _NEEDED:
        if name not in fields:
            raise _Wrong(name, "missing")
    globs = {name: fields.get(name, usual) for name, usual in _GLOBS.items()}
    for name, glob in globs.items():
        if not isinstance(glob, str) or not glob:
            raise _Wrong(name, f"{glob!r} is not a text")
    rates = {n: _rate(n, fields[n]) for n in RATE_NAMES if n in fields}
    if globs["tier"] == "standard":
        globs["tier"] = DEFAULT_TIER
    for name, words in _WORDS.items():
        if not any(fnmatchcase(word, globs[name]) for word in words):
            raise _Wrong(name, f"{globs[name]!r} fits none of {', '.join(words)}")
    return _Entry(**globs, rates=Rates(**rates))


def _rate(name: str, value: object) -> Decimal:
    try:
        if isinstance(value, bool) or not isinstance(value, int | str | Decimal):
            raise InvalidOperation
        rate = Decimal(value)
    except InvalidOperation:
        raise _Wrong(name, f"{value!r} is not a number") from None
    if not rate.is_finite() or rate < 0:
        raise _Wrong(name, f"{value} is not a price")
    return rate


def _line(text: str, field: str, number: int = 0) -> int:
    """Return the line of a field of the entry of this number, else the entry's own."""
    lines = list(enumerate(text.splitlines(), 1))
    headers = [n for n, line in lines if re.match(r"\s*\[\[\s*price\s*\]\]", line)]
    start = headers[number - 1] if 0 < number <= len(headers) else 1
    end = headers[number] if 0 < number < len(headers) else len(lines) + 1
    wanted = re.compile(rf"\s*\[*\s*[\"']?{re.escape(field)}[\"']?\s*[=.\]]")
    return next(
        (n for n, line in lines[start - 1 : end - 1] if wanted.match(line)), start
    )
