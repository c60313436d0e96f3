"""Price lists as AWS writes them, served on loopback. The rows of the first tests are
recorded ones (2026-08-31, 2026-09-25); only the SKUs are shortened.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from bedrock_tui.aws import price_names, price_usage, pricelist
from bedrock_tui.core.prices import Confidence, Listed, Price, Routing, Unpriced
from bedrock_tui.errors import CallFailed
from bedrock_tui.services.prices.resolver import Prices
from tests.aws.price_server import Row, Server, dimension, document, path

OREGON, VIRGINIA = "us-west-2", "us-east-1"
BEDROCK, MARKET, SERVICE = pricelist.OFFERS
REGIONAL, GLOBAL = Routing.REGIONAL, Routing.GLOBAL
D = Decimal


@pytest.fixture
def server() -> Iterator[Server]:
    made = Server()
    yield made
    made.close()


def fetched(server: Server, region: str) -> dict[tuple[str, ...], Listed]:
    entries = pricelist.fetch(region, server.url).entries
    return {(e.id, e.routing, e.tier, e.latency): e for e in entries}


def sold(name: str, *rows: tuple[str, str], unit: str = "1M tokens") -> list[Row]:
    full = f"{name} (Amazon Bedrock Edition)"
    return [(full, f"USW2-MP:USW2_{use}-Units", unit, usd) for use, usd in rows]


OPUS = sold(
    "Claude Opus 5.5",
    ("input_tokens_standard", "4.4000000000"),
    ("output_tokens_standard", "22.0000000000"),
    ("input_tokens_global_standard", "4.0000000000"),
    ("output_tokens_global_standard", "20.0000000000"),
)
HAIKU = sold(
    "Claude Haiku 4.5",
    ("InputTokenCount", "1.1000000000"),
    ("OutputTokenCount", "5.5000000000"),
    ("InputTokenCount_Global", "1.0000000000"),
    ("OutputTokenCount_Global", "5.0000000000"),
    ("CacheReadInputTokenCount", "0.1100000000"),
    ("CacheWrite1hInputTokenCount", "2.2000000000"),
)
OLD_OPUS = sold(
    "Claude Opus 4.1",
    ("InputTokenCount", "15.0000000000"),
    ("OutputTokenCount", "75.0000000000"),
    unit="Units",
)
ASTRA = sold(
    "OpenAI GPT-6 Astra",
    ("input_tokens_standard", "11"),
    ("input_tokens_long_ctx_standard", "22"),
    ("cache_write_tokens_30m_standard", "13.75"),
)
NEMOTRON = "NVIDIA Nemotron 3 Super 120B A12B"
STEM = "USE1-nvidia.nemotron-super-3-120b"
OPEN: list[Row] = [
    (NEMOTRON, f"{STEM}-mantle-input-tokens-standard", "1K tokens", "0.0001500000"),
    (NEMOTRON, f"{STEM}-mantle-output-tokens-standard", "1K tokens", "0.0006500000"),
    (NEMOTRON, f"{STEM}-input-tokens-flex", "1K tokens", "0.0000750000"),
    (NEMOTRON, f"{STEM}-mantle-output-tokens-flex", "1K tokens", "0.0003250000"),
]
HAIKU_ID = "anthropic.claude-haiku-4-5-20251001-v1:0"


def test_the_recorded_rows_become_prices(server: Server) -> None:
    server.sell(MARKET, OREGON, *OPUS, *HAIKU, *OLD_OPUS, *ASTRA)
    found = fetched(server, OREGON)
    plain = ("default", "standard")
    opus = found["anthropic.claude-opus-5-5", REGIONAL, *plain]
    assert (opus.rates.input, opus.rates.output) == (D("4.4"), D(22))
    assert opus.as_of == date(2026, 9, 25)
    world = found["anthropic.claude-opus-5-5", GLOBAL, *plain]
    assert (world.rates.input, world.rates.output) == (D(4), D(20))
    haiku = found[HAIKU_ID, REGIONAL, *plain]
    assert haiku.rates.known() == {
        "input": D("1.1"),
        "output": D("5.5"),
        "cache_read": D("0.11"),
        "cache_write_1h": D("2.2"),
    }
    old = found["anthropic.claude-opus-4-1-20250805-v1:0", REGIONAL, *plain]
    assert (old.rates.input, old.rates.output) == (D(15), D(75))
    assert len(found) == 5  # Astra has no output here, and half a price is none


def test_thousands_become_millions_and_tiers_stay_apart(server: Server) -> None:
    server.sell(BEDROCK, VIRGINIA, *OPEN, published="2026-08-31")
    found = fetched(server, VIRGINIA)
    name = "nvidia.nemotron-super-3-120b"
    assert {key[2] for key in found} == {"default", "flex"}
    flex = found[name, REGIONAL, "flex", "standard"]
    assert (flex.rates.input, flex.rates.output) == (D("0.075"), D("0.325"))
    assert found[name, REGIONAL, "default", "standard"].rates.input == D("0.15")


def test_all_three_offers_are_asked_for(server: Server) -> None:
    server.sell(MARKET, OREGON, *OPUS)
    fetched(server, OREGON)
    assert server.asked == [path(offer, OREGON) for offer in pricelist.OFFERS]


def test_a_long_prompt_has_rates_of_its_own(server: Server) -> None:
    rest = sold(
        "OpenAI GPT-6 Astra",
        ("output_tokens_standard", "55"),
        ("output_tokens_long_ctx_standard", "82.5"),
    )
    server.sell(MARKET, OREGON, *ASTRA, *rest)
    entry = fetched(server, OREGON)[
        "openai.gpt-6-astra", REGIONAL, "default", "standard"
    ]
    assert entry.rates.known() == {
        "input": D(11),
        "output": D(55),
        "cache_write": D("13.75"),
    }
    (step,) = entry.steps
    assert step.above == 272_000
    assert step.rates.known() == {"input": D(22), "output": D("82.5")}


def test_a_step_that_begins_nobody_knows_where_spoils_the_price(server: Server) -> None:
    long = sold("Claude Opus 5.5", ("input_tokens_long_ctx_standard", "8.8"))
    server.sell(MARKET, OREGON, *OPUS, *long)
    assert [e.routing for e in fetched(server, OREGON).values()] == [GLOBAL]


def test_a_step_whose_rates_are_not_listed_is_there_without(server: Server) -> None:
    rows = sold(
        "Claude Haiku 5.5",
        ("input_tokens_standard", "0.11"),
        ("output_tokens_standard", "0.55"),
    )
    server.sell(MARKET, OREGON, *rows)
    (entry,) = fetched(server, OREGON).values()
    assert [(step.above, step.rates.known()) for step in entry.steps] == [(100_000, {})]


def nova(use: str, dollars: str, name: str = "Nova Pro") -> Row:
    return name, f"USE1-NovaPro-{use}", "1K tokens", dollars


PRO = [nova("input-tokens", "0.0008"), nova("output-tokens", "0.0032")]
PRO_KEY = ("amazon.nova-pro-v1:0", REGIONAL, "default", "standard")


@pytest.mark.parametrize(
    "row",
    [
        nova("input-tokens-batch", "9"),
        nova("input-tokens-custom-model", "9"),
        nova("input-tokens-made-up", "9"),
        nova("customization-training", "9"),
        nova("speech-input-tokens", "9"),
        nova("input-image-token-count", "9"),
        nova("ProvisionedThroughput-ModelUnits", "9"),
        nova("input-tokens-flex-priority", "9"),
        ("Nova Pro", "USE1-Reserved-1Month-TPM-input", "1K tokens", "9"),
        ("Nova Pro", "USW2-NovaPro-input-tokens", "1K tokens", "9"),
        ("Nova Pro", "APS3-NovaPro-input-tokens", "1K tokens", "9"),
        ("Nova Pro", "USE1-NovaPro-input-tokens", "Images", "9"),
        ("Nova Pro", "USE1-NovaPro-input-tokens", "Units", "9"),
        ("Nova Pro", "USE1-NovaPro-input-tokens", "1K tokens", "0.0000000000"),
        ("Nova Pro", "USE1-NovaPro-input-tokens", "1K tokens", "-1"),
        ("Nova Pro", "USE1-NovaPro-input-tokens", "1K tokens", "free"),
        ("Nova Pro Max", "USE1-NovaPro-input-tokens", "1K tokens", "9"),
        ("Nova", "USE1-NovaPro-input-tokens", "1K tokens", "9"),
        nova("cache-read-input-token-count", "0.0000000000"),
        nova("cache-write-tokens-2d", "9"),
    ],
    ids=lambda row: "-".join(row),
)
def test_rows_that_are_something_else_change_nothing(server: Server, row: Row) -> None:
    server.sell(BEDROCK, VIRGINIA, *PRO, row)
    found = fetched(server, VIRGINIA)
    assert list(found) == [PRO_KEY]
    assert found[PRO_KEY].rates.known() == {"input": D("0.8"), "output": D("3.2")}


def test_two_prices_for_one_thing_are_none(server: Server) -> None:
    server.sell(BEDROCK, VIRGINIA, *PRO, nova("input-tokens", "0.0009"))
    with pytest.raises(CallFailed):
        fetched(server, VIRGINIA)
    server.sell(BEDROCK, VIRGINIA, *PRO, nova("input-tokens", "0.0008"))
    assert list(fetched(server, VIRGINIA)) == [PRO_KEY]


@pytest.mark.parametrize("first", [True, False])
def test_our_endpoint_counts_more_than_the_other(server: Server, first: bool) -> None:
    other = ("Nova Pro", "USE1-NovaPro-mantle-input-tokens", "1K tokens", "0.9")
    server.sell(BEDROCK, VIRGINIA, *([other, *PRO] if first else [*PRO, other]))
    assert fetched(server, VIRGINIA)[PRO_KEY].rates.input == D("0.8")


def test_fast_replies_and_an_id_in_the_usage_type(server: Server) -> None:
    grok = "USE1-xai.grok-4.6-mantle-{}-tokens-global-priority"
    server.sell(
        BEDROCK,
        VIRGINIA,
        nova("input-tokens-latency-optimized", "0.001"),
        nova("output-tokens-latency-optimized", "0.004", "Nova Pro Latency Optimized"),
        ("xai.grok-4.6", grok.format("input"), "1K tokens", "0.0035"),
        ("xai.grok-4.6", grok.format("output"), "1K tokens", "0.0105"),
        ("xai.grok-4.6", grok.format("cache-read"), "1K tokens", "0.000875"),
    )
    found = fetched(server, VIRGINIA)
    assert found["amazon.nova-pro-v1:0", REGIONAL, "default", "optimized"].rates.known()
    grok_rates = found["xai.grok-4.6", GLOBAL, "priority", "standard"].rates
    assert grok_rates.known() == {
        "input": D("3.5"),
        "output": D("10.5"),
        "cache_read": D("0.875"),
    }


def test_opus_4_and_opus_4_8_are_two_models(server: Server) -> None:
    both = ("InputTokenCount", "15"), ("OutputTokenCount", "75")
    server.sell(MARKET, OREGON, *sold("Claude Opus 4", *both))
    assert {key[0] for key in fetched(server, OREGON)} == {
        "anthropic.claude-opus-4-20250514-v1:0"
    }


def test_the_third_offer_sells_global_sonnet_4(server: Server) -> None:
    usage = "USE1-Claude4Sonnet-{}-cross-region-global"
    server.sell(
        SERVICE,
        VIRGINIA,
        ("Claude Sonnet 4", usage.format("input-tokens"), "1K tokens", "0.003"),
        ("Claude Sonnet 4", usage.format("output-tokens"), "1K tokens", "0.015"),
        (
            "Claude Sonnet 4",
            usage.format("cache-read-input-token-count"),
            "1K tokens",
            "0.0003",
        ),
    )
    (entry,) = fetched(server, VIRGINIA).values()
    assert entry.routing is GLOBAL
    assert entry.rates.cache_read == D("0.3")


def test_several_dimensions_are_no_price(server: Server) -> None:
    made = document(VIRGINIA, tuple(PRO), "2026-09-25")
    terms = made["terms"]["OnDemand"]["SAMPLE00"]
    terms["later"] = {"priceDimensions": {"d": dimension("1K tokens", "7")}}
    server.put(BEDROCK, VIRGINIA, made)
    with pytest.raises(CallFailed):
        fetched(server, VIRGINIA)


@pytest.mark.parametrize(
    "content",
    [
        b"<html>",
        b"[]",
        b"{}",
        b'{"publicationDate": "soon", "products": {}}',
        b'{"publicationDate": "2026-01-01", "products": []}',
        b'{"publicationDate": "2026-01-01", "products": {"x": 3}}',
        b'{"publicationDate": "2026-01-01", "products": {}}',
    ],
)
def test_what_is_no_price_list_is_a_failure_with_words(
    server: Server, content: bytes
) -> None:
    server.put(BEDROCK, VIRGINIA, content)
    with pytest.raises(CallFailed) as caught:
        fetched(server, VIRGINIA)
    assert caught.value.title == "No price list"
    assert caught.value.hint


def test_a_region_without_lists_and_a_server_in_trouble(server: Server) -> None:
    with pytest.raises(CallFailed, match="lists no price"):
        fetched(server, "eu-nowhere-1")
    server.statuses[path(BEDROCK, VIRGINIA)] = 500
    with pytest.raises(CallFailed, match="answered 500"):
        fetched(server, VIRGINIA)


def test_no_server_is_a_failure_with_words(server: Server) -> None:
    server.close()
    with pytest.raises(CallFailed) as caught:
        pricelist.fetch(VIRGINIA, server.url)
    assert caught.value.failure.category == "network"


def test_only_the_public_address_is_asked_unless_another_is_given() -> None:
    assert pricelist.PUBLIC == "https://pricing.us-east-1.amazonaws.com"


def test_names_and_places_are_one_to_one() -> None:
    assert price_names.PLACES["APS3"] == "ap-south-1"
    assert price_names.LONG_PROMPTS.keys() <= set(price_names.NAMES.values())
    aliases = {"Nova Pro Latency Optimized"}
    ids = [v for k, v in price_names.NAMES.items() if k not in aliases]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize(
    ("text", "region", "kind"),
    [
        ("APS3-NovaPro-input-tokens", "ap-south-1", "input"),
        ("XYZ9-NovaPro-input-tokens", "ap-new-1", "input"),
        ("EU-NovaPro-output-tokens", "eu-west-1", "output"),
        ("USE1-Nova2.0Lite-text-input-tokens", VIRGINIA, "input"),
        ("USE1-X-mantle-cache-write-tokens-5m-long-ctx-flex", VIRGINIA, "cache_write"),
        (
            "USE1-MP:USE1_cache_write_tokens_1h_standard-Units",
            VIRGINIA,
            "cache_write_1h",
        ),
        ("USE1-MP:USW2_input_tokens_standard-Units", VIRGINIA, None),
        ("USE1-MP:USE1_InputTokenCount_Global_Batch-Units", VIRGINIA, None),
        ("USE1-MP:USE1_MillionBatchInputTokens-Units", VIRGINIA, None),
        ("USE1-NovaPro-batch-input-tokens", VIRGINIA, None),
        ("USE1-NovaPro-custom-model-input-tokens", VIRGINIA, None),
        ("", VIRGINIA, None),
    ],
)
def test_usage_types_are_read_or_left(text: str, region: str, kind: str | None) -> None:
    found = price_usage.read(text, region)
    assert (found and found.kind) == kind


async def test_a_refreshed_region_is_exact_and_the_next_program_sees_it(
    server: Server, tmp_path: Path
) -> None:
    server.sell(MARKET, OREGON, *HAIKU)
    prices = Prices(user_file=tmp_path / "none", lists_folder=tmp_path / "lists")
    now = datetime(2026, 11, 22, tzinfo=UTC)
    before = prices.price(f"us.{HAIKU_ID}", OREGON, at=now)
    assert isinstance(before, Price)
    assert before.confidence is Confidence.ESTIMATE
    file = await prices.refresh(OREGON, base_url=server.url)
    assert file.stat().st_mode & 0o777 == 0o600
    other = Prices(user_file=tmp_path / "none", lists_folder=tmp_path / "lists")
    for each in (prices, other):
        price = each.price(f"us.{HAIKU_ID}", OREGON, at=now)
        assert isinstance(price, Price)
        assert price.confidence is Confidence.EXACT
        assert price.rates.cache_write_1h == D("2.2")
        assert isinstance(
            each.price(f"us.{HAIKU_ID}", OREGON, tier="flex", at=now), Unpriced
        )


async def test_a_failed_refresh_leaves_what_was_there(
    server: Server, tmp_path: Path
) -> None:
    server.sell(MARKET, OREGON, *HAIKU)
    prices = Prices(user_file=tmp_path / "none", lists_folder=tmp_path / "lists")
    file = await prices.refresh(OREGON, base_url=server.url)
    kept = file.read_bytes()
    server.statuses[path(SERVICE, OREGON)] = 503
    with pytest.raises(CallFailed):
        await prices.refresh(OREGON, base_url=server.url)
    assert file.read_bytes() == kept
