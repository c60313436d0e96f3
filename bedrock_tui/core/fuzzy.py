"""How well a few typed letters fit a name."""

from __future__ import annotations

EXACT = 3.0
"""The letters stand in the name just so; up to one more where they begin a word."""
STARTS = 2.0
"""The letters begin words of the name, in order: `cs5` in `Claude Sonnet 5`."""
SCATTERED = 1.0
"""The letters come in order, not too far apart: `snt` in `sonnet`."""

_SPREAD = 3
"""How many times its own length a scattered word may span."""


def fit(word: str, text: str) -> float | None:
    """Return how well a word fits a text, more for a better fit; None if not at all.

    Both are lower case.
    """
    at = text.find(word)
    if at >= 0:
        return EXACT + _whole_word(word, text, at)
    if word[:1] not in text:
        return None
    if _begins_words(word, text):
        return STARTS
    span = _span(word, text)
    if span is None or span > _SPREAD * len(word):
        return None
    return SCATTERED + len(word) / (span + 1)


def _whole_word(word: str, text: str, at: int) -> float:
    """Return 1 for a word that begins a word, less the longer the rest of the text."""
    while at > 0 and text[at - 1].isalnum():
        at = text.find(word, at + 1)
        if at < 0:
            return 0.0
    return 0.5 + 0.5 * len(word) / max(len(text), 1)


def _begins_words(word: str, text: str) -> bool:
    """Whether each letter goes on in the word of the one before, or begins one."""
    at = -1
    for letter in word:
        if text[at + 1 : at + 2] == letter and at >= 0:
            at += 1
            continue
        at = text.find(letter, at + 1)
        while at > 0 and text[at - 1].isalnum():
            at = text.find(letter, at + 1)
        if at < 0:
            return False
    return True


def _span(word: str, text: str) -> int | None:
    """Return how few characters the letters of a word take; None if one is missing."""
    best: int | None = None
    start = text.find(word[0])
    while start >= 0:
        end = _end(word, text, start)
        if end < 0:
            break
        best = min(end - start, best) if best is not None else end - start
        start = text.find(word[0], start + 1)
    return best


def _end(word: str, text: str, start: int) -> int:
    """Return where a word ends whose letters are looked for from `start`; else -1."""
    at = start
    for letter in word[1:]:
        at = text.find(letter, at + 1)
        if at < 0:
            return -1
    return at + 1
