"""The least-privilege policy for some targets, as far as their reach is known."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from bedrock_tui.core.arn import parse_arn, partition_of
from bedrock_tui.core.permissions import Denial, Permission, Verdict
from bedrock_tui.core.policy import NO_ACCOUNT, PolicyTarget, check_id, policy
from bedrock_tui.core.target import Target
from bedrock_tui.errors import CallFailed

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


def draft(
    workbench: Workbench,
    identity: Identity,
    targets: Sequence[Target],
    *,
    only: Collection[str] | None = None,
) -> Draft:
    """Return the policy for the targets; blocks.

    `only` keeps these actions alone. Raises UsageError for what cannot be an id, and
    CallFailed when nothing tells which models are behind an inference profile.
    """
    from bedrock_tui.aws.destinations import Destinations
    from bedrock_tui.aws.listed import Lists

    for each in targets:
        check_id(each)
    clients = workbench.clients()
    destinations, lists = Destinations(clients), Lists(clients)
    found = [_find(destinations, each) for each in targets]
    account = identity.account or _account_in(found)
    caller = parse_arn(identity.arn)
    partition = caller.partition if caller else partition_of(targets[0].region)
    written = policy(found, partition=partition, account=account, only=only)
    strangers = (lists.stranger(each.target) for each in found if not each.models)
    told = [*(each.note for each in found), *strangers]
    notes = dict.fromkeys(filter(None, told))
    if not account and written["Statement"]:
        mend = f"write its number in place of {NO_ACCOUNT}"
        notes[f"Your account is not known: {mend}."] = None
    if (size := _size(written)) > MANAGED_LIMIT:
        most = f"a managed policy takes {MANAGED_LIMIT:,}"
        mend = "Name fewer targets, or split it."
        notes[f"It has {size:,} characters; {most}. {mend}"] = None
    return Draft(written, tuple(notes))


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


def _find(destinations: Destinations, target: Target) -> PolicyTarget:
    from bedrock_tui.aws.destinations import published

    try:
        return destinations.destinations(target)
    except CallFailed as error:
        found = published(target)
        if found is None:
            message = f"{target}: {error.failure.message}"
            raise CallFailed(replace(error.failure, message=message)) from error
        return replace(found, note=f"{found.note}: {error.failure.title}.")


def _size(written: dict[str, Any]) -> int:
    return len(json.dumps(written, separators=(",", ":")))


def _account_in(targets: Iterable[PolicyTarget]) -> str:
    """The account in the ARN of an inference profile: these belong to the caller."""
    arns = (parse_arn(each.arn) for each in targets)
    return next((arn.account for arn in arns if arn is not None and arn.account), "")
