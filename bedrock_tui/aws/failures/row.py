"""One line of the failure catalogue, how it is matched and how its remedy is filled."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from bedrock_tui.aws.failures.reading import Reading
from bedrock_tui.core.failure import Category


@dataclass(frozen=True, slots=True)
class Row:
    """A failure we know: what it looks like, what it means and what to do."""

    category: Category
    codes: tuple[str, ...]
    """Error codes (`ThrottlingException`), statuses (`http-403`) or classes
    (`botocore.NoRegionError`); the row needs one of them. None stands for all."""
    fragment: str
    """A regular expression that the normalised message must hold; empty for any."""
    title: str
    remedy: str
    """A template: `{name}` is a value, `[…]` goes when a value in it is empty."""
    source: str
    """Where the fact is from, and why the row may or may not be sent again."""
    retryable: bool = False
    change: str = ""
    operation: str = ""
    """The operation the row is about; empty for any."""
    _pattern: re.Pattern[str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Compile the fragment once."""
        object.__setattr__(self, "_pattern", re.compile(self.fragment))

    def matches(self, reading: Reading) -> bool:
        """Whether this row is about the error read."""
        if self.codes and reading.names.isdisjoint(self.codes):
            return False
        if self.operation and self.operation != reading.operation:
            return False
        return self._pattern.search(reading.normal) is not None


_HOLE = re.compile(r"\[([^\[\]{}]*\{\w+\}[^\[\]]*)\]|\{(\w+)\}")


def fill(template: str, values: Mapping[str, str]) -> str:
    """The template with its values; an optional part goes when a value is empty.

    Brackets without a value in them are plain text. One pass, so brackets and braces
    inside a value stay what they are."""

    def whole(found: re.Match[str]) -> str:
        if found[2]:
            return values.get(found[2], "")
        names = re.findall(r"\{(\w+)\}", found[1])
        if not all(values.get(name) for name in names):
            return ""
        return re.sub(r"\{(\w+)\}", lambda hole: values[hole[1]], found[1])

    return _HOLE.sub(whole, template)
