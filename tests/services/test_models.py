from __future__ import annotations

import asyncio
from collections.abc import Iterable
from contextlib import aclosing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from bedrock_tui.core.availability import Availability
from bedrock_tui.core.catalogue import Lifecycle, Model, RegionScan, RegionStatus
from bedrock_tui.core.changes import ChangeKind
from bedrock_tui.core.offer import ListPrice
from bedrock_tui.core.permissions import Evidence, Verdict
from bedrock_tui.core.target import Target
from bedrock_tui.errors import CallFailed, UsageError
from bedrock_tui.sandbox.server import Sandbox
from bedrock_tui.services.compare import Compare, Means
from bedrock_tui.services.models import Models, Situation
from bedrock_tui.store.calls import Calls
from bedrock_tui.store.database import Database
from bedrock_tui.store.models import ModelStore
from tests.support import (
    FAST,
    MICRO,
    PRO,
    clients_of,
    comparison,
    connections,
    eventually,
    runtime_of,
    threads,
)

FEW = ("us-east-1", "eu-west-1", "eu-west-3", "sa-east-1", "ap-south-1")
NOTHING = Situation()


def models_of(
    sandbox: Sandbox,
    database: Database | None = None,
    situation: Situation = NOTHING,
    **how: object,
) -> Models:
    store = ModelStore(database) if database else None
    return Models(clients_of(sandbox), store, lambda: situation, **how)  # type: ignore[arg-type]  # as the test names them


async def told(
    models: Models, regions: Iterable[str] = FEW, aws_profile: str = ""
) -> dict[str, RegionScan]:
    found = [each async for each in models.scan(regions, aws_profile=aws_profile)]
    assert len({each.region for each in found}) == len(found)
    return {each.region: each for each in found}


async def one(models: Models, region: str = "us-east-1") -> RegionScan:
    return (await told(models, [region]))[region]


async def test_all_regions_of_the_partition_are_known(sandbox: Sandbox) -> None:
    regions = await models_of(sandbox).regions()
    assert len(regions) == len(set(regions)) >= 33
    assert regions[0] == "us-east-1"
    gov = models_of(sandbox, situation=Situation(region="us-gov-west-1"))
    assert await gov.regions() == ["us-gov-east-1", "us-gov-west-1"]


async def test_every_region_is_told_once(sandbox: Sandbox) -> None:
    models = models_of(sandbox)
    regions = await models.regions()
    found = await told(models, [*regions, *regions[:3]])
    assert found.keys() == set(regions)
    assert {each.status for each in found.values()} == {RegionStatus.OK}
    assert sum(len(each.models) for each in found.values()) > 1500
    assert await models.last() == found


async def test_no_regions_are_no_round(sandbox: Sandbox) -> None:
    assert await told(models_of(sandbox), []) == {}


async def test_the_region_in_force_comes_first(sandbox: Sandbox) -> None:
    models = models_of(sandbox, situation=Situation(region="sa-east-1"))
    await told(models)
    assert {seen.region for seen in sandbox.requests[:3]} == {"sa-east-1"}


async def test_each_trouble_has_its_reason_and_costs_no_other_region(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(
        "bedrock_tui.aws.catalogue.Catalogue.__init__.__kwdefaults__",
        {"patience": 4.0, "grace": 4.0},
    )
    troubles = {
        "hang": ("eu-west-1", RegionStatus.UNREACHABLE, "Nothing came within"),
        "deny": ("eu-west-2", RegionStatus.DENIED, "service control policy"),
        "off": ("eu-west-3", RegionStatus.NOT_ENABLED, "has not enabled eu-west-3"),
        "garbage": ("sa-east-1", RegionStatus.FAILED, "not a list"),
        "repeat": ("ap-south-1", RegionStatus.OK, "A page of the list came twice"),
    }
    faults = [
        f"account:region-{name}={where}" for name, (where, *_) in troubles.items()
    ]
    with Sandbox(faults) as sandbox:
        models = models_of(sandbox)
        regions = await models.regions()
        found = await told(models, regions)
        assert found.keys() == set(regions)
        for where, status, reason in troubles.values():
            assert found[where].status is status
            assert reason in found[where].reason
            assert found[where].remedy
        odd = {where for where, *_ in troubles.values()}
        others = [each for region, each in found.items() if region not in odd]
        assert {(each.status, each.reason) for each in others} == {
            (RegionStatus.OK, "")
        }


async def test_closing_the_round_cuts_off_what_still_runs() -> None:
    hanging = [f"account:region-hang={region}" for region in FEW[1:]]
    with Sandbox(hanging) as sandbox:
        models = models_of(sandbox)
        async with aclosing(models.scan(FEW, aws_profile="")) as found:
            first = await anext(found)
            assert first.region == "us-east-1"
            await eventually(lambda: connections() >= len(FEW) - 1)
        await eventually(lambda: not threads("scan "))
        assert (await models.last()).keys() == {"us-east-1"}


async def test_a_mistake_of_ours_costs_one_region(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    from bedrock_tui.aws import merging

    right = merging.merge

    def wrong(region: str, *rest: object) -> object:
        if region == "eu-west-1":
            raise ZeroDivisionError
        return right(region, *rest)  # type: ignore[arg-type]  # as it came

    monkeypatch.setattr(merging, "merge", wrong)
    found = await told(models_of(sandbox))
    assert found["eu-west-1"].status is RegionStatus.FAILED
    assert "made a mistake" in found["eu-west-1"].reason
    assert [each.status for each in found.values()].count(RegionStatus.OK) == 4


async def test_a_round_is_kept_for_the_next_start(
    sandbox: Sandbox, database: Database
) -> None:
    models = models_of(sandbox, database)
    assert await models.last() == {}
    found = await told(models)
    kept = await models_of(sandbox, database).last()
    assert kept.keys() == found.keys()
    assert {k: v.models for k, v in kept.items()} == {
        k: v.models for k, v in found.items()
    }
    assert all(models.is_fresh(each) for each in kept.values())
    models.ttl = timedelta()
    assert not any(models.is_fresh(each) for each in kept.values())


async def test_what_cannot_be_asked_now_keeps_what_was_known(
    sandbox: Sandbox, database: Database
) -> None:
    models = models_of(sandbox, database)
    found = await told(models)
    sandbox.stop()
    offline = await told(models)
    assert {each.status for each in offline.values()} == {RegionStatus.UNREACHABLE}
    assert await models.last() == found
    again = await models_of(sandbox, database).last()
    assert {each.status for each in again.values()} == {RegionStatus.OK}
    assert await models.changes() == []


@pytest.mark.parametrize("kept", [True, False])
async def test_what_changed_between_two_rounds_is_logged(
    sandbox: Sandbox,
    database: Database,
    monkeypatch: pytest.MonkeyPatch,
    kept: bool,
) -> None:
    from bedrock_tui.aws import merging

    models = models_of(sandbox, database if kept else None)
    await one(models)
    right = merging.merge

    def other(*rest: object) -> tuple[Model, ...]:
        all_models = right(*rest)  # type: ignore[arg-type]  # as it came
        return tuple(each for each in all_models if each.id != MICRO)

    monkeypatch.setattr(merging, "merge", other)
    await one(models)
    (change,) = await models.changes()
    assert (change.kind, change.model_id) == (ChangeKind.GONE, MICRO)
    assert (change.region, change.title) == ("us-east-1", "Nova Micro")
    assert await models.changes(limit=0) == []


async def test_two_profiles_have_scans_of_their_own(
    aws: Sandbox, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    from bedrock_tui.aws.clients import Clients

    chosen = ["dev"]
    models = Models(
        Clients(),
        ModelStore(database),
        lambda: Situation(aws_profile=chosen[0]),
        environment_profile="prod",
    )
    source = models._scanning.source
    assert source("dev") == "dev"
    assert source("") == source("prod") == "prod"
    assert models_of(aws)._scanning.source("dev") == "sandbox"


async def test_the_public_catalogue_asks_nobody(sandbox: Sandbox) -> None:
    models = models_of(sandbox)
    public = await models.public()
    assert sandbox.requests == []
    assert len(public) > 25
    virginia = public["us-east-1"]
    assert virginia.public
    assert datetime(2026, 1, 1, tzinfo=UTC) < virginia.at < datetime.now(UTC)
    assert not models.is_fresh(virginia)
    offers = await models.offers(virginia)
    assert len(offers) == len(virginia.models) > 100
    assert {offer.judgement.verdict for offer in offers} <= {
        Verdict.UNKNOWN,
        Verdict.NO,
    }


async def test_the_public_catalogue_agrees_with_what_the_region_lists(
    sandbox: Sandbox,
) -> None:
    models = models_of(sandbox)
    public, found = await models.public(), await told(models)
    for region, scan in found.items():
        listed = {call.id for model in scan.models for call in model.calls}
        known = {call.id for model in public[region].models for call in model.calls}
        assert {each for each in listed if not each.startswith("arn:")} == known


class Free:
    """Prices everything at one dollar."""

    def price(self, model: Model, called: str = "") -> ListPrice | None:
        return ListPrice(Decimal(1), Decimal(2), "exact", "test", "2026-11-20")


async def test_an_offer_has_all_that_helps_to_choose(
    sandbox: Sandbox, database: Database
) -> None:
    models = models_of(sandbox, database, pricing=Free())
    scan = await one(models)
    await models.set_favourite(MICRO, True)
    asked = comparison(f"Hi {FAST}", MICRO, f"us.{MICRO}", PRO)
    async for _ in Compare(Means(runtime_of(sandbox), Calls(database))).run(asked):
        pass
    offers = {offer.model.id: offer for offer in await models.offers(scan)}
    assert len(offers) == len(scan.models)
    micro = offers[MICRO]
    assert micro.favourite
    assert not offers[PRO].favourite
    assert (micro.past.calls, micro.past.ok) == (2, 2)
    assert micro.past.ttft_ms is not None
    assert micro.judgement.verdict is Verdict.YES
    assert micro.judgement.evidence is Evidence.SEEN
    assert micro.limits.context == 128_000
    assert micro.price == Free().price(micro.model)
    untouched = offers["anthropic.claude-sonnet-5-5"]
    assert (untouched.past.calls, untouched.past.ttft_ms) == (0, None)
    assert untouched.judgement.verdict is Verdict.UNKNOWN


async def test_regions_where_a_model_is_not_offered_are_told_from_others(
    sandbox: Sandbox,
) -> None:
    models = models_of(sandbox)
    scan = (await told(models))["us-east-1"]
    none = replace(scan.models[0], calls=(), inference_types=("PROVISIONED",))
    (offer, *_) = await models.offers(replace(scan, models=(none,)))
    assert offer.judgement.verdict is Verdict.NO


@pytest.mark.parametrize(
    ("legacy", "advice"),
    [
        ("anthropic.claude-opus-4-1-20250805-v1:0", "Use us.anthropic.claude-opus-5"),
        ("anthropic.claude-sonnet-4-5-20250929-v1:0", "Use us.anthropic.claude-sonn"),
        ("writer.palmyra-x4-v1:0", "bedrock-tui models probe -t us.writer.palmyra-x4"),
    ],
)
async def test_a_legacy_model_has_the_same_advice_in_a_list_and_alone(
    sandbox: Sandbox, legacy: str, advice: str
) -> None:
    models = models_of(sandbox)
    scan = (await told(models, ("us-east-1", "us-east-2", "us-west-2")))["us-east-1"]
    model = scan.model(legacy)
    assert model is not None
    assert model.lifecycle.is_legacy
    listed = {each.model.id: each.judgement for each in await models.offers(scan)}
    assert listed[legacy].remedy.startswith(advice)
    assert (await models.offer(scan, model)).judgement == listed[legacy]


async def test_only_regions_that_keep_a_model_are_recommended(
    sandbox: Sandbox, database: Database
) -> None:
    await told(models_of(sandbox, database), ("us-east-2", "us-west-2"))
    models = models_of(sandbox, database)
    here = await one(models)
    model = here.model("writer.palmyra-x4-v1:0")
    assert model is not None
    alive = replace(model, region="eu-west-1", lifecycle=Lifecycle("ACTIVE"))
    there = replace(here, region="eu-west-1", models=(alive,))
    source = models._scanning.source("")
    await asyncio.wrap_future(ModelStore(database).keep(source, there))
    offer = await models_of(sandbox, database).offer(here, model)
    assert offer.judgement.remedy == "Choose a region that offers it: eu-west-1."


async def test_availability_is_asked_once_and_counts(sandbox: Sandbox) -> None:
    models = models_of(sandbox)
    model = (await one(models)).model(MICRO)
    assert model is not None
    answers = await asyncio.gather(
        *(models.availability(model, aws_profile="") for _ in range(5))
    )
    assert {each.agreement for each in answers} == {"AVAILABLE"}
    assert {each.region for each in answers} == {"AVAILABLE"}
    paths = [seen.path for seen in sandbox.requests]
    assert sum("availability" in path for path in paths) == 1
    models.forget()
    await models.availability(model, aws_profile="")
    own = replace(model, id="arn:aws:bedrock:us-east-1:1:custom-model/x/y")
    assert (await models.availability(own, aws_profile="")).agreement == ""


@pytest.mark.parametrize(
    ("model_id", "mantle"),
    [("amazon.nova-pro-v1:0:24k", False), ("openai.gpt-6-sol", True)],
)
async def test_what_bedrock_does_not_know_is_no_failure(
    sandbox: Sandbox, model_id: str, mantle: bool
) -> None:
    models = models_of(sandbox)
    model = Model(model_id, "us-east-1", mantle_only=mantle)
    found = await models.availability(model, aws_profile="")
    assert found == Availability(known=False)
    asked = [each for each in sandbox.requests if "availability" in each.path]
    assert len(asked) == (0 if mantle else 1)


async def test_quotas_are_those_of_the_model(sandbox: Sandbox) -> None:
    models = models_of(sandbox)
    model = (await one(models)).model(PRO)
    assert model is not None
    for _ in range(2):
        found = await models.quotas(model, aws_profile="")
        assert found
        assert all(each.name.endswith("for Amazon Nova Pro") for each in found)
    asked = len(sandbox.requests)
    await models.quotas(model, aws_profile="")
    assert len(sandbox.requests) == asked


async def test_quotas_that_are_denied_are_told() -> None:
    with Sandbox(["account:deny=servicequotas:*"]) as sandbox:
        models = models_of(sandbox)
        model = Model(PRO, "us-east-1", "Nova Pro", "Amazon")
        with pytest.raises(CallFailed) as error:
            await models.quotas(model, aws_profile="")
        assert error.value.failure.category == "permission"


async def test_a_probe_is_one_token_and_is_remembered(
    sandbox: Sandbox, database: Database
) -> None:
    models = models_of(sandbox, database)
    scan = await one(models)
    before = len(sandbox.requests)
    targets = [Target(MICRO, "us-east-1"), Target("no.such-model", "us-east-1")]
    found = dict([each async for each in models.probe([*targets, targets[0]])])
    assert found.keys() == set(targets)
    good, bad = found[targets[0]], found[targets[1]]
    assert (good.verdict, good.evidence) == (Verdict.YES, Evidence.PROBED)
    assert (bad.verdict, bad.evidence) == (Verdict.NO, Evidence.PROBED)
    assert bad.reason
    assert bad.remedy
    sent = sandbox.requests[before:]
    assert [seen.body["inferenceConfig"] for seen in sent] == [{"maxTokens": 1}] * 2
    again = models_of(sandbox, database)
    offers = {offer.model.id: offer for offer in await again.offers(scan)}
    assert offers[MICRO].judgement.evidence is Evidence.PROBED


async def test_read_only_probes_nothing(sandbox: Sandbox) -> None:
    models = models_of(sandbox, situation=Situation(read_only=True))
    with pytest.raises(UsageError):
        models.probe([Target(MICRO, "us-east-1")])
    assert sandbox.requests == []


async def test_a_probe_can_be_cut_off() -> None:
    with Sandbox(["no-headers"]) as sandbox:
        models = models_of(sandbox)
        round_of = models.probe([Target(MICRO, "us-east-1")])
        waiting = asyncio.ensure_future(anext(round_of))
        await eventually(lambda: sandbox.requests)
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting
        await round_of.aclose()
        await eventually(lambda: not threads("probe"))


async def test_favourites_and_regions_are_remembered(
    sandbox: Sandbox, database: Database
) -> None:
    models = models_of(sandbox, database)
    await models.set_favourite(MICRO, True)
    await models.set_favourite(PRO, True)
    await models.set_favourite(PRO, False)
    for region in ("us-east-1", "eu-west-1", "us-east-1"):
        models.note_region(region)
    assert await models.favourites() == {MICRO}
    assert models.recent_regions() == ["us-east-1", "eu-west-1"]
    await models.changes()
    database.close()
    database.open()
    again = models_of(sandbox, database)
    assert await again.favourites() == {MICRO}
    await models_of(sandbox, database).set_favourite(PRO, True)
    assert await again.favourites() == {MICRO, PRO}
    keeping = again.set_favourite(MICRO, False)
    assert (await asyncio.gather(keeping, again.favourites()))[1] == {PRO}
    assert again.recent_regions() == ["us-east-1", "eu-west-1"]


async def test_without_a_store_all_goes_on(sandbox: Sandbox) -> None:
    models = models_of(sandbox)
    assert (await models.last(), await models.changes()) == ({}, [])
    await models.set_favourite(MICRO, True)
    models.note_region("eu-west-1")
    assert (await models.favourites(), models.recent_regions()) == (
        {MICRO},
        ["eu-west-1"],
    )
    scan = await one(models)
    (told_of,) = [each async for each in models.probe([Target(MICRO, "us-east-1")])]
    offers = {offer.model.id: offer for offer in await models.offers(scan)}
    assert offers[MICRO].judgement == told_of[1]


async def test_a_store_that_is_closed_stops_nobody(
    sandbox: Sandbox, database: Database
) -> None:
    models = models_of(sandbox, database)
    database.close()
    scan = await one(models)
    assert (scan.status, scan.missing) == (RegionStatus.OK, ())
    assert await models.offers(scan)
    assert await models.changes() == []
    await models.set_favourite(MICRO, True)
