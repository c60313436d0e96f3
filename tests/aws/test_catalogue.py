from __future__ import annotations

import re
import socket

import pytest

from bedrock_tui.aws.catalogue import Catalogue
from bedrock_tui.aws.clients import Clients, Endpoint
from bedrock_tui.core.catalogue import CallableId
from bedrock_tui.core.reply import Status
from bedrock_tui.errors import CallFailed
from bedrock_tui.sandbox.server import Sandbox
from tests.support import FAST, MICRO, Invocation, clients_of, request, runtime_of
from tests.support import target as target_of

HAIKU = "anthropic.claude-haiku-5-5"


def listed(sandbox: Sandbox, region: str = "us-east-1") -> dict[str, CallableId]:
    catalogue = Catalogue(clients_of(sandbox))
    found = catalogue.callable_ids(region=region, aws_profile="")
    assert [each.id for each in found] == sorted(each.id for each in found)
    assert len({each.id for each in found}) == len(found)
    return {each.id: each for each in found}


def test_models_with_on_demand_throughput_are_listed_with_name_and_maker(
    sandbox: Sandbox,
) -> None:
    model = listed(sandbox)[MICRO]
    assert model == CallableId(MICRO, "Nova Micro", "Amazon")


def test_a_model_that_needs_a_profile_is_listed_by_its_profiles_only(
    sandbox: Sandbox,
) -> None:
    found = listed(sandbox)
    assert HAIKU not in found
    for prefix in ("us", "global"):
        profile = found[f"{prefix}.{HAIKU}"]
        assert profile.inference_profile
        assert profile.provider == "Anthropic"
        assert "Haiku" in profile.name


def test_what_does_not_answer_in_text_is_left_out(sandbox: Sandbox) -> None:
    for region in ("us-east-1", "eu-west-1"):
        found = listed(sandbox, region)
        for word in ("embed", "marengo", "canvas", "reel", "stability"):
            assert not [each for each in found if word in each], (region, word)


def test_provisioned_variants_are_left_out(sandbox: Sandbox) -> None:
    assert not [each for each in listed(sandbox) if each.startswith(f"{MICRO}:")]


def test_application_profiles_are_listed_by_their_arn(sandbox: Sandbox) -> None:
    own = [each for each in listed(sandbox).values() if each.id.startswith("arn:")]
    assert [(each.name, each.inference_profile) for each in own] == [
        ("sandbox-team", True)
    ]
    assert ":application-inference-profile/" in own[0].id


def test_regions_differ(sandbox: Sandbox) -> None:
    virginia, ireland = listed(sandbox), listed(sandbox, "eu-west-1")
    assert f"us.{HAIKU}" in virginia.keys() - ireland.keys()
    assert f"eu.{HAIKU}" in ireland.keys() - virginia.keys()
    assert MICRO in virginia.keys() - ireland.keys()
    assert {seen.region for seen in sandbox.requests} == {"us-east-1", "eu-west-1"}


LISTED_IN_VAIN = re.compile("rerank|sonic")
"""Read and give text as far as the list tells, but do not converse."""


@pytest.mark.parametrize("region", ["us-east-1", "eu-west-1"])
def test_what_is_listed_can_be_called(sandbox: Sandbox, region: str) -> None:
    runtime = runtime_of(sandbox)
    refused = {}
    for each in listed(sandbox, region):
        call = Invocation(runtime, request(f"Hi {FAST}"), target_of(each, region))
        reply = call.start().finish().reply
        if reply.status is not Status.OK and not LISTED_IN_VAIN.search(each):
            refused[each] = str(reply.failure and reply.failure.category)
    # The lists of AWS name these for as long as somebody may still call them.
    assert set(refused.values()) <= {"legacy", "retired"}, refused


def test_an_error_of_the_control_plane_is_explained() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{taken.getsockname()[1]}"
    catalogue = Catalogue(Clients(Endpoint(url, simulated=True)))
    with pytest.raises(CallFailed) as error:
        catalogue.callable_ids(region="us-east-1", aws_profile="")
    assert error.value.failure.category == "network"


def test_keys_that_are_not_accepted_are_told(
    aws: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "EXPIRED")
    with pytest.raises(CallFailed) as error:
        Catalogue(Clients()).callable_ids(region="us-east-1", aws_profile="")
    assert error.value.failure.category == "login-expired"


def test_a_missing_profile_is_told() -> None:
    with pytest.raises(CallFailed) as error:
        Catalogue(Clients()).callable_ids(region="us-east-1", aws_profile="nope")
    assert error.value.failure.code == "ProfileNotFound"
