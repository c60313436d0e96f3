"""Finding switches in prompts and options, and asking which of them apply.

They come as words of the last user prompt, ``fault:NAME[=ARG][@MODEL-SUBSTRING]`` or
``pace:N[@MODEL-SUBSTRING]``, or as server options, ``MODEL-SUBSTRING:NAME[=ARG]``.
Only server options can change the account; their names hold a colon themselves.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bedrock_tui.sandbox.faults import BY_NAME, Switch, UnknownSwitch
from bedrock_tui.sandbox.options import ACCOUNT

OPTIONS = BY_NAME | {switch.name: switch for switch in ACCOUNT}
"""What the server takes: every word of a prompt, and what changes the account."""


@dataclass(frozen=True, slots=True)
class Word:
    """One switch as somebody wrote it."""

    name: str
    argument: str
    model: str = ""
    """Only models whose id contains this; empty for all."""

    @classmethod
    def checked(cls, given: str, model: str, known: Mapping[str, Switch]) -> Word:
        """The word in ``NAME[=ARG]``; raises UnknownSwitch when it is not known."""
        name, _, argument = given.partition("=")
        switch = known.get(name)
        if switch is None:
            raise UnknownSwitch(f"unknown switch {name!r}")
        if not switch.takes(argument):
            wanted = switch.argument or "nothing"
            raise UnknownSwitch(f"{name}: {argument!r} is not {wanted}")
        return cls(name, argument, model)


def read_prompt(text: str) -> tuple[list[Word], str]:
    """The switches among the words of a prompt, and the prompt without them."""
    words: list[Word] = []
    kept: list[str] = []
    for line in text.split("\n"):
        found = {part: _prompt_word(part) for part in line.split()}
        words += [word for word in found.values() if word]
        if not any(found.values()):
            kept.append(line)
        elif rest := " ".join(part for part in line.split() if not found[part]):
            kept.append(rest)
    return words, "\n".join(kept).strip()


def read_option(text: str) -> Word:
    """A server option: ``MODEL-SUBSTRING:NAME[=ARG]`` or ``NAME[=ARG]`` for all."""
    head, equals, argument = text.partition("=")
    model, _, name = ("", "", head) if head in OPTIONS else head.rpartition(":")
    return Word.checked(f"{name}{equals}{argument}", model, OPTIONS)


class Active:
    """The switches that apply to one request."""

    def __init__(self, words: Iterable[Word], model_ids: Iterable[str]) -> None:
        ids = tuple(model_ids)
        self._words = {
            word.name: word
            for word in words
            if any(word.model in model_id for model_id in ids)
        }

    def __contains__(self, name: str) -> bool:
        return name in self._words

    def number(self, name: str) -> float | None:
        """The argument as a number, or the switch's default."""
        word = self._words.get(name)
        if word is None or not word.argument:
            return BY_NAME[name].default
        return float(word.argument)

    def text(self, name: str) -> str:
        """The argument as it was written, empty when absent."""
        word = self._words.get(name)
        return word.argument if word else ""


def _prompt_word(part: str) -> Word | None:
    prefix, colon, rest = part.partition(":")
    if not colon or not rest:
        return None
    rest, _, model = rest.partition("@")
    if prefix == "fault":
        return Word.checked(rest, model, BY_NAME)
    switch = BY_NAME.get(prefix)
    if switch and switch.kind == "setting" and switch.reads(rest):
        return Word(prefix, rest, model)
    return None
