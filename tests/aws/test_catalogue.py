from __future__ import annotations

import re
import socket
import threading
import time
from pathlib import Path

import pytest

from bedrock_tui.aws.cancel import Cancellation, Cancelled
from bedrock_tui.aws.catalogue import Catalogue
from bedrock_tui.aws.clients import Clients, Endpoint
from bedrock_tui.core.catalogue import (
    CallableId,
    CallKind,
    Listing,
    RegionScan,
    RegionStatus,
    callable_ids,
)
from bedrock_tui.core.reply import Status
from bedrock_tui.sandbox.server import Sandbox
from tests.support import (
    FAST,
    MICRO,
    Invocation,
    clients_of,
    connections,
    request,
    runtime_of,
    until,
)
from tests.support import target as target_of

HAIKU = "anthropic.claude-haiku-5-5"
FAR = "eu-west-3"
OWN = tuple(Listing)[3:]


def scanned(sandbox: Sandbox, region: str = "us-east-1", **how: float) -> RegionScan:
    return Catalogue(clients_of(sandbox), **how).scan(region, aws_profile="")


def listed(sandbox: Sandbox, region: str = "us-east-1") -> dict[str, CallableId]:
    found = callable_ids(scanned(sandbox, region))
    assert [each.id for each in found] == sorted(each.id for each in found)
    assert len({each.id for each in found}) == len(found)
    return {each.id: each for each in found}


def ended(*faults: str, region: str = FAR, **how: float) -> RegionScan:
    with Sandbox(faults) as sandbox:
        return scanned(sandbox, region, **how)


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


def test_provisioned_variants_are_kept_and_cannot_be_called(sandbox: Sandbox) -> None:
    scan = scanned(sandbox)
    variant = scan.model(f"{MICRO}:24k")
    assert variant is not None
    assert (variant.calls, variant.inference_types) == ((), ("PROVISIONED",))
    assert f"{MICRO}:24k" not in listed(sandbox)


def test_regions_differ(sandbox: Sandbox) -> None:
    virginia, ireland = listed(sandbox), listed(sandbox, "eu-west-1")
    assert f"us.{HAIKU}" in virginia.keys() - ireland.keys()
    assert f"eu.{HAIKU}" in ireland.keys() - virginia.keys()
    assert MICRO in virginia.keys() - ireland.keys()
    assert {seen.region for seen in sandbox.requests} == {"us-east-1", "eu-west-1"}


def test_what_the_account_has_of_its_own_is_there(sandbox: Sandbox) -> None:
    scan = scanned(sandbox)
    assert (scan.status, scan.reason, scan.missing) == (RegionStatus.OK, "", ())
    assert scan.account == "111122223333"
    kinds = {call.kind for model in scan.models for call in model.calls}
    assert kinds == set(CallKind)
    own = {model.title: model for model in scan.models if model.id.startswith("arn:")}
    assert own.keys() == {"support-tone", "llama-house-blend", "Meta Prompt Router"}
    assert own["support-tone"].base == "meta.llama3-3-70b-instruct-v1:0"
    assert len(own["support-tone"].calls) == 1, "one that is being made is not ready"
    (lite,) = [each for each in scan.models if each.id == "amazon.nova-lite-v1:0"]
    arns = [call.id for call in lite.calls if call.kind is CallKind.APPLICATION]
    assert len(arns) == 1
    assert ":application-inference-profile/" in arns[0]


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


def test_models_of_the_other_endpoint_are_added_and_cannot_be_called(
    sandbox: Sandbox,
) -> None:
    scan = scanned(sandbox)
    mantle = [model for model in scan.models if model.mantle_only]
    assert "xai.grok-4.3" in {model.id for model in mantle}
    assert not [model for model in mantle if model.calls or model.listed]
    (public_at,) = {model.public_at for model in mantle}
    assert public_at is not None
    others = [model for model in scan.models if model not in mantle]
    assert {model.public_at for model in others} == {None}
    ids = [model.id for model in scan.models]
    assert len(ids) == len(set(ids))


def test_no_connection_is_kept_when_a_region_has_told_all(sandbox: Sandbox) -> None:
    scanned(sandbox)
    until(lambda: connections() == 0)


def test_a_region_that_is_not_enabled_is_told_from_wrong_keys() -> None:
    scan = ended(f"account:region-off={FAR}")
    assert (scan.status, scan.models) == (RegionStatus.NOT_ENABLED, ())
    assert f"not enabled {FAR}: us-east-1 accepts the same keys" in scan.reason
    assert f"enable-region --region-name {FAR}" in scan.remedy


def test_one_round_asks_whether_the_keys_are_good_only_once() -> None:
    far = (FAR, "sa-east-1", "eu-south-1")
    with Sandbox([f"account:region-off={region}" for region in far]) as sandbox:
        catalogue = Catalogue(clients_of(sandbox))
        scans = [catalogue.scan(region, aws_profile="") for region in far]
        assert {scan.status for scan in scans} == {RegionStatus.NOT_ENABLED}
        asked = [seen for seen in sandbox.requests if seen.path == "/"]
        assert [seen.region for seen in asked] == ["us-east-1"]


def test_keys_that_are_no_keys_are_not_a_region_that_is_off(
    aws: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "INVALID")
    for region in (FAR, "us-east-1"):
        scan = Catalogue(Clients()).scan(region, aws_profile="")
        assert scan.status is RegionStatus.NO_CREDENTIALS
        assert scan.remedy


@pytest.mark.parametrize("key", ["EXPIRED", ""])
def test_without_keys_a_region_says_how_to_get_some(
    aws: Sandbox, monkeypatch: pytest.MonkeyPatch, key: str
) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", key)
    if not key:
        monkeypatch.delenv("AWS_ACCESS_KEY_ID")
        monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    scan = Catalogue(Clients()).scan("us-east-1", aws_profile="")
    assert scan.status is RegionStatus.NO_CREDENTIALS
    assert scan.reason
    assert scan.remedy


def test_who_is_signed_out_is_so_in_every_region(
    aws: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "EXPIRED")
    catalogue = Catalogue(Clients())
    scans = [catalogue.scan(region, aws_profile="") for region in ("us-east-1", FAR)]
    assert {scan.status for scan in scans} == {RegionStatus.NO_CREDENTIALS}
    assert {seen.region for seen in aws.requests} == {"us-east-1"}


def test_a_program_that_gives_no_keys_is_not_run_for_every_list(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    runs, config = tmp_path / "runs", tmp_path / "config"
    program = tmp_path / "program"
    program.write_text(f"#!/bin/sh\necho run >> {runs}\nexit 1\n")
    program.chmod(0o700)
    config.write_text(f"[default]\ncredential_process = {program}\n")
    monkeypatch.setenv("AWS_CONFIG_FILE", str(config))
    catalogue = Catalogue(Clients())
    scans = [catalogue.scan(region, aws_profile="") for region in ("us-east-1", FAR)]
    assert {scan.status for scan in scans} == {RegionStatus.NO_CREDENTIALS}
    assert len(runs.read_text().split()) == 1


def test_a_missing_profile_is_told() -> None:
    scan = Catalogue(Clients()).scan("us-east-1", aws_profile="nope")
    assert scan.closed
    assert "nope" in scan.reason


def test_a_region_that_denies_says_who_denies() -> None:
    scan = ended(f"account:region-deny={FAR}")
    assert scan.status is RegionStatus.DENIED
    assert "service control policy" in scan.reason
    assert scan.remedy


def test_a_region_that_hangs_is_given_up() -> None:
    scan = ended(f"account:region-hang={FAR}", patience=0.3)
    assert (scan.status, scan.models) == (RegionStatus.UNREACHABLE, ())
    assert "Nothing came within 0.3 s" in scan.reason
    assert scan.remedy


def test_a_region_that_is_not_there_is_unreachable() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{taken.getsockname()[1]}"
    clients = Clients(Endpoint(url, simulated=True))
    scan = Catalogue(clients).scan("us-east-1", aws_profile="")
    assert scan.status is RegionStatus.UNREACHABLE
    assert scan.reason


def test_a_web_page_is_no_list() -> None:
    scan = ended(f"account:region-garbage={FAR}")
    assert (scan.status, scan.models) == (RegionStatus.FAILED, ())
    assert "not a list" in scan.reason


def test_pages_that_never_end_end_with_what_came() -> None:
    scan = ended(f"account:region-repeat={FAR}")
    assert scan.status is RegionStatus.OK
    assert "a part of inference profiles" in scan.reason
    assert Listing.PROFILES in scan.missing
    with Sandbox() as healthy:
        whole = scanned(healthy, FAR)
    assert {model.id for model in scan.models} == {model.id for model in whole.models}
    assert callable_ids(scan) == callable_ids(whole)


@pytest.mark.parametrize(
    ("action", "missing"),
    [
        ("ListCustomModels", (Listing.CUSTOM,)),
        ("ListImportedModels", (Listing.IMPORTED,)),
        ("ListInferenceProfiles", (Listing.PROFILES, Listing.OWN_PROFILES)),
        ("ListFoundationModels", (Listing.MODELS,)),
    ],
)
def test_a_list_that_is_denied_does_not_cost_the_others(
    action: str, missing: tuple[Listing, ...]
) -> None:
    scan = ended(f"account:deny=bedrock:{action}", region="us-east-1")
    assert scan.status is RegionStatus.OK
    assert scan.missing == missing
    assert scan.reason.startswith(f"Missing: {', '.join(missing)}. ")
    assert action in scan.remedy
    assert len(scan.models) > 40


def test_all_lists_denied_is_a_region_that_denies() -> None:
    scan = ended("account:deny=bedrock:List*", region="us-east-1")
    assert (scan.status, scan.models) == (RegionStatus.DENIED, ())
    assert scan.missing == tuple(Listing)


def test_cancelling_ends_every_call_of_a_scan() -> None:
    with Sandbox([f"account:region-hang={FAR}"]) as sandbox:
        catalogue, cancellation = Catalogue(clients_of(sandbox)), Cancellation()
        raised: list[BaseException] = []

        def run() -> None:
            try:
                with cancellation.watch(lambda: None):
                    catalogue.scan(FAR, aws_profile="")
            except BaseException as error:  # noqa: BLE001  what it was is asserted
                raised.append(error)

        thread = threading.Thread(target=run, daemon=True)
        thread.start()
        until(lambda: connections() == len(Listing))
        began = time.monotonic()
        cancellation.cancel()
        thread.join(5.0)
        assert time.monotonic() - began < 5.0
        assert [type(error) for error in raised] == [Cancelled]
        until(lambda: not [t for t in threading.enumerate() if FAR in t.name])
