"""The simulated account, as the server's options make it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from bedrock_tui.sandbox.callers import CALLERS, Caller
from bedrock_tui.sandbox.words import Word

PREFIX = "account:"


class Account:
    """What the options say about the account; the last one of a name holds."""

    def __init__(self, words: Iterable[Word] = ()) -> None:
        self._given: defaultdict[str, list[str]] = defaultdict(list)
        self.caller: Caller | None = None
        """Who calls, whatever the keys; None leaves it to the keys."""
        for word in words:
            if word.name.startswith(PREFIX):
                name = word.name.removeprefix(PREFIX)
                self._given[name].append(word.argument)
                self.caller = CALLERS.get(name, self.caller)

    def all(self, name: str) -> tuple[str, ...]:
        """Every argument of an option that may be repeated."""
        return tuple(self._given.get(name, ()))

    def last(self, name: str, default: str) -> str:
        """The argument of an option, or what holds without it."""
        given = self.all(name)
        return given[-1] if given else default

    def has(self, name: str) -> bool:
        """Whether something exists that an option switches on or off."""
        return self.last(name, "on") == "on"

    def number(self, name: str, default: int) -> int:
        """How many there are of something."""
        return int(self.last(name, "") or default)
