"""Service quotas that hold for one model."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from bedrock_tui.core.catalogue import Model

_SUBJECT = re.compile(r"\bfor (?P<model>.+)$", re.IGNORECASE)
_NOISE = re.compile(r"\s*\([^)]*\)|\bv1\b|[^a-z0-9.]+")
"""What only names of quotas have: remarks, and the version where it is the first."""


@dataclass(frozen=True, slots=True)
class Quota:
    """One limit of the account in one region, as Service Quotas tells it."""

    name: str
    """Such as `On-demand model inference tokens per minute for Amazon Nova Pro`."""
    value: float | None
    code: str = ""
    """`L-…`, which the console and support ask for."""
    adjustable: bool = False
    """True if more can be asked for."""
    default: bool = False
    """True for the default of AWS, where no value of the account's own came."""


def quotas_for(model: Model, quotas: Iterable[Quota]) -> list[Quota]:
    """Return those that name the model, by name.

    Quotas have display names and not ids (Service Quotas, service code `bedrock`), with
    or without the provider. Names are compared whole: a quota that is not recognised is
    left out, never a wrong one shown.
    """
    name, maker = _plain(model.name), _plain(model.provider)
    if not name:
        return []
    wanted = {name, f"{maker}{name}", name.removeprefix(maker)}
    return sorted(
        (each for each in quotas if _subject(each.name) in wanted),
        key=lambda each: each.name,
    )


def _subject(name: str) -> str:
    found = _SUBJECT.search(name)
    return _plain(found["model"]) if found else ""


def _plain(text: str) -> str:
    return _NOISE.sub("", text.lower())
