from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedrock_tui.core.availability import Availability, Probe
from bedrock_tui.core.catalogue import (
    CallId,
    CallKind,
    Lifecycle,
    Listing,
    RegionStatus,
)
from bedrock_tui.core.failure import Category, Failure
from bedrock_tui.core.offer import Judgement, Past
from bedrock_tui.core.permissions import (
    INVOKE,
    STREAM,
    Denial,
    Evidence,
    Permission,
    Verdict,
)
from bedrock_tui.core.verdict import judge
from tests.core.catalogues import HERE, NOW, calls_of, model, scan

YES, NO, UNKNOWN = Verdict.YES, Verdict.NO, Verdict.UNKNOWN
LISTED, SEEN, PROBED = Evidence.LISTED, Evidence.SEEN, Evidence.PROBED
SIMULATED = Evidence.SIMULATED

NOVA = "amazon.nova-pro-v1:0"
SONNET = "anthropic.claude-sonnet-5-5"
OPUS_4_1 = "anthropic.claude-opus-4-1-20250805-v1:0"
NOVA_ARN = f"arn:aws:bedrock:{HERE}::foundation-model/{NOVA}"
CUSTOM_ARN = f"arn:aws:bedrock:{HERE}:111122223333:custom-model/amazon.nova/abc"
OWN_ARN = f"arn:aws:bedrock:{HERE}:111122223333:application-inference-profile/abc"


def ago(**time: float) -> datetime:
    return NOW - timedelta(**time)


def probe(category: str = "", remedy: str = "", **time: float) -> Probe:
    if not category:
        return Probe(ago(**time))
    return Probe(ago(**time), Failure(category, "", "Refused so", "", remedy))


def allow(
    resource: str = NOVA_ARN, action: str = STREAM, verdict: Verdict = YES, **more: Any
) -> Permission:
    return Permission("stream replies", action, resource, verdict, SIMULATED, **more)


def judged(model_id: str = NOVA, call_id: str | None = None, **known: Any) -> Judgement:
    """Judge a model that the region lists beside two others."""
    shape = {name: known.pop(name) for name in SHAPE & known.keys()}
    it = model(model_id, *known.pop("kinds", ("",)), **shape)
    others = (model(SONNET, "us", "global"), model("openai.gpt-oss-120b-1:0"))
    listed = scan(it, *(each for each in others if each.id != model_id))
    listed = replace(listed, **known.pop("scan", {}))
    return judge(it, call_id, region_scan=listed, now=NOW, **known)


SHAPE = {"lifecycle", "inputs", "outputs", "inference_types", "mantle_only", "streams"}
SHAPE |= {"calls", "public_at"}
LEGACY = Lifecycle("LEGACY", legacy=ago(days=90), ended=NOW + timedelta(days=60))
GONE = Lifecycle("LEGACY", legacy=ago(days=200), ended=ago(days=2))


def outcome(found: Judgement) -> tuple[Verdict, Evidence]:
    return found.verdict, found.evidence


CASES: dict[str, tuple[dict[str, Any], Verdict, Evidence, str, str]] = {
    # what is known, verdict, evidence, words of the reason, words of the remedy
    "listed": ({}, UNKNOWN, LISTED, "not tried", f"probe -t {NOVA}@{HERE}"),
    "allowed": ({"permissions": [allow()]}, YES, SIMULATED, "IAM allows", ""),
    "allowed everything": (
        {"permissions": [allow("*")]},
        YES,
        SIMULATED,
        "IAM allows",
        "",
    ),
    "allowed by pattern": (
        {"permissions": [allow("arn:aws:bedrock:*::foundation-model/amazon.*")]},
        YES,
        SIMULATED,
        "IAM allows",
        "",
    ),
    "allowed elsewhere": (
        {"permissions": [allow(NOVA_ARN.replace("us-east", "eu-west"))]},
        UNKNOWN,
        LISTED,
        "not tried",
        "",
    ),
    "another model allowed": (
        {"permissions": [allow(NOVA_ARN.replace("pro", "lite"))]},
        UNKNOWN,
        LISTED,
        "not tried",
        "",
    ),
    "only plain calls allowed": (
        {"permissions": [allow(action=INVOKE)]},
        UNKNOWN,
        LISTED,
        "not tried",
        "",
    ),
    "answers in one piece": (
        {"permissions": [allow(action=INVOKE)], "streams": False},
        YES,
        SIMULATED,
        "IAM allows",
        "",
    ),
    "denied": (
        {"permissions": [allow(verdict=NO, denial=Denial.SCP)]},
        NO,
        SIMULATED,
        STREAM,
        "organisation",
    ),
    "denied with its own words": (
        {"permissions": [allow(verdict=NO, reason="Nope.", remedy="Ask Ann.")]},
        NO,
        SIMULATED,
        "Nope.",
        "Ask Ann.",
    ),
    "denied somewhere": (
        {"permissions": [allow("*", verdict=NO, denial=Denial.MISSING)]},
        UNKNOWN,
        LISTED,
        "not tried",
        "",
    ),
    "denied everywhere": (
        {"permissions": [allow("*", verdict=NO, denial=Denial.EXPLICIT)]},
        NO,
        SIMULATED,
        STREAM,
        "explicit deny",
    ),
    "answered": (
        {"past": Past(1, 1, last_at=ago(days=6), last_ok_at=ago(days=6))},
        YES,
        SEEN,
        "2026-11-16",
        "",
    ),
    "answered long ago": (
        {"past": Past(1, 1, last_at=ago(days=8), last_ok_at=ago(days=8))},
        UNKNOWN,
        LISTED,
        "not tried",
        "",
    ),
    "answered, denied by IAM": (
        {
            "past": Past(1, 1, last_at=ago(days=1), last_ok_at=ago(days=1)),
            "permissions": [allow(verdict=NO)],
        },
        YES,
        SEEN,
        "answered",
        "",
    ),
    "answered, then throttled": (
        {
            "past": Past(
                2, 1, None, ago(hours=1), ago(days=1), "Too many", Category.THROTTLE
            )
        },
        YES,
        SEEN,
        "failed: Too many",
        "",
    ),
    "answered, then refused": (
        {
            "past": Past(
                2, 1, None, ago(hours=1), ago(days=1), "Form", Category.USE_CASE, "Do"
            )
        },
        NO,
        SEEN,
        "refused: Form",
        "Do",
    ),
    "refused long ago": (
        {"past": Past(1, 0, None, ago(days=3), None, "Form", Category.USE_CASE, "Do")},
        UNKNOWN,
        LISTED,
        "failed: Form",
        "probe",
    ),
    "another id was refused": (
        {"past": Past(1, 0, None, ago(hours=1), None, "Id", Category.MODEL_ID)},
        UNKNOWN,
        LISTED,
        "failed: Id",
        "probe",
    ),
    "probe answered": ({"probe": probe(hours=1)}, YES, PROBED, "answered", ""),
    "probe answered, denied by IAM": (
        {"probe": probe(hours=1), "permissions": [allow(verdict=NO)]},
        YES,
        PROBED,
        "answered",
        "",
    ),
    "probe answered, refused since": (
        {
            "probe": probe(days=2),
            "past": Past(1, 0, None, ago(hours=1), None, "Deny", Category.PERMISSION),
        },
        NO,
        SEEN,
        "Deny",
        "doctor",
    ),
    "old probe": ({"probe": probe(days=8)}, UNKNOWN, LISTED, "not tried", "probe"),
    "probe refused": (
        {"probe": probe("marketplace", "Subscribe.", hours=1)},
        NO,
        PROBED,
        "Refused so",
        "Subscribe.",
    ),
    "probe refused, answered since": (
        {
            "probe": probe("marketplace", hours=3),
            "past": Past(1, 1, last_at=ago(hours=1), last_ok_at=ago(hours=1)),
        },
        YES,
        SEEN,
        "answered",
        "",
    ),
    "old refusal": (
        {"probe": probe("marketplace", days=2)},
        UNKNOWN,
        LISTED,
        "A probe on 2026-11-20 failed",
        "",
    ),
    "subscription in the making": (
        {"probe": probe("marketplace-pending", minutes=5)},
        NO,
        PROBED,
        "Refused so",
        "",
    ),
    "subscription should be made": (
        {"probe": probe("marketplace-pending", minutes=20)},
        UNKNOWN,
        LISTED,
        "not settled",
        "",
    ),
    "probe throttled": (
        {"probe": probe("throttle", hours=1), "permissions": [allow()]},
        YES,
        SIMULATED,
        "A probe on 2026-11-22 failed",
        "",
    ),
    "no tokens left today": (
        {"probe": probe("throttle-day", "See Service Quotas.", hours=1)},
        NO,
        PROBED,
        "Refused",
        "See Service Quotas.",
    ),
    "profile only": (
        {"model_id": SONNET, "call_id": SONNET, "kinds": ("us", "global")},
        NO,
        LISTED,
        "inference profiles",
        f"Use us.{SONNET} instead.",
    ),
    "profile only, the profile": (
        {"model_id": SONNET, "call_id": f"us.{SONNET}", "kinds": ("us", "global")},
        UNKNOWN,
        LISTED,
        "not tried",
        f"us.{SONNET}@",
    ),
    "another geography's profile": (
        {"model_id": SONNET, "call_id": f"eu.{SONNET}", "kinds": ("us", "global")},
        NO,
        LISTED,
        "does not list this id",
        f"Use us.{SONNET}",
    ),
    "another geography's profile, incomplete list": (
        {
            "model_id": SONNET,
            "call_id": f"eu.{SONNET}",
            "kinds": ("us",),
            "scan": {
                "reason": "Profiles denied.",
                "remedy": "Allow them.",
                "missing": (Listing.PROFILES,),
            },
        },
        UNKNOWN,
        LISTED,
        "Profiles denied.",
        "Allow them.",
    ),
    "an ARN of the account's own": (
        {"call_id": OWN_ARN},
        UNKNOWN,
        LISTED,
        "does not list this ARN",
        "probe",
    ),
    "probe of a plain id refused": (
        {
            "model_id": SONNET,
            "call_id": SONNET,
            "kinds": ("us",),
            "probe": probe("needs-profile", "Choose one.", hours=1),
        },
        NO,
        PROBED,
        "Refused",
        f"Use us.{SONNET} instead.",
    ),
    "ended": (
        {"model_id": OPUS_4_1, "lifecycle": GONE, "elsewhere": ["eu-west-1"]},
        NO,
        LISTED,
        "2026-11-20",
        "eu-west-1",
    ),
    "ended, with a successor": (
        {"model_id": "anthropic.claude-sonnet-4-20250514-v1:0", "lifecycle": GONE},
        NO,
        LISTED,
        "end of its life",
        f"Use us.{SONNET} instead.",
    ),
    "ended, answered before": (
        {
            "lifecycle": GONE,
            "past": Past(1, 1, last_at=ago(days=3), last_ok_at=ago(days=3)),
        },
        NO,
        LISTED,
        "end of its life",
        "Choose",
    ),
    "ended, answered since": (
        {
            "lifecycle": GONE,
            "past": Past(1, 1, last_at=ago(days=1), last_ok_at=ago(days=1)),
        },
        YES,
        SEEN,
        "answered",
        "",
    ),
    "legacy, not used": (
        {
            "model_id": "anthropic.claude-sonnet-4-5-20250929-v1:0",
            "lifecycle": LEGACY,
            "permissions": [allow("*")],
        },
        UNKNOWN,
        LISTED,
        "Legacy since 2026-08-24",
        f"Use us.{SONNET} instead.",
    ),
    "legacy, used": (
        {
            "lifecycle": LEGACY,
            "permissions": [allow("*")],
            "past": Past(1, 1, last_at=ago(days=10), last_ok_at=ago(days=10)),
        },
        YES,
        SIMULATED,
        "IAM allows",
        "",
    ),
    "mantle only": (
        {"model_id": "zai.glm-4.6", "calls": (), "mantle_only": True},
        NO,
        LISTED,
        "bedrock-mantle",
        f"https://bedrock-mantle.{HERE}.api.aws",
    ),
    "mantle only, says the public list": (
        {
            "model_id": "zai.glm-4.6",
            "calls": (),
            "mantle_only": True,
            "public_at": ago(days=20),
        },
        NO,
        Evidence.PUBLIC,
        f"the public list of 2026-11-02; {HERE} does not list it.",
        "bedrock-mantle",
    ),
    "mantle only, another id is served": (
        {"model_id": "openai.gpt-oss-120b", "calls": (), "mantle_only": True},
        NO,
        LISTED,
        "bedrock-mantle",
        "Use openai.gpt-oss-120b-1:0 instead.",
    ),
    "provisioned only": (
        {"calls": (), "inference_types": ("PROVISIONED",)},
        NO,
        LISTED,
        "provisioned throughput",
        "Buy",
    ),
    "no profile listed": (
        {"calls": (), "inference_types": ("INFERENCE_PROFILE",)},
        NO,
        LISTED,
        "no inference profile",
        "Choose",
    ),
    "profiles not told": (
        {
            "calls": (),
            "inference_types": ("INFERENCE_PROFILE",),
            "scan": {"reason": "Profiles denied.", "missing": (Listing.PROFILES,)},
        },
        UNKNOWN,
        LISTED,
        "Profiles denied.",
        "",
    ),
    "custom, not deployed": (
        {"model_id": CUSTOM_ARN, "calls": (), "inference_types": ()},
        NO,
        LISTED,
        "custom model",
        "create-custom-model-deployment",
    ),
    "no way told": (
        {"calls": (), "inference_types": ()},
        UNKNOWN,
        LISTED,
        "does not say",
        f"probe -t {NOVA}@{HERE}",
    ),
    "embeds": ({"outputs": ("EMBEDDING",)}, NO, LISTED, "gives embedding", "text"),
    "speaks": (
        {"inputs": ("SPEECH", "TEXT"), "outputs": ("SPEECH", "TEXT")},
        NO,
        LISTED,
        "speech",
        "text",
    ),
    "ranks": ({"model_id": "cohere.rerank-v3-5:0"}, NO, LISTED, "ranks", "text"),
    "not in the region": (
        {"availability": Availability(region="NOT_AVAILABLE"), "elsewhere": ["a-b-1"]},
        NO,
        LISTED,
        f"not available in {HERE}",
        "a-b-1",
    ),
    "not entitled": (
        {
            "availability": Availability(entitlement="NOT_AVAILABLE"),
            "permissions": [allow()],
        },
        NO,
        LISTED,
        "not entitled",
        "AWS Sales",
    ),
    "not authorised": (
        {
            "availability": Availability(authorization="NOT_AUTHORIZED"),
            "permissions": [allow()],
        },
        UNKNOWN,
        LISTED,
        "NOT_AUTHORIZED",
        "probe",
    ),
    "no agreement yet": (
        {
            "model_id": SONNET,
            "kinds": ("us",),
            "availability": Availability(agreement="NOT_AVAILABLE"),
            "permissions": [allow("*")],
        },
        UNKNOWN,
        LISTED,
        "no agreement",
        "put-use-case-for-model-access",
    ),
    "agreement failed": (
        {"availability": Availability(agreement="ERROR", message="No card.")},
        UNKNOWN,
        LISTED,
        "No card.",
        "probe",
    ),
    "agreement pending": (
        {"availability": Availability(agreement="PENDING")},
        UNKNOWN,
        LISTED,
        "being set up",
        "15 minutes",
    ),
    "words that are not known": (
        {
            "availability": Availability("NEW", "NEW", "NEW", "NEW"),
            "permissions": [allow()],
        },
        YES,
        SIMULATED,
        "IAM allows",
        "",
    ),
    "public list": (
        {"scan": {"public": True}, "permissions": [allow()]},
        UNKNOWN,
        Evidence.UNKNOWN,
        "public list of 2026-11-22",
        "Sign in",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_verdicts(name: str) -> None:
    known, verdict, evidence, reason, remedy = CASES[name]
    found = judged(**known)
    assert outcome(found) == (verdict, evidence), found
    assert reason in found.reason
    assert remedy in found.remedy


CLOSED: dict[str, tuple[RegionStatus, Verdict, str]] = {
    "not enabled": (RegionStatus.NOT_ENABLED, NO, "aws account enable-region"),
    "denied": (RegionStatus.DENIED, UNKNOWN, ""),
    "unreachable": (RegionStatus.UNREACHABLE, UNKNOWN, ""),
    "no credentials": (RegionStatus.NO_CREDENTIALS, UNKNOWN, ""),
}


@pytest.mark.parametrize("name", CLOSED)
def test_regions_that_told_nothing(name: str) -> None:
    status, verdict, remedy = CLOSED[name]
    found = judge(None, NOVA, region_scan=scan(status=status), now=NOW)
    assert found.verdict is verdict
    assert found.reason
    assert remedy in found.remedy
    told = scan(status=status, reason="Because.", remedy="Do this.")
    found = judge(None, NOVA, region_scan=told, now=NOW)
    assert (found.reason, found.remedy) == ("Because.", "Do this.")


def test_a_call_of_the_past_counts_though_the_region_cannot_be_listed() -> None:
    past = Past(1, 1, last_at=ago(days=1), last_ok_at=ago(days=1))
    closed = scan(status=RegionStatus.DENIED)
    found = judge(None, NOVA, region_scan=closed, past=past, now=NOW)
    assert outcome(found) == (YES, SEEN)


def test_a_region_that_was_not_asked() -> None:
    found = judge(None, NOVA, now=NOW)
    assert outcome(found) == (UNKNOWN, Evidence.UNKNOWN)
    whole = judge(None, NOVA, permissions=[allow("*")], now=NOW)
    assert whole.verdict is UNKNOWN


def test_a_model_the_region_does_not_list() -> None:
    found = judge(None, "a.b", region_scan=scan(model()), elsewhere=["x", "y"], now=NOW)
    assert outcome(found) == (NO, LISTED)
    assert found.remedy == "Choose a region that offers it: x or y."
    many = judge(None, "a.b", region_scan=scan(), elsewhere=list("abcdef"), now=NOW)
    assert many.remedy.endswith("a, b, c, d or another.")
    old = judge(
        None, "anthropic.claude-v2", region_scan=scan(model(SONNET, "us")), now=NOW
    )
    assert old.remedy == f"Use us.{SONNET} instead."
    half = scan(reason="Half of it.", missing=(Listing.MODELS,))
    partial = judge(None, "a.b", region_scan=half, now=NOW)
    assert partial.verdict is UNKNOWN
    assert "Half of it." in partial.reason
    rest = scan(reason="Half of it.", missing=(Listing.CUSTOM, Listing.PROFILES))
    assert judge(None, "a.b", region_scan=rest, now=NOW).verdict is NO
    assert judge(None, "us.a.b", region_scan=rest, now=NOW).verdict is UNKNOWN
    own = judge(None, OWN_ARN, region_scan=scan(), now=NOW)
    assert own.verdict is UNKNOWN


def test_the_model_is_found_by_the_id_that_is_called() -> None:
    sonnet = model(SONNET, "us")
    for call_id in (f"us.{SONNET}", sonnet.calls[0].arn):
        found = judge(None, call_id, region_scan=scan(sonnet), now=NOW)
        assert outcome(found) == (UNKNOWN, LISTED)
        assert "not tried" in found.reason


def test_a_verdict_on_the_model_is_none_on_the_profile() -> None:
    """Policies may allow a model through one profile only, and not by itself."""
    sonnet = model(SONNET, "us", "global")
    bare = allow(f"arn:aws:bedrock:{HERE}::foundation-model/{SONNET}", verdict=NO)
    through = allow(sonnet.calls[0].arn)
    known = {"region_scan": scan(sonnet), "permissions": [bare, through], "now": NOW}
    assert judge(sonnet, f"us.{SONNET}", **known).verdict is YES
    assert judge(sonnet, f"global.{SONNET}", **known).verdict is UNKNOWN
    anyone = allow(f"arn:aws:bedrock:*:*:inference-profile/us.{SONNET}")
    known["permissions"] = [anyone]
    assert judge(sonnet, **known).verdict is YES


def test_an_application_profile_by_its_arn() -> None:
    own = CallId(OWN_ARN, CallKind.APPLICATION, OWN_ARN, "mine")
    nova = model(NOVA, calls=(*calls_of(NOVA, ""), own))
    known: dict[str, Any] = {"region_scan": scan(nova), "now": NOW}
    assert judge(nova, OWN_ARN, permissions=[allow()], **known).verdict is UNKNOWN
    assert judge(nova, OWN_ARN, permissions=[allow(OWN_ARN)], **known).verdict is YES


moments = st.none() | st.datetimes(timezones=st.none() | st.just(NOW.tzinfo))
words = st.text(max_size=12)
states = st.sampled_from(
    ["", "AVAILABLE", "NOT_AVAILABLE", "PENDING", "ERROR", "NOT_AUTHORIZED", "NEW"]
)
ids = words | st.sampled_from(
    [NOVA, SONNET, f"us.{SONNET}", OPUS_4_1, OWN_ARN, NOVA_ARN, "openai.gpt-oss-120b"]
)
categories = words | st.sampled_from([str(each) for each in Category])
modalities = st.sampled_from(
    [(), ("TEXT",), ("TEXT", "IMAGE"), ("EMBEDDING",), ("SPEECH", "TEXT"), ("NEW",)]
)
types = st.sampled_from([(), ("ON_DEMAND",), ("PROVISIONED",), ("NEW", "ON_DEMAND")])
failures = st.builds(Failure, categories, words, words, words, words)
lifecycles = st.builds(Lifecycle, words | st.just("LEGACY"), *[moments] * 4)
call_ids = st.builds(CallId, ids, st.sampled_from(CallKind), ids)
models = st.builds(
    model,
    ids,
    lifecycle=lifecycles,
    inputs=modalities,
    outputs=modalities,
    inference_types=types,
    mantle_only=st.booleans(),
    streams=st.none() | st.booleans(),
    calls=st.lists(call_ids, max_size=3).map(tuple),
)
scans = st.builds(
    lambda found, **more: scan(*found, **more),
    st.lists(models, max_size=3),
    region=words,
    status=st.sampled_from(RegionStatus),
    at=moments.filter(lambda at: at is not None),
    reason=words,
    remedy=words,
    public=st.booleans(),
    missing=st.lists(st.sampled_from(Listing), max_size=3).map(tuple),
)
permissions = st.builds(
    Permission,
    words,
    st.sampled_from([INVOKE, STREAM]),
    ids | st.just("*"),
    st.sampled_from(Verdict),
    st.sampled_from(Evidence),
    st.none() | st.sampled_from(Denial),
    words,
    words,
)
pasts = st.builds(
    Past,
    st.integers(0, 9),
    st.integers(0, 9),
    st.none(),
    moments,
    moments,
    words,
    categories,
    words,
)
probes = st.builds(
    Probe, moments.filter(lambda at: at is not None), st.none() | failures
)


@given(
    st.none() | models,
    st.none() | ids,
    st.none() | scans,
    st.lists(permissions, max_size=3),
    st.none() | st.builds(Availability, states, states, states, states, words),
    st.none() | pasts,
    st.none() | probes,
    st.lists(words, max_size=6),
)
def test_anything_can_be_judged_and_every_no_has_a_reason_and_a_remedy(
    it: Any,
    call_id: Any,
    region_scan: Any,
    rows: Any,
    availability: Any,
    past: Any,
    found: Any,
    elsewhere: Any,
) -> None:
    judgement = judge(
        it,
        call_id,
        region_scan=region_scan,
        permissions=rows,
        availability=availability,
        past=past,
        probe=found,
        elsewhere=elsewhere,
        now=NOW,
    )
    assert judgement.reason
    if judgement.verdict is NO:
        assert judgement.remedy
    if judgement.verdict is YES:
        assert judgement.evidence is not LISTED or any(
            row.evidence is LISTED for row in rows
        )
    public = region_scan is not None and region_scan.public
    if public and judgement.verdict is YES:
        assert judgement.evidence in (SEEN, PROBED)
