"""Short and outdated names of models, and the current ids they stand for.

A key is a name that older tools used (`titan-express`), a model's id without provider,
date and version (`llama3-70b`), or the id of a model that is gone (`claude-v2`). What
nobody knows is passed through: what an id is, AWS decides.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import lru_cache

from bedrock_tui.core import successors as after
from bedrock_tui.core.arn import parse_arn
from bedrock_tui.core.limits import KNOWN
from bedrock_tui.core.modelids import GLOBAL, best_call, model_id_of, split_prefix

OTHER_NAMES: dict[str, str] = {
    "claude-2": "anthropic.claude-v2",
    "claude-2-1": "anthropic.claude-v2:1",
    "claude-3-5-sonnet-v2": "anthropic.claude-3-5-sonnet-20241022-v2:0",
    "claude-haiku-3": "anthropic.claude-3-haiku-20240307-v1:0",
    "claude-haiku-3-5": "anthropic.claude-3-5-haiku-20241022-v1:0",
    "claude-opus-3": "anthropic.claude-3-opus-20240229-v1:0",
    "claude-sonnet-3": "anthropic.claude-3-sonnet-20240229-v1:0",
    "claude-sonnet-3-5": "anthropic.claude-3-5-sonnet-20241022-v2:0",
    "claude-sonnet-3-7": "anthropic.claude-3-7-sonnet-20250219-v1:0",
    "llama3-405b": "meta.llama3-1-405b-instruct-v1:0",
    "llama4-maverick": "meta.llama4-maverick-17b-instruct-v1:0",
    "llama4-scout": "meta.llama4-scout-17b-instruct-v1:0",
    "mistral-large-2": "mistral.mistral-large-2407-v1:0",
    "mistral-large-3": "mistral.mistral-large-3-675b-instruct",
    "titan-express": "amazon.titan-text-express-v1",
    "titan-large": "amazon.titan-tg1-large",
    "titan-lite": "amazon.titan-text-lite-v1",
    "titan-premier": "amazon.titan-text-premier-v1:0",
}
"""Keys of older tools that do not follow from a model's id."""

FAMILIES: dict[str, tuple[str, ...]] = {
    "claude": after.SONNET,
    "claude-fable": ("anthropic.claude-fable-5-2", "anthropic.claude-fable-5-1"),
    "claude-haiku": after.HAIKU,
    "claude-opus": after.OPUS,
    "claude-sonnet": after.SONNET,
    "deepseek": ("deepseek.v3.2", "deepseek.v3-v1:0"),
    "haiku": after.HAIKU,
    "mistral-large": after.MISTRAL_LARGE,
    "mistral-small": after.MISTRAL_SMALL,
    "nova": after.NOVA_LITE,
    "opus": after.OPUS,
    "sonnet": after.SONNET,
    "titan": after.NOVA_LITE,
}
"""Keys that name no version, with the models they may mean, the best first."""

_ORPHANS = ("ai21-j2-", "cohere-command", "command", "j2-", "jamba-instruct")
"""How names of text models begin that are gone for good, their makers' last ones."""

_VERSION = re.compile(r"(-v?\d+:\d+|-v\d+)$")
_DATE = re.compile(r"-20\d{6}$")
_MANNER = re.compile(r"-(instruct|chat|it)$")


@dataclass(frozen=True, slots=True)
class Resolution:
    """What a key stands for."""

    id: str
    """What to call; the key itself where it stands for nothing else."""
    note: str = ""
    """What was chosen and why; empty if the key is an id that is offered."""


def resolve(key: str, known_ids: Collection[str] | None = None) -> Resolution:
    """Return the id that a key stands for.

    `known_ids` is everything that can be called in the region: model ids, profile ids
    and ARNs. With it no other id is ever chosen. Without it a model's own id is, which
    not every model can be called by. A profile of one geography is never traded for
    one of another: that would move the data.
    """
    text = key.strip()
    if not text or parse_arn(text) is not None:
        return Resolution(text)
    if known_ids is not None and text in known_ids:
        return Resolution(text)
    prefix, model = split_prefix(text)
    if prefix:
        return _profile(text, prefix, model, known_ids)
    if known_ids is None and text in KNOWN - after.GONE:
        return Resolution(text)
    name = _plain(text)
    if name in FAMILIES:
        return _family(text, FAMILIES[name], known_ids)
    return _model(text, OTHER_NAMES.get(name, ""), known_ids)


@lru_cache(maxsize=1024)
def names_of(model_id: str) -> tuple[str, ...]:
    """Return the names a model goes by, its id in plain letters first.

    `anthropic.claude-sonnet-4-5-20250929-v1:0` is `claude-sonnet-4-5` as well.
    """
    provider, _, rest = model_id.lower().partition(".")
    undated = _DATE.sub("", _VERSION.sub("", rest))
    names = (rest, _VERSION.sub("", rest), undated, _MANNER.sub("", undated))
    full = [_plain(each) for each in names if each]
    return tuple(dict.fromkeys([*full, *(f"{_plain(provider)}-{n}" for n in full)]))


def _plain(text: str) -> str:
    plain = re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")
    return re.sub(r"llama-(?=\d)", "llama", plain)


@lru_cache(maxsize=1)
def _index() -> dict[str, list[str]]:
    """Our own models by their names."""
    return _by_name(KNOWN | after.GONE)


def _by_name(models: Iterable[str]) -> dict[str, list[str]]:
    """The newest first, and ids that Converse does not take last."""
    index: dict[str, list[str]] = {}
    newest_first = sorted(models, reverse=True)
    for model in sorted(newest_first, key=lambda each: each in after.SUCCESSORS):
        for name in names_of(model):
            index.setdefault(name, []).append(model)
    return index


def _model(text: str, model_id: str, known_ids: Collection[str] | None) -> Resolution:
    """A name or an id of one model, which may be gone or not offered here."""
    name = names_of(model_id)[0] if model_id else _plain(text)
    listed = {model_id_of(each) for each in known_ids or ()}
    same = [*_by_name(listed).get(name, ()), *_index().get(name, ())]
    present = [each for each in same if each not in after.GONE or each in listed]
    if found := _pick(present, known_ids):
        return Resolution(found, _chosen(text, found, known_ids))
    instead = _pick((s for m in same for s in after.successors(m)), known_ids)
    if text in present:
        hint = f"{instead} is" if instead else "passed on as it is"
        return Resolution(text, f"Not offered here; {hint}.")
    if instead:
        why = "is not offered here" if present else "is gone"
        note = f"{text} {why}; {instead} takes its place{_reach(instead)}."
        return Resolution(instead, note)
    if name.startswith(_ORPHANS):
        note = "Gone, and its maker has no other text model on Bedrock."
        return Resolution(text, note)
    known = "offered" if same else "known"
    return Resolution(text, f"Not {known} here; passed on as it is.")


def _family(
    text: str, models: tuple[str, ...], known_ids: Collection[str] | None
) -> Resolution:
    if found := _pick(models, known_ids):
        here = "" if known_ids is None else " that is offered here"
        note = f"The newest {text}{here} is {found}{_reach(found)}."
        return Resolution(found, note)
    return Resolution(text, f"No {text} is offered here; passed on as it is.")


def _profile(
    text: str, prefix: str, model: str, known_ids: Collection[str] | None
) -> Resolution:
    gone = model in after.GONE
    if known_ids is None:
        return Resolution(text, f"{model} is gone." if gone else "")
    if gone:
        same = (f"{prefix}.{each}" for each in after.successors(model))
        if found := next((each for each in same if each in known_ids), ""):
            return Resolution(found, f"{text} is gone; {found} takes its place.")
    best = best_call(model, known_ids) or after.successor(model, known_ids)
    hint = f"{best} is" if best else "passed on as it is"
    return Resolution(text, f"Not offered here; {hint}.")


def _pick(models: Iterable[str], known_ids: Collection[str] | None) -> str:
    if known_ids is None:
        return next(iter(models), "")
    return next(filter(None, (best_call(each, known_ids) for each in models)), "")


def _chosen(text: str, found: str, known_ids: Collection[str] | None) -> str:
    if model_id_of(found) == text:
        return f"{text} is called through {found} here{_reach(found)}."
    if known_ids is None:
        return f"{text} stands for {found}; how it is called depends on the region."
    return f"{text} stands for {found}{_reach(found)}."


def _reach(found: str) -> str:
    is_global = split_prefix(found)[0] == GLOBAL
    return ", which may run in any region" if is_global else ""
