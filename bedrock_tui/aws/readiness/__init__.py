"""Readiness: small checks of everything that a set-up for Bedrock rests on."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from enum import Enum, auto

from bedrock_tui.aws.readiness import account, credentials, line, machine, model, places
from bedrock_tui.aws.readiness.finding import (
    Finding,
    failed,
    skipped,
    told,
    unknown,
    unreached,
)
from bedrock_tui.aws.readiness.model import JudgePermissions
from bedrock_tui.aws.readiness.situation import HistoryPlace, SettingsPlace, Situation
from bedrock_tui.core.checks import CHECKS, Check
from bedrock_tui.core.failure import Category, Failure
from bedrock_tui.core.identity import ApiKey
from bedrock_tui.core.permissions import Permission

__all__ = [
    "BY_PERMISSIONS",
    "LOCAL",
    "HistoryPlace",
    "SettingsPlace",
    "Situation",
    "examine",
    "late",
    "permissions_can_be_asked",
    "prepare",
    "untold",
]


class _Needs(Enum):
    """What a check cannot be made without."""

    NOTHING = auto()
    SIGNATURE = auto()
    """Something that Bedrock accepts: access keys or an API key."""
    BEDROCK = auto()
    """A call of Bedrock, so a region too."""
    KEYS = auto()
    """A call of another service, which takes access keys only."""


_REACHED = "catalogue"
"""The check that fails where the network is to blame."""
_SIGNING_IN = (Category.LOGIN, Category.LOGIN_EXPIRED, Category.CREDENTIALS)
_NOT_SENT = "API keys need an HTTPS endpoint, see above."
_Judge = Callable[[Situation], Finding]
_TITLES = dict(CHECKS)

_JUDGES: Mapping[str, tuple[_Judge, _Needs]] = {
    "credentials": (credentials.credentials, _Needs.NOTHING),
    "long-lived-keys": (credentials.long_lived, _Needs.NOTHING),
    "key-age": (credentials.key_age, _Needs.KEYS),
    "region": (places.region, _Needs.SIGNATURE),
    "catalogue": (places.catalogue, _Needs.BEDROCK),
    "logging": (account.logging, _Needs.BEDROCK),
    "trail": (account.trail, _Needs.KEYS),
    "alarms": (account.alarms, _Needs.KEYS),
    "health": (account.health, _Needs.KEYS),
    "guardrails": (account.guardrails, _Needs.BEDROCK),
    "endpoint": (line.endpoint, _Needs.NOTHING),
    "clock": (line.clock, _Needs.BEDROCK),
    "history": (machine.history, _Needs.NOTHING),
    "disk": (machine.disk, _Needs.NOTHING),
    "configuration": (machine.configuration, _Needs.NOTHING),
}
"""The checks that stand by themselves."""

LOCAL = ("history", "disk", "configuration")
"""Those of them that look at this computer alone, whoever calls."""

_JUDGES_OF_PERMISSIONS: Mapping[str, Callable[[Situation], JudgePermissions]] = {
    "model": model.model,
    "streaming": model.streaming,
}
BY_PERMISSIONS = tuple(_JUDGES_OF_PERMISSIONS)
"""The checks that are judged by the permissions; all of them take Bedrock itself."""


def examine(check_id: str, situation: Situation) -> Check:
    """Return the outcome of a check that stands by itself; may wait for the network."""
    judge, needs = _JUDGES[check_id]
    found = _missing(check_id, situation, needs) or judge(situation)
    return _named(check_id, _once(check_id, situation, found))


def prepare(
    check_id: str, situation: Situation
) -> Callable[[Sequence[Permission]], Check]:
    """Return what judges one check of BY_PERMISSIONS, as soon as they are known.

    Whatever else the check rests on is looked at already here, which may wait for the
    network.
    """
    if (missing := _missing(check_id, situation, _Needs.BEDROCK)) is not None:
        return lambda _: _named(check_id, missing)
    judge = _JUDGES_OF_PERMISSIONS[check_id](situation)
    return lambda permissions: _named(
        check_id, _once(check_id, situation, judge(permissions))
    )


def permissions_can_be_asked(situation: Situation) -> bool:
    """Tell whether there is something to sign a call with, and somewhere to send it."""
    return _missing("", situation, _Needs.BEDROCK) is None


def late(check_id: str, situation: Situation, detail: str, remedy: str) -> Check:
    """Return a check that was not waited for any longer.

    Where nothing of AWS answered at all, one check fails for it.
    """
    if check_id == _REACHED and situation.silent:
        return _named(check_id, failed(detail, remedy))
    return untold(check_id, detail, remedy)


def untold(check_id: str, detail: str, remedy: str = "") -> Check:
    """Return a check that came to no end."""
    return _named(check_id, unknown(detail, remedy))


def _missing(check_id: str, situation: Situation, needs: _Needs) -> Finding | None:
    """Say what keeps a check from being made, if anything does."""
    if needs is _Needs.NOTHING:
        return None
    if situation.nowhere and (needs is not _Needs.SIGNATURE or situation.unreadable):
        return skipped(situation.nowhere)
    if situation.unreadable:
        return skipped(f"{situation.unreadable}, so there are no credentials.")
    if failure := situation.out_of_reach:
        found = failed(told(failure), failure.remedy)
        return found if check_id == _REACHED else _see(_REACHED, failure)
    api_key = situation.identity.api_key
    if needs is _Needs.KEYS:
        if api_key is not ApiKey.NONE and not situation.identity.key_id:
            return skipped("A Bedrock API key is good for Bedrock alone.")
    elif api_key is ApiKey.SET:
        return skipped(_NOT_SENT) if situation.keeps_api_key() else None
    elif api_key is ApiKey.EMPTY:
        return skipped("The Bedrock API key is set but empty.")
    if not situation.keys_usable():
        return skipped("There are no usable credentials.")
    return None


def _once(check_id: str, situation: Situation, finding: Finding) -> Finding:
    """Return a finding that points to the check which tells the same cause."""
    failure = finding.failure
    if failure is None or (cause := _cause(situation, failure)) in ("", check_id):
        return finding
    # What was found all the same stands before it.
    before = finding.detail.removesuffix(told(failure))
    return _see(cause, failure, before if before != finding.detail else "")


def _cause(situation: Situation, failure: Failure) -> str:
    """Return the check that tells why this fails and others, too; empty if none."""
    own = situation.identity.failure
    if failure.category in _SIGNING_IN and own is not None:
        return "credentials" if _alike(own, failure) else ""
    if situation.nowhere or not (
        unreached(failure) or failure.category == Category.CONFIG
    ):
        return ""
    if situation.out_of_reach:
        return _REACHED
    if _missing(_REACHED, situation, _Needs.BEDROCK) is not None:
        return ""
    region = situation.regions[0]
    listing = situation.models(region).failure
    if listing is None or not _alike(listing, failure):
        return ""
    return "region" if places.astray(region, listing) else _REACHED


def _alike(one: Failure, other: Failure) -> bool:
    return (one.code, one.title) == (other.code, other.title)


def _see(check_id: str, failure: Failure, before: str = "") -> Finding:
    return unknown(f'{before}{failure.title}, see "{_TITLES[check_id]}".')


def _named(check_id: str, finding: Finding) -> Check:
    return Check(
        check_id,
        _TITLES[check_id],
        finding.status,
        finding.detail,
        finding.remedy,
        finding.evidence,
    )
