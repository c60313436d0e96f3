"""Whether a target can be called, from everything that is known of it.

What counts most comes first: a fresh probe; the end of the model's life; calls of the
last days; what IAM refuses; what the lists rule out or leave open; what IAM allows.
A list alone never says yes: being listed is not being allowed.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import UTC, datetime

from bedrock_tui.core.availability import Availability, Probe
from bedrock_tui.core.catalogue import Model, RegionScan
from bedrock_tui.core.judging import account, called, listed, permitted
from bedrock_tui.core.judging.case import Case
from bedrock_tui.core.modelids import short_id
from bedrock_tui.core.offer import Judgement, Past
from bedrock_tui.core.permissions import INVOKE, STREAM, Permission, Verdict

_Rule = Callable[[Case], Judgement | None]


def judge(  # noqa: PLR0913  one argument for each thing that can be known
    model: Model | None,
    call_id: str | None = None,
    *,
    region_scan: RegionScan | None = None,
    permissions: Collection[Permission] | None = None,
    availability: Availability | None = None,
    past: Past | None = None,
    probe: Probe | None = None,
    elsewhere: Collection[str] = (),
    now: datetime | None = None,
) -> Judgement:
    """Judge whether a model can be called by an id, or by the best of its ids.

    `model` is None where the region does not list one. `permissions` may hold rows of
    other targets: only those on what would be called count. `elsewhere` are regions
    that the model can be called from, for the remedy. Every no has a reason and a
    remedy.
    """
    case = Case(
        model=model or _behind(call_id, region_scan),
        call_id=call_id or "",
        scan=region_scan,
        permissions=permissions or (),
        availability=availability or Availability(),
        past=past or Past(),
        probe=probe,
        elsewhere=elsewhere,
        now=now or datetime.now(UTC),
    )
    return next(found for rule in _RULES if (found := rule(case)) is not None)


def _behind(call_id: str | None, scan: RegionScan | None) -> Model | None:
    """The model that the region lists an id for."""
    if not call_id or scan is None:
        return None
    names = {call_id, short_id(call_id)}
    return next(
        (
            model
            for model in scan.models
            if model.id in names
            or any(names & {call.id, call.arn} for call in model.calls)
        ),
        None,
    )


def _listed(case: Case) -> Judgement:
    failed = called.last_failure(case)
    known = "is not settled" if failed else "was not tried"
    reason = f"Listed; whether you may call it {known}."
    if case.call is None:
        reason = f"{case.place} does not list this ARN."
    return case.unknown(f"{reason}{_untold(case)}{failed}", case.probe_command)


def _untold(case: Case) -> str:
    """Why IAM, which was asked, did not tell; empty if it was not."""
    call = case.call
    if call is None:
        return ""
    names = {call.id, call.arn, short_id(call.arn)}
    why = (
        row.reason
        for row in case.permissions
        if row.verdict is Verdict.UNKNOWN
        and row.action in (INVOKE, STREAM)
        and names & {row.resource, short_id(row.resource)}
    )
    reason = next(filter(None, why), "")
    return f" {reason}" if reason else ""


_RULES: tuple[_Rule, ...] = (
    called.probed,
    listed.ended,
    listed.other_id,
    called.seen,
    permitted.denied,
    listed.closed,
    listed.not_offered,
    listed.no_way,
    listed.wrong_form,
    account.unavailable,
    account.not_authorized,
    listed.legacy_unused,
    account.no_agreement,
    permitted.allowed,
    _listed,
)
"""In the order of what they count; the last always answers."""
