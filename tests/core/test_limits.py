from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedrock_tui.core import limits
from bedrock_tui.core.limits import burndown_of, limits_of
from bedrock_tui.core.modelids import (
    PREFIXES,
    best_call,
    model_id_of,
    short_id,
    split_prefix,
)
from bedrock_tui.core.offer import Limits

MODEL = "arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-pro-v1:0"
PROFILE = (
    "arn:aws:bedrock:us-east-1:111122223333:inference-profile/"
    "us.anthropic.claude-opus-4-1-20250805-v1:0"
)
OWN = "arn:aws:bedrock:us-east-1:111122223333:application-inference-profile/a1b2c3"


@pytest.mark.parametrize(
    ("model_id", "context", "output"),
    [
        ("amazon.nova-pro-v1:0", 300_000, 10_000),
        ("eu.amazon.nova-pro-v1:0", 300_000, 10_000),
        (MODEL, 300_000, 10_000),
        (PROFILE, 200_000, 32_000),
        ("amazon.nova-micro-v1:0", 128_000, 10_000),
        ("global.anthropic.claude-sonnet-5-5", 1_000_000, 128_000),
        ("anthropic.claude-haiku-4-5-20251001-v1:0", 200_000, 64_000),
        ("openai.gpt-6-astra", 1_050_000, 128_000),
        ("openai.gpt-oss-120b-1:0", 128_000, 16_000),
        ("deepseek.v3.2", 164_000, 82_000),
        ("moonshotai.kimi-k3.1", 1_000_000, None),
        ("xai.grok-4.6", 500_000, None),
        ("amazon.titan-embed-text-v2:0", 8_000, None),
        ("us.meta.llama4-scout-17b-instruct-v1:0", 10_000_000, 16_000),
    ],
)
def test_limits_of_models_profiles_and_arns(
    model_id: str, context: int, output: int | None
) -> None:
    assert limits_of(model_id) == Limits(context, output)


@pytest.mark.parametrize(
    "model_id",
    [
        "",
        "anthropic.claude-opus",
        "anthropic.claude-opus-5-5-1",
        "amazon.nova-pro-v1:0:24k",
        "xx.amazon.nova-pro-v1:0",
        "us.us.amazon.nova-pro-v1:0",
        "amazon.nova-pro-v1",
        OWN,
    ],
)
def test_ids_are_looked_up_whole(model_id: str) -> None:
    assert limits_of(model_id) == Limits()


def test_the_table_is_sorted_and_sane() -> None:
    table = limits._LIMITS
    assert list(table) == sorted(table)
    assert len(table) >= 120
    for context, output in table.values():
        assert context is not None
        assert output is None or 0 < output < context


@pytest.mark.parametrize(
    ("model_id", "burndown"),
    [
        ("anthropic.claude-3-5-sonnet-20241022-v2:0", 1),
        ("anthropic.claude-3-haiku-20240307-v1:0", 1),
        ("anthropic.claude-instant-v1", 1),
        ("anthropic.claude-v2:1", 1),
        ("anthropic.claude-3-7-sonnet-20250219-v1:0", 5),
        ("anthropic.claude-sonnet-4-20250514-v1:0", 5),
        ("us.anthropic.claude-opus-4-8", 5),
        ("anthropic.claude-sonnet-5", 5),
        ("global.anthropic.claude-fable-5-2", 5),
        ("anthropic.claude-opus-10", 5),
        ("openai.gpt-6.1-sol", 10),
        ("us.openai.gpt-6.1-sol", 10),
        ("openai.gpt-6-sol", 1),
        ("amazon.nova-pro-v1:0", 1),
        (PROFILE, 5),
        (OWN, 1),
    ],
)
def test_burndown(model_id: str, burndown: int) -> None:
    assert burndown_of(model_id) == burndown


@pytest.mark.parametrize("prefix", PREFIXES)
def test_every_prefix_is_taken_off(prefix: str) -> None:
    assert split_prefix(f"{prefix}.a.b-v1:0") == (prefix, "a.b-v1:0")
    assert model_id_of(f"{prefix}.a.b-v1:0") == "a.b-v1:0"


@pytest.mark.parametrize(
    "text", ["deepseek.v3.2", "openai.gpt-6.1-sol", "us.model", "US.a.b", "eu.", "."]
)
def test_what_has_no_prefix_stays_whole(text: str) -> None:
    assert split_prefix(text) == ("", text)


def test_arns_of_models_and_system_profiles_name_their_id() -> None:
    assert short_id(MODEL) == "amazon.nova-pro-v1:0"
    assert model_id_of(PROFILE) == "anthropic.claude-opus-4-1-20250805-v1:0"
    assert model_id_of("arn:aws:bedrock:::foundation-model/a.b") == "a.b"
    assert model_id_of(OWN) == OWN


@given(st.text())
def test_any_text_has_a_model_id(text: str) -> None:
    assert isinstance(model_id_of(text), str)
    assert isinstance(limits_of(text), Limits)
    assert burndown_of(text) >= 1


@pytest.mark.parametrize(
    ("offered", "chosen"),
    [
        ({"a.b", "us.a.b", "global.a.b"}, "a.b"),
        ({"us.a.b", "global.a.b"}, "us.a.b"),
        ({"apac.a.b", "jp.a.b"}, "jp.a.b"),
        ({"global.a.b"}, "global.a.b"),
        ({"a.b-v2", "us.a.bc"}, ""),
        (set(), ""),
    ],
)
def test_the_best_id_of_those_offered(offered: set[str], chosen: str) -> None:
    assert best_call("a.b", offered) == chosen
