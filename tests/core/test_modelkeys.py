from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedrock_tui.core.limits import KNOWN
from bedrock_tui.core.modelkeys import Resolution, resolve
from bedrock_tui.core.modelnames import FAMILIES, OTHER_NAMES, names_of
from bedrock_tui.core.successors import (
    GONE,
    LINES,
    SUCCESSORS,
    successor,
)

SONNET, OPUS = "anthropic.claude-sonnet-5-5", "anthropic.claude-opus-5-5"
SONNET_4_5 = "anthropic.claude-sonnet-4-5-20250929-v1:0"
HAIKU = "anthropic.claude-haiku-4-5-20251001-v1:0"
NOVA = "amazon.nova-lite-v1:0"
GPT_OSS = "openai.gpt-oss-120b-1:0"
LLAMA = "meta.llama3-70b-instruct-v1:0"
VIRGINIA = {
    f"us.{SONNET}",
    f"global.{SONNET}",
    f"us.{SONNET_4_5}",
    f"global.{OPUS}",
    f"us.{HAIKU}",
    "amazon.nova-lite-v1:0",
    "us.amazon.nova-2-lite-v1:0",
    "us.deepseek.r1-v1:0",
    LLAMA,
    GPT_OSS,
}

HERE = [
    # key, what it is in Virginia, words of the note
    ("claude-v2", f"us.{SONNET}", "is gone"),
    ("claude-v2:1", f"us.{SONNET}", "is gone"),
    ("claude-instant", f"us.{HAIKU}", "is gone"),
    ("claude-instant-v1", f"us.{HAIKU}", "is gone"),
    ("claude-3-sonnet", f"us.{SONNET}", "is gone"),
    ("claude-3-5-sonnet-20240620", f"us.{SONNET}", "is gone"),
    ("Claude 3.5 Sonnet", f"us.{SONNET}", "is gone"),
    ("claude-3-7-sonnet", f"us.{SONNET}", "is gone"),
    ("claude-3-haiku", f"us.{HAIKU}", "is gone"),
    ("claude-3-opus", f"global.{OPUS}", "any region"),
    ("claude-sonnet-4", f"us.{SONNET}", "is gone"),
    ("claude-sonnet-4-5", f"us.{SONNET_4_5}", "stands for"),
    ("claude-sonnet-4.5", f"us.{SONNET_4_5}", "stands for"),
    ("anthropic.claude-sonnet-4-5", f"us.{SONNET_4_5}", "stands for"),
    ("claude-sonnet-4-5-20250929", f"us.{SONNET_4_5}", "stands for"),
    ("claude-opus-4-1", f"global.{OPUS}", "not offered here"),
    ("sonnet", f"us.{SONNET}", "newest sonnet that is offered here"),
    ("claude-opus", f"global.{OPUS}", "any region"),
    ("titan-express", "us.amazon.nova-2-lite-v1:0", "is gone"),
    ("titan-text-express", "us.amazon.nova-2-lite-v1:0", "is gone"),
    ("titan-lite", "amazon.nova-lite-v1:0", "is gone"),
    ("titan-premier", "us.amazon.nova-2-lite-v1:0", "is gone"),
    ("nova-premier", "us.amazon.nova-2-lite-v1:0", "is gone"),
    ("nova-lite", "amazon.nova-lite-v1:0", "stands for"),
    ("llama3-70b", LLAMA, "stands for"),
    ("llama-3-70b", LLAMA, "stands for"),
    ("llama3-70b-instruct", LLAMA, "stands for"),
    ("llama2-70b", LLAMA, "is gone"),
    ("llama3-1-405b", LLAMA, "is gone"),
    ("deepseek-r1", "us.deepseek.r1-v1:0", "stands for"),
    ("gpt-oss-120b", GPT_OSS, "stands for"),
    ("openai.gpt-oss-120b", GPT_OSS, "stands for"),
    ("  claude-v2  ", f"us.{SONNET}", "is gone"),
    # ids of models
    ("anthropic.claude-v2:1", f"us.{SONNET}", "is gone"),
    ("anthropic.claude-3-haiku-20240307-v1:0", f"us.{HAIKU}", "is gone"),
    ("us.anthropic.claude-3-haiku-20240307-v1:0", f"us.{HAIKU}", "is gone"),
    ("amazon.titan-text-express-v1", "us.amazon.nova-2-lite-v1:0", "is gone"),
    (SONNET, f"us.{SONNET}", "called through"),
    (OPUS, f"global.{OPUS}", "any region"),
]
KEPT = [
    # what is passed on as it is, words of the note
    (LLAMA, ""),
    (f"global.{SONNET}", ""),
    ("arn:aws:bedrock:us-east-1:111122223333:imported-model/abc", ""),
    ("", ""),
    (f"eu.{SONNET}", f"us.{SONNET} is"),
    ("eu.anthropic.claude-3-haiku-20240307-v1:0", f"us.{HAIKU} is"),
    ("anthropic.claude-sonnet-5", f"us.{SONNET} is"),
    ("amazon.nova-pro-v1:0", "Not offered here"),
    ("amazon.nova-pro-v2:0", "Not known here"),
    ("amazon.nova-lite-v1:0:24k", "Not known here"),
    ("xx.amazon.nova-lite-v1:0", "Not known here"),
    ("command-r", "Gone"),
    ("cohere.command-r-plus-v1:0", "Gone"),
    ("j2-ultra", "Gone"),
    ("mistral-large", "No mistral-large"),
    ("qwen", "No qwen is offered here"),
    ("no-such-thing", "Not known here"),
]
MANY = VIRGINIA | {
    *("us.meta.llama4-maverick-17b-instruct-v1:0", "cohere.embed-v4:0", "xai.grok-4.7"),
    *("us.meta.llama3-3-70b-instruct-v1:0", "mistral.mistral-large-2402-v1:0"),
    *("qwen.qwen3-32b-v1:0", "us.mistral.pixtral-large-2502-v1:0", "xai.grok-4.6"),
}


@pytest.mark.parametrize(("key", "model_id", "note"), HERE)
def test_keys_among_the_ids_of_a_region(key: str, model_id: str, note: str) -> None:
    found = resolve(key, VIRGINIA)
    assert found.id == model_id
    assert note in found.note
    assert key.strip() in found.note


@pytest.mark.parametrize(("key", "note"), KEPT)
def test_what_is_passed_on(key: str, note: str) -> None:
    found = resolve(key, VIRGINIA)
    assert found.id == key
    assert note in found.note
    assert bool(found.note) is bool(note)


@pytest.mark.parametrize(
    ("key", "model_id"),
    [
        ("llama", "us.meta.llama4-maverick-17b-instruct-v1:0"),
        ("llama4", "us.meta.llama4-maverick-17b-instruct-v1:0"),
        ("llama3", "us.meta.llama3-3-70b-instruct-v1:0"),
        ("llama-3.3", "us.meta.llama3-3-70b-instruct-v1:0"),
        ("mistral", "mistral.mistral-large-2402-v1:0"),
        ("qwen", "qwen.qwen3-32b-v1:0"),
        ("qwen-3-32b", "qwen.qwen3-32b-v1:0"),
        ("gpt-oss", GPT_OSS),
        ("GPT OSS", GPT_OSS),
        ("sonnet-4", f"us.{SONNET}"),
        ("sonnet-4-5", f"us.{SONNET_4_5}"),
        ("sonnet4.5", f"us.{SONNET_4_5}"),
        ("haiku-4-5", f"us.{HAIKU}"),
        ("pixtral", "us.mistral.pixtral-large-2502-v1:0"),
    ],
)
def test_families_and_their_versions(key: str, model_id: str) -> None:
    found = resolve(key, MANY)
    assert found.id == model_id
    assert found.note
    assert found.known


@pytest.mark.parametrize(
    ("key", "near"),
    [
        ("sonet", "sonnet"),
        ("cohere", "cohere.embed-v4:0"),
        ("grok-4", "xai.grok-4.7"),
        ("grok-4", "xai.grok-4.6"),
        ("amazon.nova-lite-v9:0", "amazon.nova-lite-v1:0"),
    ],
)
def test_what_nobody_knows_is_passed_on_with_the_nearest(key: str, near: str) -> None:
    found = resolve(key, MANY)
    assert (found.id, found.known) == (key, False)
    assert near in found.near
    assert "passed on as it is. Did you mean " in found.note
    assert near in found.note
    assert len(found.near) <= 3


@pytest.mark.parametrize(
    "key", ["zzz", "x" * 10_000, "arn:aws:bedrock:us-east-1:1:a/b"]
)
def test_what_is_like_nothing_has_none(key: str) -> None:
    found = resolve(key, MANY)
    assert (found.id, found.known, found.near) == (key, False, ())
    assert "Did you mean" not in found.note


def test_an_id_that_is_not_offered_is_known() -> None:
    assert resolve("amazon.nova-pro-v1:0", VIRGINIA).known


@pytest.mark.parametrize(
    ("key", "model_id"),
    [
        ("claude-v2", SONNET),
        ("claude-instant", "anthropic.claude-haiku-5-5"),
        ("claude-sonnet-4-5", SONNET_4_5),
        ("claude-haiku-4-5", HAIKU),
        ("titan-express", "amazon.nova-2-lite-v1:0"),
        ("llama3-70b", LLAMA),
        ("gpt-oss-120b", GPT_OSS),
        ("kimi-k2-thinking", "moonshot.kimi-k2-thinking"),
        ("mistral-large-3", "mistral.mistral-large-3-675b-instruct"),
        ("llama4-maverick", "meta.llama4-maverick-17b-instruct-v1:0"),
        ("gemma-3-27b", "google.gemma-3-27b-it"),
        ("deepseek-v3.2", "deepseek.v3.2"),
        ("anthropic.claude-v2", SONNET),
        (SONNET, SONNET),
        (f"us.{SONNET}", f"us.{SONNET}"),
        ("us.anthropic.claude-v2", "us.anthropic.claude-v2"),
    ],
)
def test_keys_without_a_region(key: str, model_id: str) -> None:
    assert resolve(key).id == model_id


def test_a_region_that_still_lists_an_old_model_is_believed() -> None:
    known = {"anthropic.claude-v2", f"us.{SONNET}"}
    assert resolve("claude-v2", known).id == "anthropic.claude-v2"


def test_models_that_only_the_region_knows() -> None:
    known = {"us.acme.rocket-7-20270101-v1:0", "global.acme.rocket-7-20270101-v1:0"}
    assert resolve("rocket-7", known).id == "us.acme.rocket-7-20270101-v1:0"


def test_names_of_a_model() -> None:
    assert names_of(SONNET_4_5)[:3] == (
        "claude-sonnet-4-5-20250929-v1-0",
        "claude-sonnet-4-5-20250929",
        "claude-sonnet-4-5",
    )
    assert "llama3-70b" in names_of(LLAMA)
    assert "gpt-oss-120b" in names_of(GPT_OSS)
    assert "claude-opus-4-6" in names_of("anthropic.claude-opus-4-6-v1")


def test_the_tables_agree() -> None:
    current = {each for row in (*SUCCESSORS.values(), *LINES) for each in row}
    assert not current & GONE
    assert current <= KNOWN | {
        "meta.llama3-1-70b-instruct-v1:0",
        "twelvelabs.pegasus-1-5-v1:0",
    }
    for old, new in SUCCESSORS.items():
        assert old not in new or old == "anthropic.claude-haiku-4-5"
        assert new
    for name, model_id in OTHER_NAMES.items():
        assert name not in names_of(model_id)
        assert model_id in KNOWN | GONE
    for models in FAMILIES.values():
        assert not set(models) & GONE
        assert set(models) <= KNOWN


@pytest.mark.parametrize(
    ("model_id", "offered", "found"),
    [
        ("anthropic.claude-opus-4-8", {f"eu.{OPUS}"}, f"eu.{OPUS}"),
        ("us.anthropic.claude-opus-4-8", {f"us.{OPUS}"}, f"us.{OPUS}"),
        (OPUS, {"anthropic.claude-opus-5"}, ""),
        (
            "amazon.titan-text-lite-v1",
            {"amazon.nova-lite-v1:0"},
            "amazon.nova-lite-v1:0",
        ),
        ("cohere.command-r-v1:0", {LLAMA}, ""),
        ("a.b", {LLAMA}, ""),
    ],
)
def test_successors(model_id: str, offered: set[str], found: str) -> None:
    assert successor(model_id, offered) == found


keys = st.text(max_size=30) | st.sampled_from(
    [row[0] for row in (*HERE, *KEPT)] + sorted(KNOWN | GONE)
)
known = st.none() | st.sets(keys.map(str.strip) | st.sampled_from(sorted(VIRGINIA)))


@given(keys, known)
def test_only_what_is_offered_is_ever_chosen(key: str, ids: set[str] | None) -> None:
    found = resolve(key, ids)
    assert isinstance(found, Resolution)
    if ids is not None and found.id != key.strip():
        assert found.id in ids
        assert found.note


@given(keys, known)
def test_resolving_twice_changes_nothing(key: str, ids: set[str] | None) -> None:
    once = resolve(key, ids).id
    assert resolve(once, ids).id == once
