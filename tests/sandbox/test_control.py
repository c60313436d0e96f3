from __future__ import annotations

import pytest
from botocore.exceptions import ClientError


def found(bedrock, **filters):
    return bedrock.list_foundation_models(**filters)["modelSummaries"]


def by_id(bedrock, **filters):
    return {model["modelId"]: model for model in found(bedrock, **filters)}


def test_models_carry_the_recorded_members(bedrock):
    model = by_id(bedrock)["anthropic.claude-haiku-4-5-20251001-v1:0"]
    assert model["modelName"] == "Claude Haiku 4.5"
    assert model["providerName"] == "Anthropic"
    assert model["inferenceTypesSupported"] == ["INFERENCE_PROFILE"]
    assert model["inputModalities"][0] == "TEXT"
    assert model["modelLifecycle"]["status"] == "ACTIVE"
    assert model["modelLifecycle"]["startOfLifeTime"].year == 2025
    assert model["modelArn"].startswith("arn:aws:bedrock:us-east-1::foundation-model/")


def test_some_lifecycles_have_all_times_and_some_none(bedrock):
    models = by_id(bedrock)
    assert "endOfLifeTime" in models["ai21.jamba-1-5-mini-v1:0"]["modelLifecycle"]
    assert set(models["zai.glm-5.3"]["modelLifecycle"]) == {"status"}


def test_provisioned_variants_are_listed_too(bedrock):
    variant = by_id(bedrock)["amazon.nova-lite-v1:0:300k"]
    assert variant["inferenceTypesSupported"] == ["PROVISIONED"]


def test_filters_narrow_the_list(bedrock):
    assert {m["providerName"] for m in found(bedrock, byProvider="meta")} == {"Meta"}
    embeddings = found(bedrock, byOutputModality="EMBEDDING")
    assert embeddings
    assert all(m["outputModalities"] == ["EMBEDDING"] for m in embeddings)
    profiled = found(bedrock, byInferenceType="INFERENCE_PROFILE")
    assert all("INFERENCE_PROFILE" in m["inferenceTypesSupported"] for m in profiled)
    assert not found(bedrock, byCustomizationType="FINE_TUNING")


def test_the_list_depends_on_the_region_of_the_signature(connect, bedrock):
    there = by_id(connect("bedrock", region="eu-west-2"))
    assert "anthropic.claude-sonnet-4-6" in there
    sonnet = there["anthropic.claude-sonnet-4-6"]
    assert sonnet["inferenceTypesSupported"] == ["ON_DEMAND", "INFERENCE_PROFILE"]
    assert set(there) != set(by_id(bedrock))


def test_a_model_of_another_endpoint_is_not_listed(bedrock):
    assert "xai.grok-4.3" not in by_id(bedrock)


@pytest.mark.parametrize("arn", [False, True])
def test_details_come_by_id_or_arn(bedrock, arn):
    model = by_id(bedrock)["amazon.nova-micro-v1:0"]
    given = model["modelArn"] if arn else model["modelId"]
    details = bedrock.get_foundation_model(modelIdentifier=given)["modelDetails"]
    assert details == model


def test_an_unknown_model_is_not_found(bedrock):
    with pytest.raises(bedrock.exceptions.ResourceNotFoundException):
        bedrock.get_foundation_model(modelIdentifier="acme.none-v1:0")


def test_profiles_come_in_pages_without_loss(bedrock):
    pages = bedrock.get_paginator("list_inference_profiles").paginate(
        PaginationConfig={"PageSize": 7}
    )
    names = [
        profile["inferenceProfileId"]
        for page in pages
        for profile in page["inferenceProfileSummaries"]
    ]
    everything = bedrock.list_inference_profiles()["inferenceProfileSummaries"]
    assert names == [profile["inferenceProfileId"] for profile in everything]
    assert len(names) == len(set(names)) > 50


def test_a_global_profile_has_an_arn_with_an_empty_region(bedrock):
    name = "global.anthropic.claude-sonnet-5-5"
    profile = bedrock.get_inference_profile(inferenceProfileIdentifier=name)
    arns = [model["modelArn"] for model in profile["models"]]
    assert "arn:aws:bedrock:::foundation-model/anthropic.claude-sonnet-5-5" in arns
    again = bedrock.get_inference_profile(
        inferenceProfileIdentifier=profile["inferenceProfileArn"]
    )
    assert again["inferenceProfileId"] == name


def test_destinations_differ_by_source_region(connect, bedrock):
    name = "us.amazon.nova-2-lite-v1:0"
    here = bedrock.get_inference_profile(inferenceProfileIdentifier=name)
    canada = connect("bedrock", region="ca-central-1")
    there = canada.get_inference_profile(inferenceProfileIdentifier=name)
    assert (len(here["models"]), len(there["models"])) == (3, 4)


def test_application_profiles_can_be_asked_for_alone(bedrock):
    own = bedrock.list_inference_profiles(typeEquals="APPLICATION")
    assert [p["type"] for p in own["inferenceProfileSummaries"]] == ["APPLICATION"]


def test_a_wrong_page_token_or_size_is_refused(bedrock):
    with pytest.raises(bedrock.exceptions.ValidationException):
        bedrock.list_inference_profiles(nextToken="x")
    with pytest.raises(bedrock.exceptions.ValidationException):
        bedrock.list_inference_profiles(maxResults=1001)


def test_availability_answers_for_models_and_not_for_profiles(bedrock):
    answer = bedrock.get_foundation_model_availability(modelId="amazon.nova-micro-v1:0")
    assert answer["modelId"] == "amazon.nova-micro-v1"
    assert answer["agreementAvailability"]["status"] == "AVAILABLE"
    with pytest.raises(ClientError):
        bedrock.get_foundation_model_availability(modelId="us.amazon.nova-micro-v1:0")


def test_availability_says_when_the_region_lacks_the_model(connect):
    client = connect("bedrock", region="sa-east-1")
    answer = client.get_foundation_model_availability(modelId="amazon.nova-micro-v1:0")
    assert answer["regionAvailability"] == "NOT_AVAILABLE"
