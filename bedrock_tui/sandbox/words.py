"""Finding switches in prompts and options, and asking which of them apply.

They come as words of the last user prompt, ``fault:NAME[=ARG][@MODEL-SUBSTRING]`` or
``pace:N[@MODEL-SUBSTRING]``, or as server options, ``MODEL-SUBSTRING:NAME[=ARG]``.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bedrock_tui.sandbox.faults import BY_NAME, UnknownSwitch, readable


@dataclass(frozen=True, slots=True)
class Word:
    """One switch as somebody wrote it."""

    name: str
    argument: str
    model: str = ""
    """Only models whose id contains this; empty for all."""

    @classmethod
    def checked(cls, name: str, argument: str, model: str) -> Word:
        """The word; raises UnknownSwitch when the table does not allow it."""
        switch = BY_NAME.get(name)
        if switch is None:
            raise UnknownSwitch(f"unknown switch {name!r}")
        if argument and not readable(switch, argument):
            raise UnknownSwitch(f"{name}: {argument!r} is not {switch.argument}")
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
    model, _, rest = text.rpartition(":")
    name, _, argument = rest.partition("=")
    return Word.checked(name, argument, model)


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
        name, _, argument = rest.partition("=")
        return Word.checked(name, argument, model)
    switch = BY_NAME.get(prefix)
    if switch and switch.setting and readable(switch, rest):
        return Word(prefix, rest, model)
    return None
