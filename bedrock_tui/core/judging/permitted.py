"""Judging a target by IAM: what its policies refuse, and what they allow."""

from __future__ import annotations

from fnmatch import fnmatchcase

from bedrock_tui.core.arn import parse_arn
from bedrock_tui.core.catalogue import CallKind
from bedrock_tui.core.judging.called import last_failure
from bedrock_tui.core.judging.case import Case
from bedrock_tui.core.modelids import short_id, split_prefix
from bedrock_tui.core.offer import Judgement
from bedrock_tui.core.permissions import (
    INVOKE,
    REMEDIES,
    STREAM,
    Denial,
    Evidence,
    Permission,
    Verdict,
)


def denied(case: Case) -> Judgement | None:
    """By a policy that refuses what would be called."""
    rows = [each for each in _rows(case) if each.verdict is Verdict.NO]
    if not rows:
        return None
    row = rows[0]
    reason = row.reason or f"IAM does not allow {row.action}."
    remedy = row.remedy or REMEDIES[row.denial or Denial.MISSING]
    return Judgement(Verdict.NO, row.evidence, reason, remedy)


def allowed(case: Case) -> Judgement | None:
    """By policies that allow it, where the region lists it."""
    rows = [each for each in _rows(case) if each.verdict is Verdict.YES]
    if not rows or case.call is None:
        return None
    row = rows[0]
    probed = row.evidence is Evidence.PROBED
    how = "A call was allowed" if probed else "IAM allows it"
    reason = f"{how} and {case.place} lists it.{last_failure(case)}"
    return Judgement(Verdict.YES, row.evidence, reason)


def _rows(case: Case) -> list[Permission]:
    """The rows on the action that a prompt takes, for what would be called."""
    one_piece = case.model is not None and case.model.streams is False
    action = INVOKE if one_piece else STREAM
    return [
        each
        for each in case.permissions
        if each.action == action and _concerns(each, case)
    ]


def _concerns(row: Permission, case: Case) -> bool:
    """Whether a verdict on a resource holds for what would be called.

    A pattern that is allowed covers it. A pattern that is not allowed may still be
    allowed in part, unless a statement denies it.
    """
    if not row.resource:
        return False
    refused_in_part = row.verdict is Verdict.NO and row.denial is not Denial.EXPLICIT
    if "*" in row.resource and refused_in_part:
        return False
    call = case.call
    called = call.id if call is not None else case.call_id
    if row.resource in ("*", called, call.arn if call is not None else "*"):
        return True
    arn = parse_arn(row.resource)
    if arn is None or not called:
        return False
    is_model = not split_prefix(called)[0]
    direct = call.kind is CallKind.ON_DEMAND if call is not None else is_model
    if direct != (arn.kind == "foundation-model"):
        return False
    return fnmatchcase(case.region, arn.region or "*") and fnmatchcase(
        short_id(called), arn.name
    )
