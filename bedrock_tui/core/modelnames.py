"""The names that models go by besides their ids, and how they are compared."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from bedrock_tui.core import successors as after

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

_FABLE = ("anthropic.claude-fable-5-2", "anthropic.claude-fable-5-1")
_QWEN3 = (
    "qwen.qwen3-235b-a22b-2507-v1:0",
    "qwen.qwen3-next-80b-a3b",
    "qwen.qwen3-32b-v1:0",
)

FAMILIES: dict[str, tuple[str, ...]] = {
    "claude": after.SONNET,
    "claude-fable": _FABLE,
    "claude-haiku": after.HAIKU,
    "claude-opus": after.OPUS,
    "claude-sonnet": after.SONNET,
    "deepseek": ("deepseek.v3.2", "deepseek.v3-v1:0"),
    "fable": _FABLE,
    "gemma": (
        "google.gemma-3-27b-it",
        "google.gemma-3-12b-it",
        "google.gemma-3-4b-it",
    ),
    "glm": ("zai.glm-5.3", "zai.glm-5", "zai.glm-4.7"),
    "gpt": ("openai.gpt-6.1-sol", "openai.gpt-6-sol", "openai.gpt-5.6-sol"),
    "gpt-oss": ("openai.gpt-oss-120b-1:0", "openai.gpt-oss-20b-1:0"),
    "grok": ("xai.grok-4.7", "xai.grok-4.6"),
    "haiku": after.HAIKU,
    "kimi": ("moonshotai.kimi-k3.1", "moonshotai.kimi-k3", "moonshotai.kimi-k2.5"),
    "llama": after.LLAMA_LARGE + after.LLAMA_SMALL,
    "llama3": after.LLAMA_LARGE[1:] + after.LLAMA_SMALL[1:],
    "llama3-1": (
        "meta.llama3-1-70b-instruct-v1:0",
        "meta.llama3-1-8b-instruct-v1:0",
    ),
    "llama4": (after.LLAMA_LARGE[0], after.LLAMA_SMALL[0]),
    "minimax": ("minimax.minimax-m2.5", "minimax.minimax-m2.1", "minimax.minimax-m2"),
    "ministral": (
        "mistral.ministral-3-14b-instruct",
        "mistral.ministral-3-8b-instruct",
        "mistral.ministral-3-3b-instruct",
    ),
    "mistral": after.MISTRAL_LARGE + after.MISTRAL_SMALL,
    "mistral-large": after.MISTRAL_LARGE,
    "mistral-small": after.MISTRAL_SMALL,
    "nemotron": ("nvidia.nemotron-super-3-120b", "nvidia.nemotron-nano-3-30b"),
    "nova": after.NOVA_LITE,
    "nova-2": ("amazon.nova-2-lite-v1:0",),
    "opus": after.OPUS,
    "palmyra": ("writer.palmyra-x5-v1:0", "writer.palmyra-x4-v1:0"),
    "qwen": _QWEN3,
    "qwen3": _QWEN3,
    "qwen3-coder": (
        "qwen.qwen3-coder-next",
        "qwen.qwen3-coder-480b-a35b-v1:0",
        "qwen.qwen3-coder-30b-a3b-v1:0",
    ),
    "sonnet": after.SONNET,
    "titan": after.NOVA_LITE,
}
"""Keys that name no model or no size, with the models they may mean, the best first."""

_VERSION = re.compile(r"(-v?\d+:\d+|-v\d+)$")
_DATE = re.compile(r"-20\d{6}$")
_MANNER = re.compile(r"-(instruct|chat|it)$")
_CLAUDE = re.compile(r"(fable|haiku|instant|mythos|opus|sonnet)-?\d")
"""How the names of Claude begin that leave out `claude`."""

_NEAR = 3
"""Names that are told at most of those near to one that nobody knows."""
_LONGEST = 60
"""A text longer than this is no misspelt name."""


@lru_cache(maxsize=1024)
def names_of(model_id: str) -> tuple[str, ...]:
    """Return the names a model goes by, its id in plain letters first.

    `anthropic.claude-sonnet-4-5-20250929-v1:0` is `claude-sonnet-4-5` as well.
    """
    own, provider = _own_names(model_id), _plain(model_id.partition(".")[0])
    return tuple(dict.fromkeys([*own, *(f"{provider}-{each}" for each in own)]))


def joined(text: str) -> str:
    """Return what is the same for `Claude Sonnet 4.5`, `sonnet-4-5` and `sonnet4.5`."""
    name = _plain(text)
    if _CLAUDE.match(name):
        name = f"claude-{name}"
    return re.sub(r"(?<=[a-z])-(?=\d)", "", name)


def family(text: str) -> tuple[str, ...]:
    """Return the models that the name of a family may mean; none if it is not one."""
    return _FAMILIES.get(joined(text), ())


def other_name(text: str) -> str:
    """Return the id of a name that does not follow from it; else nothing."""
    return _OTHER_NAMES.get(joined(text), "")


def by_name(models: Iterable[str]) -> dict[str, list[str]]:
    """Return the models by their joined names.

    The newest come first, and ids that Converse does not take last.
    """
    index: dict[str, list[str]] = {}
    newest_first = sorted(models, reverse=True)
    for model in sorted(newest_first, key=lambda each: each in after.SUCCESSORS):
        for name in dict.fromkeys(map(joined, names_of(model))):
            index.setdefault(name, []).append(model)
    return index


def begun(text: str, models: Iterable[str]) -> list[str]:
    """Return the models whose name, without the maker's, begins with these words."""
    start = f"{joined(text)}-"
    return [
        model
        for model in models
        if any(joined(each).startswith(start) for each in _own_names(model))
    ]


def nearest(text: str, models: Iterable[str]) -> list[str]:
    """Return the families and models with the names most like a text, the best first.

    None for a text that is too long to be a misspelt name.
    """
    from difflib import get_close_matches  # start-up time

    name = joined(text)
    if not name or len(name) > _LONGEST:
        return []
    known = by_name(models)
    named: dict[str, list[str]] = {
        **known,
        **{joined(each): [each] for each in FAMILIES},
    }
    names = [each for each in sorted(named) if each.startswith(f"{name}-")]
    names += get_close_matches(name, named, n=2 * _NEAR)
    return list(dict.fromkeys(each for found in names for each in named[found]))


@lru_cache(maxsize=1024)
def _own_names(model_id: str) -> tuple[str, ...]:
    """The names of a model without its maker's."""
    rest = model_id.lower().partition(".")[2]
    undated = _DATE.sub("", _VERSION.sub("", rest))
    names = (rest, _VERSION.sub("", rest), undated, _MANNER.sub("", undated))
    return tuple(dict.fromkeys(_plain(each) for each in names if each))


def _plain(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


_FAMILIES = {joined(name): models for name, models in FAMILIES.items()}
_OTHER_NAMES = {joined(name): model for name, model in OTHER_NAMES.items()}
