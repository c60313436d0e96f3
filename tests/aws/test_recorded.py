"""The answers that AWS really gave, read by the real client over HTTP."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

import pytest

from bedrock_tui.aws.catalogue import Catalogue
from bedrock_tui.aws.clients import Clients, Endpoint
from bedrock_tui.core.catalogue import CallKind, RegionScan, RegionStatus, callable_ids
from tests.aws.recordings import Recordings, recorded_folder

REGIONS = ("us-east-1", "eu-west-2", "ap-northeast-1", "ca-central-1")
OLD = "list-foundation-models.us-east-1.2025-03-04.json"


def read(name: str) -> Any:
    return json.loads((recorded_folder() / name).read_text())


def lists(region: str) -> tuple[list[Any], list[Any]]:
    models = read(f"{region}.list-foundation-models.json")["modelSummaries"]
    profiles = read(f"{region}.list-inference-profiles.json")
    return models, profiles["inferenceProfileSummaries"]


def scan_of(models: list[Any], profiles: list[Any], region: str) -> RegionScan:
    none: list[Any] = []
    answers = {
        "foundation-models": {"modelSummaries": models},
        "inference-profiles?SYSTEM_DEFINED": {"inferenceProfileSummaries": profiles},
        "inference-profiles?APPLICATION": {"inferenceProfileSummaries": none},
    }
    with Recordings({region: answers}) as server:
        clients = Clients(Endpoint(server.url, simulated=True))
        return Catalogue(clients).scan(region, aws_profile="")


def told(region: str) -> tuple[list[Any], list[Any], RegionScan]:
    models, profiles = lists(region)
    return models, profiles, scan_of(models, profiles, region)


def arns(profile: Any) -> list[str]:
    return [each["modelArn"] for each in profile["models"]]


@pytest.mark.parametrize("region", REGIONS)
def test_every_model_and_every_profile_is_there_once(region: str) -> None:
    models, profiles, scan = told(region)
    assert (scan.status, scan.reason, scan.missing) == (RegionStatus.OK, "", ())
    listed = Counter(model.id for model in scan.models if model.listed)
    assert listed == Counter(row["modelId"] for row in models)
    assert set(listed.values()) == {1}
    called = Counter(
        call.id
        for model in scan.models
        for call in model.calls
        if call.kind is not CallKind.ON_DEMAND
    )
    assert called == Counter(row["inferenceProfileId"] for row in profiles)


@pytest.mark.parametrize("region", REGIONS)
def test_what_can_be_called_is_what_the_lists_say(region: str) -> None:
    models, profiles, scan = told(region)
    wanted = {
        m["modelId"] for m in models if "ON_DEMAND" in m["inferenceTypesSupported"]
    }
    wanted |= {profile["inferenceProfileId"] for profile in profiles}
    assert {call.id for model in scan.models for call in model.calls} == wanted
    silent = {
        row["modelId"]
        for row in models
        if {"TEXT"} - set(row["inputModalities"])
        or "TEXT" not in row["outputModalities"]
    }
    talking = {
        name
        for name in wanted
        if name not in silent
        and name.partition(".")[2] not in silent
        and ".rerank-" not in name  # ranks documents; the services do not say so
    }
    assert {each.id for each in callable_ids(scan)} == talking


@pytest.mark.parametrize("region", REGIONS)
def test_destinations_are_those_of_this_source_region(region: str) -> None:
    _, profiles, scan = told(region)
    calls = {call.id: call for model in scan.models for call in model.calls}
    for profile in profiles:
        call = calls[profile["inferenceProfileId"]]
        assert call.arn == profile["inferenceProfileArn"]
        places = [arn.split(":")[3] for arn in arns(profile)]
        assert sorted(call.destinations) == sorted(set(places))
        anywhere = "" in places
        assert call.kind is (CallKind.GLOBAL if anywhere else CallKind.GEO)
        assert set(call.models) == {arn.rpartition("/")[2] for arn in arns(profile)}


def test_profiles_of_the_same_name_go_elsewhere_from_another_region() -> None:
    name = "us.amazon.nova-2-lite-v1:0"
    places = {}
    for region in ("us-east-1", "ca-central-1"):
        scan = told(region)[2]
        calls = {call.id: call for model in scan.models for call in model.calls}
        places[region] = set(calls[name].destinations)
    assert "ca-central-1" in places["ca-central-1"]
    assert places["us-east-1"] < places["ca-central-1"]


@pytest.mark.parametrize("region", REGIONS)
def test_the_members_of_a_model_are_kept_as_they_came(region: str) -> None:
    models, _, scan = told(region)
    for row in models:
        model = scan.model(row["modelId"])
        assert model is not None
        assert (model.name, model.provider) == (row["modelName"], row["providerName"])
        assert model.arn == row["modelArn"]
        assert list(model.inputs) == row["inputModalities"]
        assert list(model.outputs) == row["outputModalities"]
        assert list(model.inference_types) == row["inferenceTypesSupported"]
        assert list(model.customizations) == row.get("customizationsSupported", [])
        assert model.streams == row.get("responseStreamingSupported")
        life, times = model.lifecycle, row["modelLifecycle"]
        assert life.status == times["status"]
        for moment, name in (
            (life.started, "startOfLifeTime"),
            (life.legacy, "legacyTime"),
            (life.extended_access, "publicExtendedAccessTime"),
            (life.ended, "endOfLifeTime"),
        ):
            assert (moment.isoformat() if moment else None) == times.get(name)


@pytest.mark.parametrize("region", REGIONS)
def test_what_only_profiles_mention_is_there_and_says_so(region: str) -> None:
    models, profiles, scan = told(region)
    behind = {arn.rpartition("/")[2] for each in profiles for arn in arns(each)}
    unlisted = behind - {row["modelId"] for row in models}
    found = {
        model.id: model
        for model in scan.models
        if not model.listed and not model.mantle_only
    }
    assert found.keys() == unlisted
    assert all(model.calls and model.name for model in found.values())


def test_an_old_answer_has_a_lifecycle_without_dates() -> None:
    models = read(OLD)["modelSummaries"]
    scan = scan_of(models, [], "us-east-1")
    listed = {model.id: model for model in scan.models if model.listed}
    assert listed.keys() == {row["modelId"] for row in models}
    assert {model.lifecycle.ended for model in listed.values()} == {None}
    assert {model.lifecycle.status for model in listed.values()} == {
        row["modelLifecycle"]["status"] for row in models
    }
