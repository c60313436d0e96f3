"""Who calls AWS, in lines for the Access screen."""

from __future__ import annotations

from datetime import datetime

from textual.content import Content

from bedrock_tui.core.identity import ApiKey, Expiry, Identity
from bedrock_tui.core.moments import in_words, time_left
from bedrock_tui.ui.text import plain

SHORT = 31
"""Characters of a fact that stands beside its name; longer ones stand below it."""


def describe(
    identity: Identity, now: datetime, environment_profile: str = ""
) -> Content:
    """Return everything known of the caller, what matters most first."""
    lines = _trouble(identity)
    profile = identity.aws_profile or environment_profile or "default credentials"
    lines.append(_fact("profile", profile))
    said_by = f" ({identity.region_source})" if identity.region_source else ""
    lines.append(_fact("region", f"{identity.region or 'none'}{said_by}"))
    lines.append(_fact("account", identity.account or "unknown"))
    lines.append(_fact("name", identity.name or "unknown"))
    for expiry in identity.expiries:
        lines.append(_fact(str(expiry.kind), _left(expiry, now)))
    if identity.source is not None:
        lines.append(_fact("from", identity.source.words))
        lines.append(_fact("where", identity.source.where))
    if identity.key_id:
        lines.append(_fact("key", identity.key_id))
    if identity.api_key is not ApiKey.NONE:
        lines.append(_fact("API key", str(identity.api_key)))
    lines.append(_fact("ARN", identity.arn or "unknown"))
    lines += [_fact(each.name, each.value) for each in identity.overrides]
    return Content("\n").join(lines)


def _trouble(identity: Identity) -> list[Content]:
    failure = identity.failure
    if failure is None:
        return []
    title = plain(failure.title, "bold $text-error")
    return [title, plain(failure.remedy), plain(failure.said, "dim"), Content("")]


def _left(expiry: Expiry, now: datetime) -> str:
    left = time_left(expiry.at, now)
    if left is None:
        return "end unknown"
    words = f"{in_words(left)} left" if left else "expired"
    return f"{words}, renews itself" if expiry.renews else words


def _fact(name: str, value: str) -> Content:
    gap = "\n" if len(value) > SHORT else " " * max(1, 11 - len(name))
    return Content.assemble((name, "dim"), gap, plain(value))
