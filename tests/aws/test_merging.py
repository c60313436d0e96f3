"""Rows that AWS sends, or might: every trap that the lists have."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from bedrock_tui.aws.catalogue import Catalogue
from bedrock_tui.aws.clients import Clients, Endpoint
from bedrock_tui.aws.members import moment
from bedrock_tui.aws.merging import account_in, merge
from bedrock_tui.core.catalogue import (
    ANYWHERE,
    CallKind,
    Lifecycle,
    Listing,
    Model,
    RegionStatus,
)
from tests.aws.recordings import Recordings

HERE = "eu-west-1"
ACCOUNT = "111122223333"


def arn(model: str, region: str = HERE) -> str:
    return f"arn:aws:bedrock:{region}::foundation-model/{model}"


def own(resource: str) -> str:
    return f"arn:aws:bedrock:{HERE}:{ACCOUNT}:{resource}"


def row(model: str, *kinds: str, **members: Any) -> dict[str, Any]:
    return {
        "modelId": model,
        "modelArn": arn(model),
        "modelName": model.partition(".")[2].title(),
        "providerName": model.partition(".")[0].title(),
        "inputModalities": ["TEXT"],
        "outputModalities": ["TEXT"],
        "inferenceTypesSupported": list(kinds),
        **members,
    }


def profile(name: str, *arns: str, **members: Any) -> dict[str, Any]:
    return {
        "inferenceProfileId": name,
        "inferenceProfileArn": own(f"inference-profile/{name}"),
        "inferenceProfileName": f"EU Acme {name}",
        "models": [{"modelArn": each} for each in arns],
        **members,
    }


def merged(
    models: Any = (), profiles: Any = (), own_profiles: Any = (), **others: Any
) -> dict[str, Model]:
    rows = {
        Listing.MODELS: models,
        Listing.PROFILES: profiles,
        Listing.OWN_PROFILES: own_profiles,
        **{Listing[name]: found for name, found in others.items()},
    }
    found = merge(HERE, rows)
    assert len({model.id for model in found}) == len(found)
    return {model.id: model for model in found}


def test_ids_without_a_version_are_like_any_other() -> None:
    found = merged([row("deepseek.v3.2", "ON_DEMAND"), row("moonshotai.kimi-k2.5")])
    (call,) = found["deepseek.v3.2"].calls
    assert (call.id, call.kind, call.destinations) == (
        "deepseek.v3.2",
        CallKind.ON_DEMAND,
        (HERE,),
    )
    assert found["moonshotai.kimi-k2.5"].calls == ()


def test_kinds_and_modalities_that_nobody_knows_are_kept() -> None:
    new = row("acme.one", "INFERENCE_PROFILE", "TELEPATHY", inputModalities=["SMELL"])
    model = merged([new])["acme.one"]
    assert model.inference_types == ("INFERENCE_PROFILE", "TELEPATHY")
    assert (model.inputs, model.calls) == (("SMELL",), ())


def test_a_profile_with_an_unknown_prefix_is_a_geography() -> None:
    model = merged(
        [row("acme.one")],
        [profile("mars.acme.one", arn("acme.one"), arn("acme.one", "x"))],
    )["acme.one"]
    assert [(call.id, call.kind) for call in model.calls] == [
        ("mars.acme.one", CallKind.GEO)
    ]
    assert model.calls[0].destinations == (HERE, "x")


def test_a_profile_that_may_run_anywhere_is_global_whatever_its_prefix() -> None:
    profiles = [
        profile("galaxy.acme.one", arn("acme.one", ANYWHERE), arn("acme.one")),
        profile("global.acme.one", arn("acme.one")),
    ]
    model = merged([row("acme.one")], profiles)["acme.one"]
    assert {call.kind for call in model.calls} == {CallKind.GLOBAL}
    assert model.calls[0].destinations == (ANYWHERE, HERE)


def test_the_best_id_comes_first() -> None:
    model = merged(
        [row("acme.one", "ON_DEMAND")],
        [
            profile("global.acme.one", arn("acme.one", ANYWHERE)),
            profile("eu.acme.one", arn("acme.one")),
        ],
    )["acme.one"]
    kinds = [call.kind for call in model.calls]
    assert kinds == [CallKind.ON_DEMAND, CallKind.GEO, CallKind.GLOBAL]


def test_a_model_that_only_a_profile_mentions_is_made_up() -> None:
    other = profile(
        "eu.acme.two-v1:0", arn("acme.two-v1:0"), inferenceProfileName="EU Acme Two"
    )
    model = merged([row("acme.one")], [other])["acme.two-v1:0"]
    assert (model.listed, model.name, model.provider) == (False, "Two", "Acme")
    assert model.talks


def test_a_profile_of_several_models_is_there_once() -> None:
    mixed = profile("eu.mix", arn("acme.gone"), arn("acme.one"))
    found = merged([row("acme.one")], [mixed, mixed])
    assert [call.id for model in found.values() for call in model.calls] == ["eu.mix"]
    assert found["acme.one"].calls[0].models == ("acme.gone", "acme.one")


def test_a_profile_that_names_no_models_survives() -> None:
    found = merged([], [profile("eu.acme.one"), {"inferenceProfileArn": own("x/y")}])
    assert found["eu.acme.one"].calls[0].id == "eu.acme.one"
    assert found[own("x/y")].calls[0].id == own("x/y")


def test_application_profiles_are_called_by_arn_and_belong_to_their_model() -> None:
    called = own("application-inference-profile/abc")
    app = profile("abc", arn("acme.one"), arn("acme.one", "eu-west-2"))
    app |= {"inferenceProfileArn": called, "inferenceProfileName": "team"}
    model = merged([row("acme.one")], [], [app])["acme.one"]
    (call,) = model.calls
    assert (call.id, call.kind, call.name) == (called, CallKind.APPLICATION, "team")
    assert call.destinations == (HERE, "eu-west-2")


def test_a_model_that_is_listed_twice_is_there_once() -> None:
    found = merged([row("acme.one", "ON_DEMAND"), row("acme.one", "ON_DEMAND")])
    assert len(found["acme.one"].calls) == 1


def test_rows_that_make_no_sense_cost_only_themselves() -> None:
    found = merged(
        [
            {},
            {"modelId": 7},
            {"modelId": None, "modelArn": arn("acme.by-arn")},
            {"modelId": "acme.bare"},
            row("acme.odd", inputModalities="TEXT", modelLifecycle="ACTIVE"),
        ],
        [{}, {"inferenceProfileId": 3}, profile("eu.acme.bare", "no arn at all")],
    )
    assert found.keys() == {"acme.by-arn", "acme.bare", "acme.odd", "eu.acme.bare"}
    assert (found["acme.odd"].inputs, found["acme.odd"].lifecycle) == ((), Lifecycle())
    assert found["acme.bare"].streams is None
    assert found["acme.bare"].talks


NOON = datetime(2027, 4, 8, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "meant"),
    [
        ("2027-04-08T12:00:00+00:00", NOON),
        ("2027-04-08T12:00:00Z", NOON),
        ("2027-04-08T12:00:00", NOON),
        (NOON, NOON),
        (NOON.replace(tzinfo=None), NOON),
        (NOON.timestamp(), NOON),
        ("soon", None),
        (True, None),
        (1e99, None),
        (None, None),
        ({}, None),
    ],
)
def test_times_come_in_several_shapes(value: object, meant: datetime | None) -> None:
    assert moment(value) == meant


def test_the_four_dates_of_a_lifecycle_are_read() -> None:
    dates = {
        "status": "LEGACY",
        "startOfLifeTime": "2025-01-01T00:00:00Z",
        "legacyTime": "2026-01-01T00:00:00Z",
        "publicExtendedAccessTime": "2026-06-01T00:00:00Z",
        "endOfLifeTime": "2027-01-01T00:00:00Z",
    }
    life = merged([row("acme.one", modelLifecycle=dates)])["acme.one"].lifecycle
    read = (life.started, life.legacy, life.extended_access, life.ended)
    assert life.is_legacy
    assert [each and each.year for each in read] == [2025, 2026, 2026, 2027]
    bare = merged([row("acme.one", modelLifecycle={"status": "ACTIVE"})])["acme.one"]
    assert bare.lifecycle == Lifecycle("ACTIVE")


def test_throughput_belongs_to_what_it_serves() -> None:
    custom = own("custom-model/acme.one/abc")
    rows = [
        {
            "provisionedModelArn": own("provisioned-model/a"),
            "modelArn": arn("acme.one"),
        },
        {
            "provisionedModelArn": own("provisioned-model/b"),
            "modelArn": custom,
            "foundationModelArn": arn("acme.one"),
            "status": "Updating",
        },
        {"provisionedModelArn": own("provisioned-model/c"), "status": "Creating"},
        {"provisionedModelArn": own("provisioned-model/d"), "status": "New in 2027"},
    ]
    found = merged([row("acme.one")], PROVISIONED=rows)
    assert found["acme.one"].calls[0].kind is CallKind.PROVISIONED
    assert (found[custom].base, found[custom].inputs) == ("acme.one", ("TEXT",))
    assert found[custom].calls[0].models == ("acme.one",)
    assert own("provisioned-model/c") not in found
    assert own("provisioned-model/d") in found


def test_a_deployment_without_its_model_survives() -> None:
    custom, deployed = own("custom-model/x/abc"), own("custom-model-deployment/d")
    found = merged(
        DEPLOYMENTS=[{"customModelDeploymentArn": deployed, "modelArn": custom}]
    )
    assert found[custom].calls[0].id == deployed
    assert not found[custom].listed


def test_a_router_goes_where_its_profiles_go() -> None:
    one = profile("eu.acme.one", arn("acme.one"), arn("acme.one", "eu-west-3"))
    router = {
        "promptRouterArn": own("prompt-router/r"),
        "promptRouterName": "Choosy",
        "models": [
            {"modelArn": one["inferenceProfileArn"]},
            {"modelArn": arn("acme.two")},
            "nothing",
        ],
    }
    model = merged([row("acme.one")], [one], ROUTERS=[router])[own("prompt-router/r")]
    (call,) = model.calls
    assert (model.name, call.kind) == ("Choosy", CallKind.ROUTER)
    assert call.models == ("acme.one", "acme.two")
    assert call.destinations == (HERE, "eu-west-3")


def test_mantle_models_are_added_unless_the_region_lists_them() -> None:
    rows = {Listing.MODELS: [row("acme.one", "ON_DEMAND"), row("acme.two")]}
    mantle = [Model(name, HERE) for name in ("acme.one", "acme.two", "acme.three")]
    found = {model.id: model for model in merge(HERE, rows, mantle)}
    assert [each.mantle_only for each in found.values()] == [False, True, True]
    assert [each.listed for each in found.values()] == [True, True, False]


def test_the_account_is_read_from_arns() -> None:
    assert account_in({Listing.PROFILES: [{}, profile("eu.acme.one")]}) == ACCOUNT
    assert account_in({}) == ""


def scan_of(answers: dict[str, Any]) -> Any:
    with Recordings({HERE: answers}) as server:
        clients = Clients(Endpoint(server.url, simulated=True))
        return Catalogue(clients).scan(HERE, aws_profile="")


@pytest.mark.parametrize(
    "garbage",
    [
        b"",
        b"null",
        b"[]",
        b"{}",
        b'{"modelSummaries": 5}',
        b'{"modelSummaries": ["x"], "inferenceProfileSummaries": {"a": 1}}',
        b'{"modelSummaries": "x", "inferenceProfileSummaries": "x"}',
        b"<html>",
        b"\xff\xfe",
    ],
)
def test_an_answer_of_another_shape_is_a_region_that_failed(garbage: bytes) -> None:
    scan = scan_of(
        {
            "foundation-models": garbage,
            "inference-profiles?SYSTEM_DEFINED": garbage,
            "inference-profiles?APPLICATION": garbage,
        }
    )
    assert (scan.status, scan.models) == (RegionStatus.FAILED, ())
    assert scan.reason
    assert scan.remedy


def test_one_good_list_beside_garbage_is_told_with_the_reason() -> None:
    scan = scan_of(
        {
            "foundation-models": {"modelSummaries": [row("acme.one", "ON_DEMAND")]},
            "inference-profiles?SYSTEM_DEFINED": b"<html>",
            "inference-profiles?APPLICATION": {"inferenceProfileSummaries": []},
        }
    )
    assert scan.status is RegionStatus.OK
    assert scan.missing == (Listing.PROFILES,)
    assert "acme.one" in {model.id for model in scan.models}
