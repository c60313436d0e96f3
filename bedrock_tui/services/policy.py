"""The least-privilege policy for some targets, as far as their reach is known."""

from __future__ import annotations

import json
import time
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any

from bedrock_tui.core.arn import parse_arn, partition_of
from bedrock_tui.core.permissions import Denial, Permission, Verdict
from bedrock_tui.core.policy import NO_ACCOUNT, PolicyTarget, policy
from bedrock_tui.core.target import Target, check_id
from bedrock_tui.errors import CallFailed
from bedrock_tui.services.patience import PATIENCE, late, within

if TYPE_CHECKING:
    from bedrock_tui.aws.destinations import Destinations
    from bedrock_tui.core.identity import Identity
    from bedrock_tui.services.workbench import Workbench

MANAGED_LIMIT = 6_144
"""Most characters of a managed policy, white space not counted (IAM User Guide, "IAM
and AWS STS quotas")."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A policy, and what to know before it is used."""

    policy: dict[str, Any]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """Where requests to some targets may end up, and what to know about that."""

    targets: tuple[PolicyTarget, ...]
    notes: tuple[str, ...]


async def write(
    workbench: Workbench,
    identity: Identity,
    targets: Sequence[Target],
    *,
    only: Collection[str] | None = None,
) -> Draft:
    """Return the policy for the targets; what does not answer is waited for no longer
    than the patience.

    `only` keeps these actions alone. Raises UsageError for what cannot be an id, and
    CallFailed when nothing tells which models are behind an inference profile.
    """
    return compose(identity, targets, await look_up(workbench, targets), only=only)


async def look_up(
    workbench: Workbench, targets: Sequence[Target], patience: float = PATIENCE
) -> Found:
    """Return where requests to the targets may end up, and what to know about that.

    Raises as `write` does.
    """
    for each in targets:
        check_id(each)
    return await within(None, "policy", lambda: _look_up(workbench, targets, patience))


def compose(
    identity: Identity,
    targets: Sequence[Target],
    found: Found,
    *,
    only: Collection[str] | None = None,
) -> Draft:
    """Return the policy for what was looked up."""
    reached, notes = found.targets, dict.fromkeys(found.notes)
    account = identity.account or _account_in(reached)
    caller = parse_arn(identity.arn)
    partition = caller.partition if caller else partition_of(targets[0].region)
    written = policy(
        reached,
        partition=partition,
        account=account,
        caller=identity.arn,
        only=only,
    )
    if not account and written["Statement"]:
        mend = f"write its number in place of {NO_ACCOUNT}"
        notes[f"Your account is not known: {mend}."] = None
    if (size := _size(written)) > MANAGED_LIMIT:
        most = f"a managed policy takes {MANAGED_LIMIT:,}"
        mend = "Name fewer targets, or split it."
        notes[f"It has {size:,} characters; {most}. {mend}"] = None
    return Draft(written, tuple(notes))


def _look_up(workbench: Workbench, targets: Sequence[Target], patience: float) -> Found:
    from bedrock_tui.aws.destinations import Destinations
    from bedrock_tui.aws.listed import Lists
    from bedrock_tui.aws.permissions.together import together

    clients, until = workbench.clients(), time.monotonic() + patience
    reached = _reached(Destinations(clients), targets, patience)
    lists = Lists(clients)
    bare = [each.target for each in reached if not each.models]
    places = filter(None, map(lists.place, bare))
    asks = {place: partial(lists.ask, place) for place in dict.fromkeys(places)}
    for _ in together(asks, max(0.0, until - time.monotonic())):
        pass  # who comes late is looked up in the published list
    notes = [*(each.note for each in reached), *map(lists.stranger, bare)]
    return Found(tuple(reached), tuple(dict.fromkeys(filter(None, notes))))


def _reached(
    destinations: Destinations, targets: Sequence[Target], patience: float
) -> list[PolicyTarget]:
    """Return the targets with all that is behind them, in their order."""
    from bedrock_tui.aws.permissions.together import Late, together

    def find(target: Target) -> tuple[Target, PolicyTarget | CallFailed]:
        try:
            return target, destinations.destinations(target)
        except CallFailed as error:
            return target, error

    finds = {each: partial(find, each) for each in targets}
    answers: dict[Target, PolicyTarget | CallFailed] = {}
    for answer in together(finds, patience):
        match answer:
            case Late(key=missed):
                answers[missed] = _too_late(missed, patience)
            case target, found:
                answers[target] = found
    return [_or_published(each, answers[each]) for each in targets]


def _too_late(target: Target, patience: float) -> PolicyTarget | CallFailed:
    from bedrock_tui.aws.destinations import unanswered

    try:
        return unanswered(target, late("No answer in time", patience))
    except CallFailed as error:
        return error


def _or_published(target: Target, answer: PolicyTarget | CallFailed) -> PolicyTarget:
    """Return the answer; the published list stands for one that did not come."""
    from bedrock_tui.aws.destinations import published

    if isinstance(answer, PolicyTarget):
        return answer
    found = published(target)
    if found is None:
        message = f"{target}: {answer.failure.message}"
        raise CallFailed(replace(answer.failure, message=message)) from answer
    return replace(found, note=f"{found.note}: {answer.failure.title}.")


def missing(permissions: Iterable[Permission]) -> tuple[set[str], list[str]]:
    """Return the actions that a policy can add, and notes about all others.

    What is not known counts as missing: it does no harm to allow it twice.
    """
    actions: set[str] = set()
    notes: dict[str, None] = {}
    for each in permissions:
        if each.verdict is Verdict.YES:
            continue
        if each.denial in (None, Denial.MISSING):
            actions.add(each.action)
        else:
            notes[f"{each.action} on {each.resource}: {each.denial}. {each.remedy}"] = (
                None
            )
        if each.verdict is Verdict.UNKNOWN:
            notes[f"{each.action} may be allowed already: {each.reason}"] = None
    return actions, list(notes)


def _size(written: dict[str, Any]) -> int:
    return len(json.dumps(written, separators=(",", ":")))


def _account_in(targets: Iterable[PolicyTarget]) -> str:
    """The account in the ARN of an inference profile: these belong to the caller."""
    arns = (parse_arn(each.arn) for each in targets)
    return next((arn.account for arn in arns if arn is not None and arn.account), "")
