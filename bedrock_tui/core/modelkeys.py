"""Short and outdated names of models, and the current ids they stand for.

A key is a name that older tools used (`titan-express`), a family (`qwen3`), a model's
id without provider, date and version (`llama3-70b`), the beginning of just one of them
(`pixtral`), or the id of a model that is gone (`claude-v2`). What nobody knows is
passed through, with the names nearest to it: what an id is, AWS decides.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from functools import lru_cache

from bedrock_tui.core import successors as after
from bedrock_tui.core.arn import parse_arn
from bedrock_tui.core.limits import KNOWN
from bedrock_tui.core.modelids import GLOBAL, best_call, model_id_of, split_prefix
from bedrock_tui.core.modelnames import (
    begun,
    by_name,
    family,
    joined,
    names_of,
    nearest,
    other_name,
)

_PASSED_ON = "passed on as it is."
_NEAR = 3
"""Names that are offered in place of one that nobody knows."""
_ORPHANS = ("ai21-j2-", "cohere-command", "command", "j2-", "jamba-instruct")
"""How names of text models begin that are gone for good, their makers' last ones."""


@dataclass(frozen=True, slots=True)
class Resolution:
    """What a key stands for."""

    id: str
    """What to call; the key itself where it stands for nothing else."""
    note: str = ""
    """What was chosen and why; empty if the key is an id that is offered."""
    known: bool = True
    """False if neither the region nor this program knows the id: it is passed on."""
    near: tuple[str, ...] = ()
    """What may have been meant instead, the best first, if it is not known."""

    @property
    def question(self) -> str:
        """What may have been meant, as a question; empty where nothing is near."""
        meant = " or ".join(filter(None, [", ".join(self.near[:-1]), *self.near[-1:]]))
        return f"Did you mean {meant}?" if meant else ""


def resolve(key: str, known_ids: Collection[str] | None = None) -> Resolution:
    """Return the id that a key stands for.

    `known_ids` is everything that can be called in the region: model ids, profile ids
    and ARNs. With it no other id is ever chosen. Without it a model's own id is, which
    not every model can be called by. A profile of one geography is never traded for
    one of another: that would move the data.
    """
    found = _resolve(key.strip(), known_ids)
    if not found.id or _is_known(found.id, known_ids):
        return found
    if parse_arn(found.id) is not None or not found.note.endswith(_PASSED_ON):
        return replace(found, known=False)
    found = replace(found, known=False, near=_near(found.id, known_ids))
    return replace(found, note=f"{found.note} {found.question}".rstrip())


def _resolve(text: str, known_ids: Collection[str] | None) -> Resolution:
    if not text or parse_arn(text) is not None:
        return Resolution(text)
    if known_ids is not None and text in known_ids:
        return Resolution(text)
    prefix, model = split_prefix(text)
    if prefix:
        return _profile(text, prefix, model, known_ids)
    if known_ids is None and text in KNOWN - after.GONE:
        return Resolution(text)
    if models := family(text):
        return _family(text, models, known_ids)
    return _model(text, other_name(text), known_ids)


def _is_known(found: str, known_ids: Collection[str] | None) -> bool:
    return found in (known_ids or ()) or model_id_of(found) in KNOWN | after.GONE


def _near(text: str, known_ids: Collection[str] | None) -> tuple[str, ...]:
    """Names of families, and ids, that are offered and much like a text."""
    models = KNOWN - after.GONE
    if known_ids is not None:
        models = frozenset(map(model_id_of, known_ids))
    found = (
        each if _pick(family(each), known_ids) else _pick([each], known_ids)
        for each in nearest(text, models)
    )
    return tuple(dict.fromkeys(filter(None, found)))[:_NEAR]


@lru_cache(maxsize=1)
def _index() -> dict[str, list[str]]:
    """Our own models by their names."""
    return by_name(KNOWN | after.GONE)


def _model(text: str, model_id: str, known_ids: Collection[str] | None) -> Resolution:
    """A name or an id of one model, which may be gone or not offered here."""
    name = joined(names_of(model_id)[0] if model_id else text)
    listed = {model_id_of(each) for each in known_ids or ()}
    same = [*by_name(listed).get(name, ()), *_index().get(name, ())]
    if not same and len(only := begun(name, listed or KNOWN - after.GONE)) == 1:
        same = only
    present = [each for each in same if each not in after.GONE or each in listed]
    if found := _pick(present, known_ids):
        return Resolution(found, _chosen(text, found, known_ids))
    instead = _pick((s for m in same for s in after.successors(m)), known_ids)
    if text in present:
        hint = f"{instead} is." if instead else _PASSED_ON
        return Resolution(text, f"Not offered here; {hint}")
    if instead:
        why = "is not offered here" if present else "is gone"
        note = f"{text} {why}; {instead} takes its place{_reach(instead)}."
        return Resolution(instead, note)
    if name.startswith(_ORPHANS):
        note = "Gone, and its maker has no other text model on Bedrock."
        return Resolution(text, note)
    known = "offered" if same else "known"
    return Resolution(text, f"Not {known} here; {_PASSED_ON}")


def _family(
    text: str, models: tuple[str, ...], known_ids: Collection[str] | None
) -> Resolution:
    if found := _pick(models, known_ids):
        here = "" if known_ids is None else " that is offered here"
        note = f"The newest {text}{here} is {found}{_reach(found)}."
        return Resolution(found, note)
    return Resolution(text, f"No {text} is offered here; {_PASSED_ON}")


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
    hint = f"{best} is." if best else _PASSED_ON
    return Resolution(text, f"Not offered here; {hint}")


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
