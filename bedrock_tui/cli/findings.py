"""What a doctor found, as text for people and as JSON for scripts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from textwrap import wrap

from bedrock_tui.cli.commands import completed
from bedrock_tui.cli.output import Json
from bedrock_tui.cli.session import one_line
from bedrock_tui.core.checks import CHECKS, Check, CheckStatus
from bedrock_tui.core.failure import Failure, redact
from bedrock_tui.core.identity import ApiKey, Expiry, Identity, Source
from bedrock_tui.core.permissions import Permission, Verdict, order

_SIGNS = {
    CheckStatus.PASS: "✓",
    CheckStatus.WARN: "!",
    CheckStatus.FAIL: "✗",
    CheckStatus.UNKNOWN: "?",
    CheckStatus.SKIPPED: "–",
}
_LEAST = 30
"""Columns for text; with fewer it is left to the terminal to wrap."""
_VERDICTS = {Verdict.YES: "✓", Verdict.NO: "✗", Verdict.UNKNOWN: "?"}


@dataclass(slots=True)
class Report:
    """All that was found."""

    identity: Identity
    checks: list[Check] = field(default_factory=list)
    permissions: list[Permission] = field(default_factory=list)
    aws_profile: str = ""
    """The aws profile in force, also where the environment names it."""

    def sort(self) -> None:
        """Bring what came as it was known into the order of the lists."""
        checks = [check_id for check_id, _ in CHECKS]
        self.checks.sort(key=lambda each: checks.index(each.id))
        self.permissions.sort(key=order)


def as_text(report: Report, width: int | None = None) -> Iterator[str]:
    """Yield the lines that people read, wrapped to a terminal's `width`."""
    yield "Identity"
    for name, value in _facts(report.identity, report.aws_profile):
        yield from beside(f"  {name:<12}", value, width)
    yield from ("", "Checks")
    most = max(len(check.title) for check in report.checks)
    for check in report.checks:
        head = f"  {_SIGNS[check.status]} {check.title:<{most}} "
        yield from beside(head, check.detail, width)
        if check.remedy:
            yield from beside(" " * len(head), f"→ {check.remedy}", width)
    if report.permissions:
        yield from ("", "Permissions")
        yield from _permissions(report.permissions, width)


def _permissions(permissions: Sequence[Permission], width: int | None) -> Iterator[str]:
    most = max(len(each.capability) for each in permissions)
    told: set[str] = set()
    for each in permissions:
        head = f"  {_VERDICTS[each.verdict]} {each.capability:<{most}} "
        where = "" if each.resource == "*" else f" on {each.resource}"
        yield from beside(
            head, f"{each.action}{where} ({each.denial or each.evidence})", width
        )
        if each.verdict is not Verdict.YES:
            for words in _why(each, told):
                yield from beside(" " * len(head), f"→ {words}", width)
            told.add(each.remedy)


def _why(permission: Permission, told: set[str]) -> Iterator[str]:
    """Yield reason and remedy; a remedy that was told above is not told again."""
    above = permission.remedy in told
    if above and permission.failure is not None:
        yield f"{permission.failure.title}, as above."
        return
    yield from filter(None, (permission.reason, "" if above else permission.remedy))


def beside(head: str, text: str, width: int | None) -> Iterator[str]:
    """Yield a head with text from anywhere beside it, wrapped under itself."""
    shown = _shown(text)
    if width is None or width - len(head) < _LEAST:
        yield f"{head} {shown}".rstrip()
        return
    lines = wrap(
        shown,
        width - len(head) - 1,
        break_long_words=False,
        break_on_hyphens=False,
    )
    for line in lines or [""]:
        yield f"{head} {line}".rstrip()
        head = " " * len(head)


def _facts(identity: Identity, aws_profile: str) -> Iterator[tuple[str, str]]:
    yield "AWS profile", aws_profile or "default credentials"
    source = identity.source
    if source is None:
        yield "Credentials", "none"
    else:
        place = f", {source.where}" if source.where else ""
        key = f", key {identity.key_id}" if identity.key_id else ""
        yield "Credentials", f"{source.words}{place}{key}"
    if identity.api_key is not ApiKey.NONE:
        yield "API key", f"AWS_BEARER_TOKEN_BEDROCK is {identity.api_key}"
    yield "Account", identity.account or "unknown"
    yield "Caller", identity.arn or "unknown"
    origin = f" ({identity.region_source})" if identity.region_source else ""
    yield "Region", f"{identity.region}{origin}" if identity.region else "none"
    for expiry in identity.expiries:
        yield "Expires", _expiry(expiry)
    for override in identity.overrides:
        yield "Override", f"{override.name} = {override.value}"
    if identity.failure is not None:
        yield "Failure", identity.failure.title


def _expiry(expiry: Expiry) -> str:
    if expiry.at is None:
        return f"{expiry.kind}: unknown"
    words = f"{expiry.kind}: {expiry.at.astimezone():%Y-%m-%d %H:%M %Z}"
    if expiry.at <= datetime.now(UTC):
        return f"{words}, expired"
    return f"{words}, renews itself" if expiry.renews else words


def _shown(text: str) -> str:
    """Return text from anywhere as one line that is safe to show and holds no key."""
    return one_line(redact(completed(text)))


def as_json(report: Report) -> Json:
    """Return the shape that scripts rely on."""
    return {
        "identity": _identity(report.identity, report.aws_profile),
        "checks": [
            {
                "id": check.id,
                "status": str(check.status),
                "title": check.title,
                "detail": redact(check.detail),
                "remedy": redact(check.remedy),
                "evidence": redact(check.evidence),
            }
            for check in report.checks
        ],
        "permissions": [_permission(each) for each in report.permissions],
    }


def _identity(identity: Identity, aws_profile: str) -> Json:
    return {
        "aws_profile": aws_profile or None,
        "region": identity.region or None,
        "region_source": identity.region_source or None,
        "source": _source(identity.source),
        "key_id": identity.key_id or None,
        "long_lived": identity.long_lived,
        "account": identity.account or None,
        "arn": identity.arn or None,
        "name": identity.name or None,
        "api_key": str(identity.api_key),
        "expiries": [
            {
                "kind": str(each.kind),
                "at": each.at.isoformat() if each.at else None,
                "renews": each.renews,
                "expired": each.at is not None and each.at <= datetime.now(UTC),
            }
            for each in identity.expiries
        ],
        "overrides": [
            {"name": each.name, "value": redact(each.value)}
            for each in identity.overrides
        ],
        "failure": _failure(identity.failure),
    }


def _source(source: Source | None) -> Json | None:
    if source is None:
        return None
    return {
        "method": source.method,
        "words": source.words,
        "where": redact(source.where),
    }


def _failure(failure: Failure | None) -> Json | None:
    if failure is None:
        return None
    return {
        "category": str(failure.category),
        "code": failure.code,
        "title": failure.title,
        "message": redact(failure.message),
        "remedy": redact(failure.remedy),
    }


def _permission(permission: Permission) -> Json:
    return {
        "capability": permission.capability,
        "action": permission.action,
        "resource": permission.resource,
        "verdict": str(permission.verdict),
        "evidence": str(permission.evidence),
        "denial": str(permission.denial) if permission.denial else None,
        "reason": redact(permission.reason),
        "remedy": redact(permission.remedy),
    }
