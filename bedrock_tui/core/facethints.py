"""What is wrong with a term of the filter line that looks like a facet and is none.

AWS may send words that nobody knew before, so a value that is not known is looked for
all the same: a hint explains why nothing is found, it hides nothing.
"""

from __future__ import annotations

import re
from difflib import get_close_matches

from bedrock_tui.core.catalogue import CallKind
from bedrock_tui.core.modelfacets import COMPARED, FLAGS, VALUED, facet_in
from bedrock_tui.core.permissions import Verdict
from bedrock_tui.core.residency import GEOGRAPHIES

_MODALITIES = ("text", "image", "video", "audio", "speech", "embedding")
_KNOWN: dict[str, tuple[str, ...]] = {
    "in": _MODALITIES,
    "out": _MODALITIES,
    "stream": ("yes", "no", "unknown"),
    "kind": tuple(kind.value for kind in CallKind),
    "verdict": tuple(verdict.value for verdict in Verdict),
    "geo": GEOGRAPHIES,
}
"""The values that facets are known to take; makers of models are too many."""

_MOST = 8
"""Known values that a hint names."""

_ALIKE = 0.8
"""How much a word resembles a flag that was meant, 1 for the same."""
_EXAMPLES = {"price": "3", "context": "200k"}

_COMPARISON = re.compile(r"([a-z]+)(<=|>=|<|>).*")
_EQUATION = re.compile(rf"({'|'.join(COMPARED)})[:=](.*)")
_FACET = re.compile(r"(?!arn:)([a-z]+):(.*)")


def hint(term: str) -> str:
    """Return what to write instead of a term, lower case; nothing if it is in order."""
    if found := _COMPARISON.fullmatch(term):
        return _compared(term, *found.groups())
    if found := _EQUATION.fullmatch(term):
        return _equated(term, *found.groups())
    found = _FACET.fullmatch(term)
    if found is None:
        return _misspelt(term)
    name, values = found[1], [each for each in found[2].split(",") if each]
    if name == "is":
        wrong = [each for each in values if each not in FLAGS]
        return _not_known(term, wrong[0], FLAGS) if wrong else ""
    if name not in VALUED:
        return _not_known(term, name, VALUED)
    known = _KNOWN.get(name)
    wrong = [each for each in values if known and not _begins(each, known)]
    return _not_known(term, wrong[0], known) if known and wrong else ""


def _compared(term: str, name: str, sign: str) -> str:
    if name not in COMPARED:
        return _not_known(term, name, COMPARED)
    if facet_in(term) is None:
        example = f"{name}{sign}{_EXAMPLES[name]}"
        return f"{term}: a number is wanted, such as {example}"
    return ""


def _equated(term: str, name: str, value: str) -> str:
    """Return that something is compared, by the number that was given if it is one."""
    number = value.strip("=:$")
    if facet_in(f"{name}<{number}") is None:
        number = _EXAMPLES[name]
    said = term.rstrip(":=")
    return f"{said}: write {name}<{number} or {name}>{number}"


def _misspelt(word: str) -> str:
    """Return the flag that a word resembles, if it is none that is still typed."""
    if word in FLAGS or any(each.startswith(word) for each in FLAGS):
        return ""
    near = get_close_matches(word, FLAGS, 1, _ALIKE)
    return f"{word}: a word to look for; {near[0]} is a facet" if near else ""


def _begins(value: str, known: tuple[str, ...]) -> bool:
    """Tell whether a value begins like a known one; regions are in a geography."""
    value = value.replace("-", "_") if "_" in "".join(known) else value
    return any(each.startswith(value) or value.startswith(f"{each}-") for each in known)


def _not_known(term: str, value: str, known: tuple[str, ...]) -> str:
    near = get_close_matches(value, known, 1)
    if near:
        return f"{term}: {value} is not known; {near[0]} is"
    more = ", …" if len(known) > _MOST else ""
    return f"{term}: known are {', '.join(known[:_MOST])}{more}"
