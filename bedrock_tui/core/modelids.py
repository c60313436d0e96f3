"""Reading ids: which model an inference profile or an ARN stands for.

Prefixes are those of the Bedrock User Guide, "Supported Regions and models for
inference profiles". Ids are taken apart, and put together only to look them up among
those that AWS lists.
"""

from __future__ import annotations

from collections.abc import Container

from bedrock_tui.core.arn import parse_arn

GLOBAL = "global"
"""The prefix of profiles that may run in any commercial region."""

PREFIXES = ("jp", "au", "in", "ca", "us-gov", "us", "eu", "apac", GLOBAL)
"""Prefixes of system-defined inference profiles, the narrowest geography first."""

_NAMED = ("foundation-model", "inference-profile")
"""ARNs that end in an id; the names in other ARNs are the account's own."""


def short_id(text: str) -> str:
    """Return the id in the ARN of a model or system-defined profile; else the text."""
    arn = parse_arn(text)
    return arn.name if arn is not None and arn.kind in _NAMED else text


def split_prefix(text: str) -> tuple[str, str]:
    """Return `us` and `amazon.nova-pro-v1:0` of `us.amazon.nova-pro-v1:0`.

    The first is empty for an id without a prefix that is known.
    """
    head, dot, rest = short_id(text).partition(".")
    return (
        (head, rest)
        if dot and head in PREFIXES and "." in rest
        else ("", head + dot + rest)
    )


def model_id_of(text: str) -> str:
    """Return the model's own id behind a model id, a profile id or an ARN of either.

    Opaque ARNs (application profiles, provisioned and custom models) and ids of
    another make come back as they are.
    """
    return split_prefix(text)[1]


def best_call(model_id: str, offered: Container[str]) -> str:
    """Return the id to call a model by among those that a region offers; else empty.

    Its own id comes first, then the profile of the narrowest geography, then global.
    """
    if model_id in offered:
        return model_id
    profiles = (f"{prefix}.{model_id}" for prefix in PREFIXES)
    return next((each for each in profiles if each in offered), "")
