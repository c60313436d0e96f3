"""What there is to be checked: one row for each action and what it is asked for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bedrock_tui.aws.destinations import is_profile
from bedrock_tui.core.arn import Arn, parse_arn, partition_of
from bedrock_tui.core.failure import Failure
from bedrock_tui.core.permissions import (
    CAPABILITIES,
    Evidence,
    Permission,
    Scope,
    Verdict,
)
from bedrock_tui.core.policy import NO_ACCOUNT, PolicyTarget
from bedrock_tui.core.target import Target


@dataclass(frozen=True, slots=True)
class Row:
    """One thing to check."""

    capability: str
    action: str
    resource: str

    def unknown(
        self, reason: str, remedy: str = "", failure: Failure | None = None
    ) -> Permission:
        """Return the row with nothing known."""
        return Permission(
            self.capability,
            self.action,
            self.resource,
            Verdict.UNKNOWN,
            Evidence.UNKNOWN,
            reason=reason,
            remedy=remedy,
            failure=failure,
        )


@dataclass(frozen=True, slots=True)
class Place:
    """A target with the ARNs that a request to it touches."""

    target: Target
    called: Arn
    models: tuple[Arn, ...] = ()
    """The models behind an inference profile."""
    failure: Failure | None = None
    """Why these are not known, where they are not."""

    @property
    def profile(self) -> str:
        """The ARN of the inference profile; empty for all else."""
        return str(self.called) if self.called.kind.endswith("-profile") else ""

    @property
    def counted(self) -> Arn | None:
        """The model whose tokens can be counted: never a profile."""
        arns = [*self.models, self.called]
        here = (arn for arn in arns if arn.region == self.target.region)
        return next((arn for arn in here if arn.kind == "foundation-model"), None)


def placed(found: PolicyTarget, account: str) -> Place:
    """Return where a target is."""
    partition = partition_of(found.target.region)
    called = found.called(partition, account or NO_ACCOUNT)
    return Place(found.target, called, tuple(found.behind()))


def unplaced(target: Target, account: str, failure: Failure | None = None) -> Place:
    """Return where a target is as far as its id tells, without asking AWS."""
    if not is_profile(target.id):
        return placed(PolicyTarget(target), account)
    owner = account or NO_ACCOUNT
    name = f"inference-profile/{target.id}"
    profile = Arn(partition_of(target.region), "bedrock", target.region, owner, name)
    return Place(target, parse_arn(target.id) or profile, failure=failure)


def account_rows() -> tuple[Row, ...]:
    """Return what is asked for no resource in particular."""
    return tuple(_rows(Scope.ACCOUNT, "*"))


def call_rows(place: Place) -> tuple[Row, ...]:
    """Return the rows of calling a target."""
    return tuple(_rows(Scope.TARGET, str(place.called)))


def count_rows(place: Place) -> tuple[Row, ...]:
    """Return the row of counting tokens; none where there is no model to count with."""
    model = place.counted
    return tuple(_rows(Scope.MODEL, str(model))) if model is not None else ()


def self_rows(principal: str) -> tuple[Row, ...]:
    """Return the rows of checking oneself; users need not look for a role."""
    rows = _rows(Scope.SELF, principal or "*")
    user = ":user/" in principal
    return tuple(row for row in rows if not (user and row.action == "iam:GetRole"))


def all_rows(targets: Sequence[Place]) -> tuple[Row, ...]:
    """Return every row there is for an identity that is not known."""
    per_target = (row for at in targets for row in (*call_rows(at), *count_rows(at)))
    rows = (*account_rows(), *per_target, *self_rows(""))
    return tuple(dict.fromkeys(rows))


def _rows(scope: Scope, resource: str) -> Iterator[Row]:
    for capability in CAPABILITIES:
        if capability.scope is scope:
            for action in capability.actions:
                yield Row(capability.words, action, resource)
