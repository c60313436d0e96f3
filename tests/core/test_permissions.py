from __future__ import annotations

import pytest

from bedrock_tui.core.permissions import (
    CAPABILITIES,
    REMEDIES,
    SEEDS,
    Denial,
    Evidence,
    Permission,
    Scope,
    Verdict,
    denial_in,
    granted,
)

WHO = (
    "User: arn:aws:sts::111122223333:assumed-role/Dev/me is not authorized to perform: "
    "bedrock:InvokeModel on resource: arn:aws:bedrock:us-east-1::foundation-model/a.b "
)


def permission(action: str, verdict: Verdict) -> Permission:
    return Permission("", action, "*", verdict, Evidence.SIMULATED)


def test_every_capability_of_the_program_is_listed_once() -> None:
    assert [each.id for each in CAPABILITIES] == [
        "list-models",
        "availability",
        "inference-profiles",
        "invoke",
        "stream",
        "count-tokens",
        "guardrails",
        "prices",
        "quotas",
        "metrics",
        "simulate",
    ]
    actions = [action for each in CAPABILITIES for action in each.actions]
    assert len(actions) == len(set(actions))
    assert set(SEEDS) < set(actions)


def test_only_calling_a_model_has_no_free_way_to_find_out() -> None:
    for each in CAPABILITIES:
        assert set(each.free) <= set(each.actions)
        if each.scope is Scope.ACCOUNT:
            assert each.free, each.id
        if each.scope is Scope.TARGET:
            assert not each.free, each.id


def test_every_kind_of_refusal_has_a_remedy() -> None:
    assert REMEDIES.keys() == set(Denial)


@pytest.mark.parametrize(
    ("ending", "denial"),
    [
        (
            "because no identity-based policy allows the bedrock:InvokeModel action",
            Denial.MISSING,
        ),
        (
            "because no session policy allows the bedrock:InvokeModel action",
            Denial.MISSING,
        ),
        (
            "because no permissions boundary allows the bedrock:InvokeModel action",
            Denial.BOUNDARY,
        ),
        (
            "because no service control policy allows the bedrock:InvokeModel action",
            Denial.SCP,
        ),
        ("with an explicit deny in a service control policy: arn:aws:x", Denial.SCP),
        ("with an explicit deny in a resource control policy", Denial.SCP),
        ("with an explicit deny in a permissions boundary", Denial.BOUNDARY),
        ("with an explicit deny in an identity-based policy", Denial.EXPLICIT),
        ("with an explicit deny in a VPC endpoint policy", Denial.EXPLICIT),
        ("with an explicit deny", Denial.EXPLICIT),
        ("", None),
    ],
)
def test_a_refusal_tells_what_refuses(ending: str, denial: Denial | None) -> None:
    assert denial_in(WHO + ending) is denial


def test_another_message_tells_nothing() -> None:
    assert denial_in("You don't have access to the model.") is None


YES, NO, UNKNOWN = Verdict.YES, Verdict.NO, Verdict.UNKNOWN


@pytest.mark.parametrize(
    ("verdicts", "whole"),
    [
        ((YES, YES, YES, YES), YES),
        ((YES, NO, YES, UNKNOWN), NO),
        ((YES, UNKNOWN, YES, YES), UNKNOWN),
        ((YES, YES, YES), UNKNOWN),
    ],
)
def test_a_set_is_granted_when_every_action_is(
    verdicts: tuple[Verdict, ...], whole: Verdict
) -> None:
    found = [permission(a, v) for a, v in zip(SEEDS, verdicts, strict=False)]
    assert granted([*found, permission("iam:GetRole", NO)]) is whole


def test_a_set_is_not_granted_when_one_target_is_refused() -> None:
    found = [permission(action, YES) for action in SEEDS]
    assert granted([*found, permission(SEEDS[0], NO)]) is NO
