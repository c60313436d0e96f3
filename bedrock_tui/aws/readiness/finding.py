"""What a check found, before it has its name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bedrock_tui.core.checks import CheckStatus
from bedrock_tui.core.failure import Category, Failure

_WORST_FIRST = (
    CheckStatus.FAIL,
    CheckStatus.WARN,
    CheckStatus.UNKNOWN,
    CheckStatus.PASS,
    CheckStatus.SKIPPED,
)
_DENIED = (Category.PERMISSION, Category.PERMISSION_ORG)
_TRANSIENT = (Category.TIMEOUT, Category.SERVER, Category.THROTTLE)


@dataclass(frozen=True, slots=True)
class Finding:
    """How something stands, what was seen, what to do, and how it is known."""

    status: CheckStatus
    detail: str
    remedy: str = ""
    evidence: str = ""


def passed(detail: str, evidence: str = "") -> Finding:
    """It is as it should be."""
    return Finding(CheckStatus.PASS, detail, "", evidence)


def warned(detail: str, remedy: str, evidence: str = "") -> Finding:
    """It works, and could be better."""
    return Finding(CheckStatus.WARN, detail, remedy, evidence)


def failed(detail: str, remedy: str, evidence: str = "") -> Finding:
    """It does not work as it is."""
    return Finding(CheckStatus.FAIL, detail, remedy, evidence)


def skipped(detail: str) -> Finding:
    """It does not apply here."""
    return Finding(CheckStatus.SKIPPED, detail)


def unknown(detail: str, remedy: str = "", evidence: str = "") -> Finding:
    """It could not be found out."""
    return Finding(CheckStatus.UNKNOWN, detail, remedy, evidence)


def unanswered(failure: Failure, action: str) -> Finding:
    """Nothing is known, because the call that would tell was refused or failed."""
    if denied(failure):
        detail = f"{action} is refused: {_small(failure.title)}."
        return unknown(detail, f"Allow {action} to have this checked.", action)
    return unknown(told(failure), failure.remedy, action)


def refused(failure: Failure, action: str) -> Finding:
    """It fails with the call; unknown where that may pass by itself."""
    if failure.category in _TRANSIENT:
        return unanswered(failure, action)
    return failed(told(failure), failure.remedy, action)


def denied(failure: Failure) -> bool:
    """Tell whether IAM refused the call."""
    return failure.category in _DENIED


def told(failure: Failure) -> str:
    """Return a failure's title and what was said as one text."""
    if not failure.said:
        return f"{failure.title}."
    return f"{failure.title}: {failure.said}"


def worst(findings: Mapping[str, Finding]) -> Finding:
    """Return the findings at several places as one, as bad as the worst of them."""
    if len(findings) == 1:
        return next(iter(findings.values()))
    ordered = sorted(
        findings.items(), key=lambda item: _WORST_FIRST.index(item[1].status)
    )
    first = ordered[0][1]
    places: dict[str, list[str]] = {}
    for place, found in ordered:
        places.setdefault(found.detail, []).append(place)
    return Finding(
        first.status,
        " ".join(_placed(detail, where) for detail, where in places.items()),
        first.remedy,
        first.evidence,
    )


def _placed(detail: str, places: list[str]) -> str:
    """Return a detail with its places, unless it names them itself."""
    if all(place in detail for place in places):
        return detail
    return f"{', '.join(places)}: {detail}"


def _small(text: str) -> str:
    return text[:1].lower() + text[1:]
