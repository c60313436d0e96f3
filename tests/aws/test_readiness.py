from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from botocore.exceptions import ClientError, EndpointConnectionError

from bedrock_tui.aws import readiness
from bedrock_tui.aws.clients import Clients, Endpoint
from bedrock_tui.aws.identity import Identities
from bedrock_tui.aws.permissions import Permissions
from bedrock_tui.aws.permissions.probes import verdict
from bedrock_tui.aws.permissions.rows import Row
from bedrock_tui.aws.readiness import HistoryPlace, Situation
from bedrock_tui.aws.readiness.finding import Finding, failed, passed, unknown, worst
from bedrock_tui.core.checks import CHECKS, Check, CheckStatus
from bedrock_tui.core.failure import Category, Failure
from bedrock_tui.core.identity import ApiKey, Identity, Source
from bedrock_tui.core.permissions import INVOKE, STREAM, Evidence, Permission, Verdict
from bedrock_tui.core.target import Target
from bedrock_tui.errors import StoreError
from bedrock_tui.sandbox.server import Sandbox
from tests.support import MICRO

PASS, WARN, FAIL = CheckStatus.PASS, CheckStatus.WARN, CheckStatus.FAIL
UNKNOWN, SKIPPED = CheckStatus.UNKNOWN, CheckStatus.SKIPPED
ROLE = "arn:aws:sts::111122223333:assumed-role/Dev/me"
USER = "arn:aws:iam::111122223333:user/me"
NO_HISTORY = HistoryPlace(None)
PROFILE_ONLY = "us.anthropic.claude-sonnet-5-5"

SIGNED_IN = Identity(
    "",
    "us-east-1",
    source=Source("env", "environment variables", "AWS_ACCESS_KEY_ID"),
    key_id="…MPLE",
    account="111122223333",
    arn=ROLE,
)


@pytest.fixture
def signed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "example")
    monkeypatch.setenv("AWS_SESSION_TOKEN", "example")


@pytest.fixture
def user(signed: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """The keys of an IAM user, which come without a token."""
    monkeypatch.delenv("AWS_SESSION_TOKEN")


def situation(
    sandbox: Sandbox,
    *models: str,
    region: str = "us-east-1",
    probe: bool = False,
    history: HistoryPlace = NO_HISTORY,
) -> Situation:
    clients = Clients(Endpoint(sandbox.url))
    identities = Identities(clients)
    found = identities.resolve(aws_profile="", region=region, region_source="--region")
    targets = [Target(model, region) for model in models]
    identity = identities.ask_sts(found)
    return Situation(clients, identity, targets, probe=probe, history=history)


def made(
    check_id: str, where: Situation, permissions: Sequence[Permission] | None = None
) -> Check:
    """Make a check, by the permissions that really are where none are given."""
    if check_id not in readiness.BY_PERMISSIONS:
        return readiness.examine(check_id, where)
    if permissions is None:
        asked = Permissions(where._clients).check(
            where.identity, where.targets, probe=where.probe
        )
        able = readiness.permissions_can_be_asked(where)
        permissions = list(asked) if able else []
    return readiness.prepare(check_id, where)(permissions)


def examine(check_id: str, *faults: str, models: str = "", **options: Any) -> Check:
    with Sandbox(faults) as sandbox:
        return made(check_id, situation(sandbox, *models.split(), **options))


IN_GOOD_ORDER = {
    "credentials": (PASS, "Environment variables, valid for arn:aws:sts:"),
    "long-lived-keys": (PASS, "keys that expire"),
    "key-age": (SKIPPED, "temporary"),
    "region": (PASS, "us-east-1 knows the credentials."),
    "catalogue": (PASS, " models."),
    "model": (PASS, "Listed and available. Calling it is allowed (simulated)."),
    "streaming": (PASS, "Replies may be streamed."),
    "logging": (PASS, "logged to"),
    "trail": (PASS, ""),
    "alarms": (PASS, "1 alarm: "),
    "health": (UNKNOWN, "Business support plan"),
    "guardrails": (PASS, "1 guardrail: "),
    "endpoint": (SKIPPED, "Plain http to this computer"),
    "clock": (PASS, "It shows the time of AWS."),
    "history": (PASS, "Kept in "),
    "disk": (PASS, " MB are free at "),
    "configuration": (SKIPPED, "the defaults hold"),
}


@pytest.mark.usefixtures("signed")
def test_everything_is_as_it_should_be(tmp_path: Path) -> None:
    with Sandbox() as sandbox:
        place = HistoryPlace(tmp_path / "history.db")
        where = situation(sandbox, MICRO, history=place)
        found = [made(check_id, where) for check_id in IN_GOOD_ORDER]
    for check in found:
        status, detail = IN_GOOD_ORDER[check.id]
        assert check.status is status, check
        assert detail in check.detail
        assert bool(check.remedy) == (check.id == "health"), check


def test_every_check_that_is_shown_can_be_made() -> None:
    assert list(IN_GOOD_ORDER) == [check_id for check_id, _ in CHECKS]
    assert [check.title for check in (readiness.untold(k, "") for k, _ in CHECKS)] == [
        title for _, title in CHECKS
    ]


DENIED = {
    "logging": "bedrock:GetModelInvocationLoggingConfiguration",
    "trail": "cloudtrail:DescribeTrails",
    "alarms": "cloudwatch:DescribeAlarms",
    "health": "health:DescribeEvents",
    "guardrails": "bedrock:ListGuardrails",
}


@pytest.mark.usefixtures("signed")
@pytest.mark.parametrize("kind", ["deny", "scp", "boundary"])
@pytest.mark.parametrize("check_id", DENIED)
def test_what_may_not_be_asked_is_unknown_and_names_the_action(
    check_id: str, kind: str
) -> None:
    action = DENIED[check_id]
    check = examine(check_id, f"account:{kind}={action}")
    assert check.status is UNKNOWN
    assert check.detail.startswith(f"{action} is refused: ")
    mends = {"deny": "Allow", "scp": "to except", "boundary": "who manages the permis"}
    assert mends[kind] in check.remedy
    assert f"{action} " in check.remedy.replace(",", " ")
    assert ("to have this checked" in check.remedy) is (kind == "deny")
    assert check.evidence == action


@pytest.mark.usefixtures("signed")
def test_a_catalogue_that_may_not_be_read_fails_and_the_region_is_fine() -> None:
    deny = "account:deny=bedrock:ListFoundationModels"
    check = examine("catalogue", deny)
    assert (check.status, bool(check.remedy)) == (FAIL, True)
    assert examine("region", deny).status is PASS
    assert examine("model", deny, models=MICRO).status is UNKNOWN


ACCOUNTS = {
    "off": ("logging", "account:logging=off", WARN, "not logged"),
    "no trail": ("trail", "account:trail=off", WARN, "forgets calls after 90 days"),
    "no alarm": ("alarms", "account:alarms=0", WARN, "looks at AWS/Bedrock"),
    "alarms": ("alarms", "account:alarms=5", PASS, "5 alarms: "),
    "no guardrail": ("guardrails", "account:guardrails=0", WARN, "no guardrails"),
    "guardrails": ("guardrails", "account:guardrails=2", PASS, "2 guardrails: "),
    "events": ("health", "account:health=2", WARN, "2 open events: "),
    "no events": ("health", "account:health=0", PASS, "No open events."),
}


@pytest.mark.usefixtures("signed")
@pytest.mark.parametrize("name", ACCOUNTS)
def test_what_watches_over_the_account(name: str) -> None:
    check_id, fault, status, detail = ACCOUNTS[name]
    check = examine(check_id, fault)
    assert (check.status, detail in check.detail) == (status, True), check
    assert bool(check.remedy) == (status is WARN)
    assert ":" in check.evidence


@pytest.mark.usefixtures("user")
def test_an_old_key_of_a_user_is_told_with_its_last_use() -> None:
    check = examine("key-age")
    assert check.status is WARN
    assert check.detail.startswith("Access key …MPLE is 200 days old, last used 2")
    assert "create-access-key" in check.remedy
    keys = examine("long-lived-keys")
    assert (keys.status, "aws configure sso" in keys.remedy) == (WARN, True)
    who = examine("credentials").detail
    assert who.endswith(
        "valid for arn:aws:iam::111122223333:user/engineering/developer."
    )


@pytest.mark.usefixtures("user")
def test_the_age_of_a_key_is_unknown_where_iam_may_not_be_asked() -> None:
    check = examine("key-age", "account:deny=iam:ListAccessKeys")
    assert (check.status, check.evidence) == (UNKNOWN, "iam:ListAccessKeys")
    without = examine("key-age", "account:deny=iam:GetAccessKeyLastUsed")
    assert without.detail.endswith("200 days old.")


@pytest.mark.usefixtures("user")
def test_keys_of_the_root_user_are_told_as_such() -> None:
    check = examine("long-lived-keys", "account:root")
    assert (check.status, "root user" in check.detail) == (WARN, True)


@pytest.mark.usefixtures("signed")
def test_a_region_that_is_not_enabled_is_told_from_bad_keys() -> None:
    off = "account:region-off=ap-southeast-5"
    for check_id, status, words in [
        ("region", FAIL, "has not enabled ap-southeast-5: us-east-1 accepts"),
        ("credentials", PASS, "ap-southeast-5 does not accept them"),
        ("catalogue", FAIL, ""),
    ]:
        check = examine(check_id, off, region="ap-southeast-5")
        assert check.status is status, check
        assert words in check.detail
    remedy = examine("region", off, region="ap-southeast-5").remedy
    assert remedy == "Enable it: aws account enable-region --region-name ap-southeast-5"


@pytest.mark.usefixtures("signed")
def test_a_region_that_botocore_does_not_know_is_told_though_it_answers() -> None:
    check = examine("region", region="us-moon-1")
    assert (check.status, check.evidence) == (WARN, "bedrock:ListFoundationModels")
    assert check.detail == (
        "us-moon-1 is not in botocore's list of Bedrock regions; it answered all the"
        " same."
    )
    assert "us-west-1" in check.remedy
    denied = "account:deny=bedrock:ListFoundationModels"
    assert examine("region", denied, region="eu-wst-1").status is WARN
    assert "eu-west-1" in examine("region", region="eu-wst-1").remedy
    assert "--region" in examine("region", region="zzz-moon-1").remedy
    for known in ("eu-west-1", "us-gov-west-1", "eusc-de-east-1"):
        assert examine("region", region=known).status is PASS


def test_a_region_without_an_address_is_told_with_the_names_like_it() -> None:
    nowhere = EndpointConnectionError(endpoint_url="https://bedrock.us-esat-1.x")
    check = canned(
        "region",
        identity=replace(SIGNED_IN, region="us-esat-1"),
        list_foundation_models=nowhere,
    )
    assert (check.status, "not in botocore's list" in check.detail) == (FAIL, True)
    assert check.remedy.startswith("Perhaps us-east-1 was meant: ")
    known = canned("region", list_foundation_models=nowhere)
    assert (known.status, "botocore" in known.detail) == (UNKNOWN, False)


@pytest.mark.parametrize("key", ["EXPIRED", "INVALID"])
def test_refused_keys_fail_once_and_nothing_else_is_asked(
    key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", key)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "example")
    with Sandbox() as sandbox:
        where = situation(sandbox, MICRO)
        found = {key: made(key, where) for key in IN_GOOD_ORDER}
    assert found["credentials"].status is FAIL
    assert found["credentials"].remedy
    for check_id in (*DENIED, "region", "catalogue", "model", "key-age", "clock"):
        assert found[check_id].status is SKIPPED
        assert found[check_id].detail == "There are no usable credentials."


def test_without_credentials_only_the_computer_is_looked_at() -> None:
    with Sandbox() as sandbox:
        where = situation(sandbox)
        check = made("credentials", where)
        assert (check.status, bool(check.remedy)) == (FAIL, True)
        assert made("long-lived-keys", where).status is SKIPPED
        assert made("catalogue", where).status is SKIPPED
        for check_id in readiness.BY_PERMISSIONS:
            assert made(check_id, where).status is SKIPPED
        assert not readiness.permissions_can_be_asked(where)
        assert sandbox.requests == []


@pytest.mark.usefixtures("signed")
@pytest.mark.parametrize(
    ("skew", "status", "words"),
    [
        (0, PASS, "It shows the time of AWS."),
        (-30, PASS, "s ahead of AWS."),
        (-90, WARN, "s ahead of AWS."),
        (90, WARN, "s behind AWS."),
        (900, FAIL, "Signatures are refused."),
        (-900, FAIL, "Signatures are refused."),
    ],
)
def test_the_clock_is_compared_with_the_date_of_an_answer(
    skew: int, status: CheckStatus, words: str
) -> None:
    check = examine("clock", f"account:date-skew={skew}")
    assert (check.status, words in check.detail) == (status, True), check
    assert bool(check.remedy) == (status is not PASS)


MODELS = {
    "model": (MICRO, PASS, "Listed and available. Calling it is allowed (simulated)."),
    "profile": (PROFILE_ONLY, PASS, "Listed and available"),
    "application profile": (
        "arn:aws:bedrock:us-east-1:111122223333"
        ":application-inference-profile/sandbox00app",
        PASS,
        "Listed and available",
    ),
    "arn": (
        f"arn:aws:bedrock:us-east-1::foundation-model/{MICRO}",
        PASS,
        "Listed and available",
    ),
    "bare id": (PROFILE_ONLY.removeprefix("us."), FAIL, "its bare id is refused"),
    "nonsense": ("no.such-model", FAIL, "us-east-1 offers no no.such-model."),
    "elsewhere": (PROFILE_ONLY.replace("us.", "eu."), FAIL, "us-east-1 offers no"),
    "custom": (
        "arn:aws:bedrock:us-east-1:111122223333:custom-model/mine",
        UNKNOWN,
        "No list tells of it.",
    ),
}


@pytest.mark.usefixtures("signed")
@pytest.mark.parametrize("name", MODELS)
def test_a_target_is_judged_by_lists_and_permissions_without_being_called(
    name: str,
) -> None:
    model, status, words = MODELS[name]
    with Sandbox() as sandbox:
        check = made("model", situation(sandbox, model))
        assert not any("/converse" in each.path for each in sandbox.requests)
    assert (check.status, words in check.detail) == (status, True), check
    assert bool(check.remedy) == (status is not PASS)


@pytest.mark.usefixtures("signed")
def test_without_a_target_there_is_no_model_to_judge() -> None:
    assert examine("model").status is SKIPPED


@pytest.mark.usefixtures("signed")
def test_several_targets_are_as_good_as_the_worst() -> None:
    check = examine("model", models=f"{MICRO} no.such-model")
    assert check.status is FAIL
    assert check.detail.startswith("no.such-model@us-east-1: us-east-1 offers no")
    assert f"{MICRO}@us-east-1: Listed and available" in check.detail


@pytest.mark.usefixtures("signed")
def test_an_availability_that_may_not_be_asked_leaves_it_open() -> None:
    action = "bedrock:GetFoundationModelAvailability"
    check = examine("model", f"account:deny={action}", models=MICRO)
    assert (check.status, check.evidence) == (UNKNOWN, action)
    profile = "bedrock:GetInferenceProfile"
    check = examine("model", f"account:deny={profile}", models=PROFILE_ONLY)
    assert (check.status, check.evidence) == (UNKNOWN, profile)


PROBES = {
    "answers": ([], PASS, "It answered a call of one token."),
    "denied": (["nova:access-denied"], FAIL, ""),
    "no access": (["nova:model-access"], FAIL, ""),
    "throttled": (["nova:throttle"], UNKNOWN, ""),
}


@pytest.mark.usefixtures("signed")
@pytest.mark.parametrize("name", PROBES)
def test_a_probe_judges_the_target_by_its_call(name: str) -> None:
    faults, status, words = PROBES[name]
    with Sandbox(faults) as sandbox:
        check = made("model", situation(sandbox, MICRO, probe=True))
        called = [each for each in sandbox.requests if each.path.endswith("/converse")]
    assert (check.status, words in check.detail) == (status, True), check
    assert bool(check.remedy) == (status is not PASS)
    assert len(called) == 1
    assert called[0].body["inferenceConfig"] == {"maxTokens": 1}


CALLS = {
    "allowed": ([], PASS, "Calling it is allowed (simulated).", False),
    "denied": ([f"account:deny={INVOKE}"], FAIL, "No policy of the role", True),
    "denied above": ([f"account:scp={INVOKE}"], FAIL, "organisation", True),
    "IAM may not be asked": (
        ["account:deny=iam:SimulatePrincipalPolicy"],
        UNKNOWN,
        "Listed and available. Nothing tells whether it may be called.",
        True,
    ),
    "only streaming denied": ([f"account:deny={STREAM}"], PASS, "", False),
}


@pytest.mark.usefixtures("signed")
@pytest.mark.parametrize("name", CALLS)
def test_a_listed_model_is_callable_if_that_is_permitted(name: str) -> None:
    faults, status, words, remedy = CALLS[name]
    check = examine("model", *faults, models=MICRO)
    assert check.title == "Default model callable"
    assert (check.status, words in check.detail) == (status, True), check
    assert bool(check.remedy) is remedy
    if status is UNKNOWN:
        assert "--probe" in check.remedy


@pytest.mark.usefixtures("signed")
def test_one_target_that_may_not_be_called_is_told_apart() -> None:
    denied = f"foundation-model/{MICRO}:access-denied"
    check = examine("model", denied, models=f"{MICRO} {PROFILE_ONLY}")
    assert check.status is FAIL
    assert check.detail.startswith(
        f"{MICRO}@us-east-1: Calling it is refused. No policy"
    )
    assert f"{PROFILE_ONLY}@us-east-1: Listed and available" in check.detail


@pytest.mark.usefixtures("signed")
def test_a_permission_that_never_came_leaves_it_open() -> None:
    with Sandbox() as sandbox:
        for probe in (False, True):
            check = made("model", situation(sandbox, MICRO, probe=probe), [])
            assert (check.status, "--probe" in check.remedy) == (UNKNOWN, True)


# What the sandbox does not do is answered by clients of canned words.


class Canned(Clients):
    """Clients whose operations return what they are given, or raise it."""

    def __init__(self, url: str = "https://x.amazonaws.com", **answers: object) -> None:
        super().__init__()
        self._url = url
        self._answers: Mapping[str, object] = answers
        self.asked: list[str] = []

    def get(self, service: str, *, aws_profile: str, region: str) -> Any:
        operations = {name: self._operation(name) for name in self._answers}
        return SimpleNamespace(
            meta=SimpleNamespace(endpoint_url=self._url), **operations
        )

    def _operation(self, name: str) -> Callable[..., Any]:
        def operation(**parameters: Any) -> Any:
            self.asked.append(name)
            answer = self._answers[name]
            if callable(answer):
                answer = answer(**parameters)
            if isinstance(answer, Exception):
                raise answer
            return answer

        return operation


def refusal(code: str, message: str = "no", **headers: str) -> ClientError:
    return ClientError(
        {
            "Error": {"Code": code, "Message": message},
            "ResponseMetadata": {"HTTPStatusCode": 400, "HTTPHeaders": headers},
        },
        "Anything",
    )


def canned(
    check_id: str, *models: str, identity: Identity = SIGNED_IN, **answers: object
) -> Check:
    targets = [Target(model, "us-east-1") for model in models]
    where = Situation(Canned(**answers), identity, targets)
    return made(check_id, where, [may_call(each) for each in targets])


def may_call(target: Target) -> Permission:
    arn = f"arn:aws:bedrock:{target.region}::foundation-model/{target.id}"
    return Permission("call", INVOKE, arn, Verdict.YES, Evidence.SIMULATED)


def test_an_answer_is_asked_for_once() -> None:
    clients = Canned(list_foundation_models={"modelSummaries": [{"modelId": "m"}]})
    where = Situation(clients, SIGNED_IN)
    for check_id in ("catalogue", "region", "catalogue"):
        assert made(check_id, where).status is PASS
    assert clients.asked == ["list_foundation_models"]


def test_a_region_without_models_fails() -> None:
    check = canned("catalogue", list_foundation_models={"modelSummaries": []})
    assert (check.status, check.detail) == (FAIL, "us-east-1 lists no models.")


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (ConnectionError("gone"), FAIL),
        (TimeoutError("late"), UNKNOWN),
        (refusal("ThrottlingException"), UNKNOWN),
        (refusal("InternalServerException"), UNKNOWN),
    ],
)
def test_a_catalogue_that_cannot_be_had_fails_unless_that_may_pass(
    error: Exception, status: CheckStatus
) -> None:
    assert canned("catalogue", list_foundation_models=error).status is status
    assert canned("region", list_foundation_models=error).status is UNKNOWN


def test_keys_that_are_unknown_at_home_too_say_nothing_of_the_region() -> None:
    bad = refusal("UnrecognizedClientException")
    check = canned(
        "region",
        identity=replace(SIGNED_IN, region="eu-west-1"),
        list_foundation_models=bad,
        get_caller_identity=refusal("InvalidClientTokenId"),
    )
    assert check.status is UNKNOWN
    assert canned("region", list_foundation_models=bad).status is UNKNOWN


@pytest.mark.parametrize(
    ("region", "home"),
    [
        ("eu-west-1", "us-east-1"),
        ("us-gov-east-1", "us-gov-west-1"),
        ("cn-northwest-1", "cn-north-1"),
        ("us-isob-east-1", "us-isob-east-1"),
        ("eusc-de-east-1", "eusc-de-east-1"),
        ("", "us-east-1"),
    ],
)
def test_every_partition_has_a_home(region: str, home: str) -> None:
    assert Situation(Canned(), replace(SIGNED_IN, region=region)).home == home


def test_without_a_region_that_alone_fails() -> None:
    nowhere = replace(SIGNED_IN, region="")
    check = canned("region", identity=nowhere)
    assert (check.status, "AWS_REGION" in check.remedy) == (FAIL, True)
    for check_id in (*DENIED, "catalogue", "model", "clock", "endpoint", "key-age"):
        assert canned(check_id, identity=nowhere).status is SKIPPED


UNREADABLE = {
    "ProfileNotFound": "AWS profile not found",
    "ConfigParseError": "The AWS config file is unreadable",
}


@pytest.mark.parametrize("code", UNREADABLE)
def test_unreadable_aws_settings_are_the_reason_for_all_that_is_skipped(
    code: str,
) -> None:
    title = UNREADABLE[code]
    failure = Failure(Category.CONFIG, code, title, "Which one.", "Mend it.")
    lost = Identity("", failure=failure)
    needy = (*DENIED, *readiness.BY_PERMISSIONS, "region", "catalogue", "clock")
    for check_id in (*needy, "endpoint"):
        check = canned(check_id, identity=lost)
        assert check.status is SKIPPED
        assert check.detail == f"{title}, so no region is known."
    somewhere = replace(lost, region="us-east-1")
    for check_id in needy:
        check = canned(check_id, identity=somewhere)
        assert check.detail == f"{title}, so there are no credentials."


def test_an_endpoint_is_skipped_for_what_the_credentials_check_tells(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("AWS_PROFILE", "nope")
    clients = Clients()
    lost = Identities(clients).resolve(
        aws_profile="", region="us-east-1", region_source=""
    )
    check = made("endpoint", Situation(clients, lost))
    assert check.status is SKIPPED
    assert check.detail == "AWS profile not found, so the address is not known."


LISTED = {
    "modelSummaries": [
        {"modelId": "m", "inferenceTypesSupported": ["ON_DEMAND"]},
        {
            "modelId": "old",
            "inferenceTypesSupported": ["ON_DEMAND"],
            "modelLifecycle": {"status": "LEGACY"},
        },
    ]
}
FREE = {
    "agreementAvailability": {"status": "AVAILABLE"},
    "authorizationStatus": "AUTHORIZED",
    "entitlementAvailability": "AVAILABLE",
    "regionAvailability": "AVAILABLE",
}
AVAILABILITIES = [
    ("m", FREE, PASS, "Listed and available. "),
    ("old", FREE, WARN, "old is legacy"),
    ("m", FREE | {"regionAvailability": "NOT_AVAILABLE"}, FAIL, "does not offer m"),
    ("m", FREE | {"authorizationStatus": "NOT_AUTHORIZED"}, WARN, "NOT_AUTHORIZED"),
    ("m", FREE | {"entitlementAvailability": "NOT_AVAILABLE"}, WARN, "entitlement"),
    (
        "m",
        FREE | {"agreementAvailability": {"status": "NOT_AVAILABLE"}},
        PASS,
        "agreement NOT_AVAILABLE, the first call starts the subscription",
    ),
    ("m", refusal("ResourceNotFoundException"), FAIL, ""),
    ("m", ConnectionError("gone"), FAIL, ""),
]


@pytest.mark.parametrize(("model", "answer", "status", "words"), AVAILABILITIES)
def test_what_the_availability_of_a_model_means(
    model: str, answer: object, status: CheckStatus, words: str
) -> None:
    check = canned(
        "model",
        model,
        list_foundation_models=LISTED,
        get_foundation_model_availability=answer,
    )
    assert (check.status, words in check.detail) == (status, True), check


def test_one_token_being_too_few_shows_that_the_model_is_reached() -> None:
    message = (
        "The maximum tokens you requested exceeds the model limit of 4096. Try again."
    )
    target = Target("m", "us-east-1")
    clients = Canned(converse=refusal("ValidationException", message))
    call = clients.get("bedrock-runtime", aws_profile="", region="").converse
    arn = may_call(target).resource
    where = Situation(clients, SIGNED_IN, [target], probe=True)
    check = made("model", where, [verdict(Row("call", INVOKE, arn), call)])
    assert (check.status, "was reached" in check.detail) == (PASS, True), check


TRAILS = {"trailList": [{"Name": "all", "TrailARN": "arn:trail/all"}]}


@pytest.mark.parametrize(
    ("answer", "status", "words"),
    [
        ({"IsLogging": True}, PASS, "Calls are kept by all."),
        ({"IsLogging": False}, WARN, "Switched off: all."),
        (refusal("AccessDeniedException"), PASS, "whether it is on"),
    ],
)
def test_a_trail_may_be_switched_off(
    answer: object, status: CheckStatus, words: str
) -> None:
    check = canned("trail", describe_trails=TRAILS, get_trail_status=answer)
    assert (check.status, words in check.detail) == (status, True), check


def alarm(name: str, state: str = "OK", **more: object) -> dict[str, object]:
    return {"AlarmName": name, "StateValue": state, **more}


def test_alarms_are_looked_for_on_every_page_and_in_metric_maths() -> None:
    stat = {"MetricStat": {"Metric": {"Namespace": "AWS/Bedrock"}}}
    pages = {
        None: {"MetricAlarms": [alarm("cpu", Namespace="AWS/EC2")], "NextToken": "2"},
        "2": {"MetricAlarms": [alarm("maths", Metrics=[{"Id": "e"}, stat])]},
    }
    check = canned("alarms", describe_alarms=lambda NextToken=None: pages[NextToken])
    assert (check.status, check.detail) == (PASS, "1 alarm: maths.")


def test_an_alarm_that_rings_is_a_warning() -> None:
    found = [alarm(name, "ALARM", Namespace="AWS/Bedrock") for name in "abcd"]
    check = canned("alarms", describe_alarms={"MetricAlarms": found})
    assert (check.status, check.detail) == (WARN, "In alarm: a, b, c ….")


def test_the_places_that_calls_are_logged_to_are_named() -> None:
    config = {
        "cloudWatchConfig": {"logGroupName": "g"},
        "s3Config": {"bucketName": "b"},
    }
    check = canned(
        "logging", get_model_invocation_logging_configuration={"loggingConfig": config}
    )
    assert check.detail == "Calls are logged to log group g and bucket b."


ENDPOINTS = [
    ("https://bedrock-runtime.us-east-1.amazonaws.com", PASS, "Public endpoint name"),
    ("https://bedrock-runtime.us-east-1.api.aws", PASS, "Public endpoint name"),
    ("https://bedrock-runtime-fips.us-east-1.amazonaws.com", PASS, "FIPS endpoint"),
    (
        "https://vpce-1-2.bedrock-runtime.us-east-1.vpce.amazonaws.com",
        PASS,
        "VPC endpoint",
    ),
    ("https://gateway.example.com", PASS, "Custom endpoint"),
    ("https://amazonaws.com.example.com", PASS, "Custom endpoint"),
    ("http://localhost:4566", SKIPPED, "this computer"),
    ("http://127.0.0.5:1", SKIPPED, "this computer"),
    ("http://[::1]:1", SKIPPED, "this computer"),
    ("http://10.0.0.1", FAIL, "unencrypted"),
    ("http://me:secret@gateway.example.com", FAIL, "unencrypted"),
]


@pytest.mark.parametrize(("url", "status", "words"), ENDPOINTS)
def test_where_prompts_go_and_whether_encrypted(
    url: str, status: CheckStatus, words: str
) -> None:
    where = Situation(Canned(url), SIGNED_IN)
    check = made("endpoint", where)
    assert (check.status, words in check.detail) == (status, True), check
    assert ("TLS 1.2" in check.detail) == (status is PASS)
    assert "secret" not in f"{check}"


def test_an_endpoint_that_cannot_be_known_is_unknown(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("AWS_PROFILE", "nope")
    where = Situation(Clients(), SIGNED_IN)
    check = made("endpoint", where)
    assert (check.status, bool(check.remedy)) == (UNKNOWN, True)


def dated(ago: timedelta) -> dict[str, object]:
    date = format_datetime(datetime.now(UTC) - ago, usegmt=True)
    return {"ResponseMetadata": {"HTTPHeaders": {"date": date}}}


def test_a_refusal_tells_the_time_too() -> None:
    date = format_datetime(datetime.now(UTC) - timedelta(hours=1), usegmt=True)
    unnamed = replace(SIGNED_IN, arn="")
    late = refusal("InvalidSignatureException", "Signature expired", date=date)
    check = canned("clock", identity=unnamed, list_foundation_models=late)
    assert check.status is FAIL
    assert check.detail.endswith("s ahead of AWS. Signatures are refused.")


@pytest.mark.parametrize("date", ["", "yesterday"])
def test_without_a_date_nothing_is_known_of_the_clock(date: str) -> None:
    answer = {"ResponseMetadata": {"HTTPHeaders": {"date": date}}}
    check = canned("clock", get_caller_identity=answer, list_foundation_models=answer)
    assert check.status is UNKNOWN


def test_a_date_is_taken_from_bedrock_where_sts_gives_none() -> None:
    answers = {
        "get_caller_identity": ConnectionError("gone"),
        "list_foundation_models": dated(timedelta(seconds=100)),
    }
    assert canned("clock", **answers).status is WARN


API_KEY = replace(
    SIGNED_IN,
    source=Source("api-key", "a Bedrock API key", "AWS_BEARER_TOKEN_BEDROCK"),
    key_id="",
    arn="",
    api_key=ApiKey.SET,
    failure=Failure(Category.CREDENTIALS, "ApiKeyAlone", "Who?", "", ""),
)


def test_an_api_key_is_tried_at_bedrock_and_good_for_nothing_else() -> None:
    models = {"list_foundation_models": LISTED}
    assert canned("credentials", identity=API_KEY, **models).status is PASS
    assert canned("catalogue", identity=API_KEY, **models).status is PASS
    assert canned("long-lived-keys", identity=API_KEY).status is SKIPPED
    for check_id in ("trail", "alarms", "health"):
        check = canned(check_id, identity=API_KEY)
        assert check.detail == "A Bedrock API key is good for Bedrock alone."
    nowhere = replace(API_KEY, region="")
    assert canned("credentials", identity=nowhere).status is UNKNOWN


def test_an_api_key_that_bedrock_refuses_fails() -> None:
    expired = refusal("AccessDeniedException", "Bearer Token has expired")
    check = canned("credentials", identity=API_KEY, list_foundation_models=expired)
    assert (check.status, "expired" in check.detail) == (FAIL, True)


def test_an_empty_api_key_is_told_as_such() -> None:
    empty = replace(SIGNED_IN, api_key=ApiKey.EMPTY)
    check = canned("credentials", identity=empty)
    assert (check.status, check.remedy) == (
        FAIL,
        "Unset it: unset AWS_BEARER_TOKEN_BEDROCK",
    )
    assert canned("catalogue", identity=empty).status is SKIPPED


def test_credentials_that_nobody_could_verify_are_unknown() -> None:
    late = Failure(Category.TIMEOUT, "NoAnswer", "STS did not answer", "", "Again.")
    check = canned("credentials", identity=replace(SIGNED_IN, arn="", failure=late))
    assert check.status is UNKNOWN
    assert check.detail == "Environment variables. STS did not answer."
    assert check.remedy == "Again."


def test_no_credentials_without_a_reason_say_how_to_sign_in() -> None:
    check = canned("credentials", identity=Identity("", "us-east-1"))
    assert (check.status, "aws configure sso" in check.remedy) == (FAIL, True)


def test_a_key_that_iam_does_not_list_has_no_age() -> None:
    user = replace(SIGNED_IN, long_lived=True, arn=USER)
    check = canned("key-age", identity=user, list_access_keys={"AccessKeyMetadata": []})
    assert check.status is UNKNOWN


def test_keys_of_whom_is_no_user_have_no_age_that_iam_tells() -> None:
    message = "Must specify userName when calling with non-User credentials"
    check = canned(
        "key-age",
        identity=replace(SIGNED_IN, long_lived=True),
        list_access_keys=refusal("ValidationError", message),
    )
    assert (check.status, check.remedy) == (UNKNOWN, "")
    assert check.detail == "IAM lists the keys of users only."


def test_a_young_key_passes() -> None:
    user = replace(SIGNED_IN, long_lived=True, arn=USER)
    young = {
        "AccessKeyId": "AKIAEXAMPLE0MPLE",
        "CreateDate": datetime.now(UTC) - timedelta(days=90, hours=1),
    }
    check = canned(
        "key-age",
        identity=user,
        list_access_keys={"AccessKeyMetadata": [young]},
        get_access_key_last_used={"AccessKeyLastUsed": {}},
    )
    assert (check.status, check.detail) == (PASS, "Access key …MPLE is 90 days old.")


def permission(
    verdict: Verdict,
    action: str = STREAM,
    evidence: Evidence = Evidence.SIMULATED,
    reason: str = "because",
) -> Permission:
    return Permission("stream", action, "*", verdict, evidence, None, reason, "do it")


def streaming(*permissions: Permission) -> Check:
    return made("streaming", Situation(Canned(), SIGNED_IN), permissions)


def test_streaming_is_as_permitted_as_the_worst_of_its_permissions() -> None:
    yes, no, open_ = (permission(each) for each in (*Verdict,))
    other = permission(Verdict.NO, "bedrock:CountTokens")
    assert streaming(yes, other).status is PASS
    assert streaming(yes, open_).status is UNKNOWN
    found = streaming(open_, yes, no)
    assert (found.status, found.detail, found.remedy) == (FAIL, "because", "do it")
    assert streaming(other).status is SKIPPED
    assert "SimulatePrincipalPolicy" in streaming(yes).evidence
    probed = permission(Verdict.YES, evidence=Evidence.PROBED)
    assert streaming(probed).evidence == f"{STREAM} by a call"


def local(check_id: str, place: HistoryPlace) -> Check:
    return made(check_id, Situation(Canned(), SIGNED_IN, history=place))


def test_a_history_that_did_not_open_says_why(tmp_path: Path) -> None:
    error = StoreError("It is locked.", "By another.", "Close it.")
    check = local("history", HistoryPlace(tmp_path / "h.db", error))
    assert check.status is FAIL
    assert (check.detail, check.remedy) == ("It is locked. By another.", "Close it.")


def test_a_folder_that_cannot_be_written_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("os.access", lambda path, mode: False)
    check = local("history", HistoryPlace(tmp_path / "deep" / "h.db"))
    assert (check.status, check.detail) == (FAIL, f"{tmp_path} cannot be written.")


def test_without_a_history_its_checks_are_skipped() -> None:
    for check_id in ("history", "disk"):
        assert local(check_id, HistoryPlace(None)).status is SKIPPED


@pytest.mark.parametrize(
    ("free", "status"), [(10**9, PASS), (10**8, WARN), (10**7, FAIL)]
)
def test_a_full_disk_is_seen_before_it_hurts(
    free: int, status: CheckStatus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = SimpleNamespace(free=free)
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: usage)
    assert local("disk", HistoryPlace(tmp_path / "h.db")).status is status


def test_a_disk_that_cannot_be_looked_at_is_unknown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(folder: Path) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(shutil, "disk_usage", fail)
    check = local("disk", HistoryPlace(tmp_path / "h.db"))
    assert (check.status, "Input/output error" in check.detail) == (UNKNOWN, True)


def test_several_places_are_told_worst_first() -> None:
    assert worst({"a": passed("fine")}) == passed("fine")
    found = worst({"a": passed("fine"), "b": unknown("?"), "c": failed("bad", "mend")})
    assert found == Finding(FAIL, "c: bad b: ? a: fine", "mend", "")
    alike = {"a": passed("fine"), "b": passed("fine"), "c": passed("c is fine")}
    assert worst(alike).detail == "a, b: fine c is fine"
