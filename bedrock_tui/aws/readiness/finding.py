"""What a check found, before it has its name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

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
_ON_THE_WAY = (Category.NETWORK, Category.PROXY, Category.TLS)
_SILENT = ("ReadTimeoutError",)
_TRANSIENT = (Category.TIMEOUT, Category.SERVER, Category.THROTTLE)


@dataclass(frozen=True, slots=True)
class Finding:
    """How something stands, what was seen, what to do, and how it is known."""

    status: CheckStatus
    detail: str
    remedy: str = ""
    evidence: str = ""
    failure: Failure | None = None
    """What the call ended with that was to tell, where it told nothing."""


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


def unknown(
    detail: str,
    remedy: str = "",
    evidence: str = "",
    failure: Failure | None = None,
) -> Finding:
    """It could not be found out."""
    return Finding(CheckStatus.UNKNOWN, detail, remedy, evidence, failure)


def unanswered(failure: Failure, action: str) -> Finding:
    """Nothing is known, because the call that would tell was refused or failed."""
    if not denied(failure):
        return unknown(told(failure), failure.remedy, action, failure)
    detail = f"{action} is refused: {_small(failure.title)}."
    if failure.category == Category.PERMISSION_ORG:
        return unknown(detail, failure.remedy, action)
    return unknown(detail, f"Allow {action} to have this checked.", action)


def refused(failure: Failure, action: str) -> Finding:
    """It fails with the call; unknown where that may pass by itself."""
    if failure.category in _TRANSIENT:
        return unanswered(failure, action)
    found = failed(told(failure), failure.remedy, action)
    return replace(found, failure=failure)


def denied(failure: Failure) -> bool:
    """Tell whether IAM refused the call."""
    return failure.category in _DENIED


def unreached(failure: Failure) -> bool:
    """Tell whether the network is to blame, or what stands in it."""
    return failure.category in _ON_THE_WAY or failure.code in _SILENT


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
    details = _by_text([(place, found.detail) for place, found in ordered])
    remedies = _by_text([(place, found.remedy) for place, found in ordered])
    mends = [*remedies] if len(remedies) == 1 else _placed(remedies)
    return Finding(
        first.status,
        " ".join(_placed(details)),
        " ".join(mends),
        first.evidence,
        first.failure,
    )


def _by_text(told: Sequence[tuple[str, str]]) -> dict[str, list[str]]:
    """Return the places of each text, without those that have none."""
    places: dict[str, list[str]] = {}
    for place, text in told:
        if text:
            places.setdefault(text, []).append(place)
    return places


def _placed(told: Mapping[str, list[str]]) -> list[str]:
    """Return each text with its places, unless it names them itself."""
    return [
        text
        if all(place in text for place in places)
        else f"{', '.join(places)}: {text}"
        for text, places in told.items()
    ]


def _small(text: str) -> str:
    return text[:1].lower() + text[1:]
