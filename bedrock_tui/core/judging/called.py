"""Judging a target by calls: a probe of it, and the history of its model."""

from __future__ import annotations

from datetime import datetime, timedelta

from bedrock_tui.core.availability import Probe
from bedrock_tui.core.failure import Category
from bedrock_tui.core.judging.case import DOCTOR_COMMAND, Case
from bedrock_tui.core.moments import day, utc
from bedrock_tui.core.offer import Judgement
from bedrock_tui.core.permissions import Evidence, Verdict

ANSWERED = timedelta(days=7)
"""For so long an answered call shows that a target can be called."""
REFUSED = timedelta(days=1)
"""For so long a refused one shows that it cannot: refusals get mended."""
SETTING_UP = timedelta(minutes=15)
"""The same for what mends itself: a Marketplace subscription in the making."""

_LASTING = frozenset(
    {
        Category.PERMISSION,
        Category.PERMISSION_ORG,
        Category.MODEL_ACCESS,
        Category.MARKETPLACE,
        Category.MARKETPLACE_PENDING,
        Category.BILLING,
        Category.USE_CASE,
        Category.GEO,
        Category.ENTITLEMENT,
        Category.ACCOUNT,
        Category.RETIRED,
        Category.LEGACY,
    }
)
"""Refusals of the model itself, whichever of its ids was called."""
_OF_THE_ID = frozenset({Category.MODEL_ID, Category.NEEDS_PROFILE})
"""Refusals of one id: they say nothing of the others."""
_USED_UP = frozenset({Category.THROTTLE_DAY, Category.QUOTA})
"""New accounts may have a quota of 0, which waiting does not mend."""
_REPLACEABLE = frozenset(
    {Category.RETIRED, Category.LEGACY, Category.MODEL_ID, Category.NEEDS_PROFILE}
)


def probed(case: Case) -> Judgement | None:
    """By a fresh probe that was answered, or refused for good."""
    probe = case.probe
    if probe is None:
        return None
    when = f"A probe on {day(probe.at)}"
    if probe.failure is None:
        if not _within(case, probe.at, ANSWERED) or _refused_after(case, probe.at):
            return None
        return Judgement(Verdict.YES, Evidence.PROBED, f"{when} was answered.")
    failure = probe.failure
    if failure.category not in _LASTING | _OF_THE_ID | _USED_UP:
        return None
    if not (_stands(case, probe.at, failure.category) and _is_news(case, probe)):
        return None
    reason = f"{when} was refused: {failure.title or _meaning(failure.category)}."
    remedy = _remedy(case, failure.category, failure.remedy)
    return Judgement(Verdict.NO, Evidence.PROBED, reason, remedy)


def seen(case: Case) -> Judgement | None:
    """By the calls of the last days."""
    past = case.past
    last = past.last_ok_at
    if past.last_at is not None and _refused_after(case, last):
        title = past.last_failure or _meaning(past.last_category)
        reason = f"The last call, on {day(past.last_at)}, was refused: {title}."
        remedy = _remedy(case, past.last_category, past.last_remedy)
        return Judgement(Verdict.NO, Evidence.SEEN, reason, remedy)
    if last is None or not _within(case, last, ANSWERED):
        return None
    if case.model is not None and case.call_id and case.call is None:
        return None  # the history is the model's: another of its ids may have answered
    return Judgement(
        Verdict.YES,
        Evidence.SEEN,
        f"A call on {day(last)} was answered.{last_failure(case)}",
    )


def _refused_after(case: Case, moment: datetime | None) -> bool:
    """Whether the newest call came after a moment and was refused for good."""
    past = case.past
    if past.last_at is None or past.last_category not in _LASTING:
        return False
    if moment is not None and utc(past.last_at) <= utc(moment):
        return False
    return _stands(case, past.last_at, past.last_category)


def _stands(case: Case, at: datetime, category: str) -> bool:
    pending = category == Category.MARKETPLACE_PENDING
    return _within(case, at, SETTING_UP if pending else REFUSED)


def _within(case: Case, at: datetime, limit: timedelta) -> bool:
    return utc(case.now) - utc(at) <= limit


def _remedy(case: Case, category: str, given: str) -> str:
    """The remedy of a refusal; an id of the region's own where another one helps."""
    calls = case.model.calls if case.model is not None else ()
    others = [each.id for each in calls if each.id != case.call_id]
    if category in _OF_THE_ID and case.call_id and others:
        return f"Use {others[0]} instead."
    fallback = given or f"Choose another model; {DOCTOR_COMMAND} looks for the cause."
    return case.choose(otherwise=fallback) if category in _REPLACEABLE else fallback


def _meaning(category: str) -> str:
    known = category in set(Category)
    return Category(category).meaning if known else category or "no reason was given"


def last_failure(case: Case) -> str:
    """Return what else should be known: a newer failure that decided nothing."""
    past, probe = case.past, case.probe
    if probe is not None and probe.failure is not None and _is_news(case, probe):
        title = probe.failure.title or _meaning(probe.failure.category)
        return f" A probe on {day(probe.at)} failed: {title}."
    if past.last_failure and past.last_at is not None:
        return f" The last call, on {day(past.last_at)}, failed: {past.last_failure}."
    return ""


def _is_news(case: Case, probe: Probe) -> bool:
    last = case.past.last_ok_at
    return last is None or utc(last) < utc(probe.at)
