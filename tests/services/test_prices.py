"""The gotchas of Bedrock's prices, by number:

1 prefixes and global, 2 source regions, 3 suffixes, 4 ids without `:0`, 5 caches,
6 service tiers, 7 latency, 8 long prompts, 9 extended access, 10 opaque ARNs,
11 not text, 12 prices of the day, 13 no download, 14 GovCloud.
"""

from __future__ import annotations

import subprocess
import sys
import threading
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedrock_tui.core.prices import (
    Confidence,
    Listed,
    Price,
    PriceList,
    Rates,
    Routing,
    Unpriced,
    cost,
)
from bedrock_tui.services.prices import published, resolver, scope
from bedrock_tui.services.prices.lists import NEWER, PriceLists
from bedrock_tui.services.prices.normalise import (
    PREFIXES,
    Asked,
    base_of,
    model_of,
    same_model,
)
from bedrock_tui.services.prices.resolver import Prices
from bedrock_tui.services.prices.supplement import Supplement
from tests.services.price_cases import (
    CASES,
    EACH,
    NOVA,
    NOW,
    SUPPLEMENT,
    US,
    Case,
    arn,
    use,
)


@pytest.fixture(scope="module")
def prices(tmp_path_factory: pytest.TempPathFactory) -> Prices:
    """The prices of somebody who has no file and has fetched no list."""
    empty = tmp_path_factory.mktemp("empty")
    return Prices(user_file=empty / "prices.toml", lists_folder=empty)


def found(price: Price | Unpriced) -> Price:
    assert isinstance(price, Price), price
    return price


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_call_costs_what_it_should(prices: Prices, case: Case) -> None:
    price = prices.price(case.id, case.region, **({"at": NOW} | case.told))
    got = cost(price, case.usage)
    if case.dollars is None:
        assert got.nanodollars is None
        assert got.why
    else:
        assert got.nanodollars == Decimal(case.dollars) * 1_000_000_000, got
        assert got.confidence is Confidence.ESTIMATE  # nothing here is the list's
        assert got.source
        assert got.as_of


def test_the_table_is_large_and_has_every_gotcha_of_a_single_call() -> None:
    assert len(CASES) >= 100
    assert {case.gotcha for case in CASES} >= {*range(1, 13), 14}


@pytest.mark.parametrize("fact", SUPPLEMENT, ids=lambda fact: fact[0])
def test_the_supplement_has_the_fact(prices: Prices, fact: tuple[str, ...]) -> None:
    id_, *texts = fact
    given, output, global_input, global_output, read = (
        Decimal(text) if text else None for text in texts
    )
    asked = Asked(id_, "", US, NOW)
    own = Supplement().general(asked)
    assert own
    assert (own.rates.input, own.rates.output, own.rates.cache_read) == (
        given,
        output,
        read,
    )
    assert own.source
    assert own.as_of
    assert found(prices.price(id_, US, at=NOW)).rates.input == given
    world = prices.price(f"global.{id_}", US, at=NOW)
    if global_input is None:
        assert isinstance(world, Unpriced)
    else:
        assert found(world).rates.input == global_input
        assert found(world).rates.output == global_output


def test_all_supplement_facts_are_there() -> None:
    assert len({fact[0] for fact in SUPPLEMENT}) == 25


# 1


def test_only_nine_prefixes_are_taken_off() -> None:
    assert {"us", "eu", "apac", "jp", "au", "ca", "in", "us-gov", "global"} == PREFIXES
    for prefix in PREFIXES:
        assert model_of(f"{prefix}.a.b") == (prefix, "a.b")
    assert model_of("openai.gpt-5.6-sol") == ("", "openai.gpt-5.6-sol")
    assert model_of("me.openai.gpt-5.6-sol") == ("", "me.openai.gpt-5.6-sol")
    assert model_of("us.short") == ("", "us.short")


# 2 and 14


def test_a_us_price_elsewhere_says_so(prices: Prices) -> None:
    assert found(prices.price("google.gemma-3-4b-it", US)).notes == ()
    away = found(prices.price("google.gemma-3-4b-it", "eu-west-1"))
    assert away.notes == (scope.US_PRICE,)
    own = found(prices.price("deepseek.v3-v1:0", "eu-west-2"))
    assert own.notes == (scope.US_PRICE,)


def test_claude_costs_the_same_in_all_commercial_regions(prices: Prices) -> None:
    assert found(prices.price("eu.anthropic.claude-opus-5", "eu-west-1")).notes == ()


def test_govcloud_costs_more_and_a_price_from_outside_says_so(prices: Prices) -> None:
    gov = found(prices.price("us-gov.anthropic.claude-opus-4-7", "us-gov-west-1"))
    assert gov.notes == (scope.COMMERCIAL_PRICE,)
    listed = found(prices.price(NOVA, "us-gov-west-1"))
    assert listed.notes == ()


# 3


def test_ids_are_the_same_model_but_for_version_and_date_left_out() -> None:
    assert same_model("anthropic.claude-opus-4-8", "anthropic.claude-opus-4-8-v1:0")
    assert same_model(
        "anthropic.claude-opus-4-5-20251101-v1:0", "anthropic.claude-opus-4-5-v1:0"
    )
    assert not same_model("anthropic.claude-opus-4", "anthropic.claude-opus-4-8")
    assert not same_model("amazon.nova-pro-v2:0", "amazon.nova-pro-v1:0")
    assert not same_model(
        "anthropic.claude-3-5-sonnet-20240620-v1:0",
        "anthropic.claude-3-5-sonnet-20241022-v2:0",
    )
    assert not same_model("", "a")


# 6


def test_a_tier_is_listed_or_a_marked_share(prices: Prices) -> None:
    listed = found(prices.price("zai.glm-5", US, tier="flex"))
    assert listed.notes == ()
    share = found(prices.price(NOVA, US, tier="flex"))
    assert share.notes == ("flex taken as 0.5 of the default tier",)
    here = found(prices.price("deepseek.v3.2", "eu-north-1", tier="priority"))
    assert here.notes == ("priority taken as 1.75 of the default tier",)
    away = found(prices.price("mistral.devstral-2-123b", "eu-west-1", tier="flex"))
    assert away.notes == (scope.US_PRICE,)
    assert away.rates.input == Decimal("0.2")


def test_the_reasons_name_what_is_missing(prices: Prices) -> None:
    for told, words in (
        ({"tier": "reserved"}, "by the hour"),
        ({"tier": "turbo"}, "turbo"),
        ({"latency": "warp"}, "warp"),
    ):
        price = prices.price(NOVA, US, **told)  # type: ignore[arg-type]  # keywords
        assert isinstance(price, Unpriced)
        assert words in price.reason
    claude = prices.price("anthropic.claude-opus-5", US, tier="flex")
    assert claude == Unpriced("Claude has no flex tier")
    nothing = prices.price("eu.nobody.nothing", "eu-west-1")
    assert nothing == Unpriced("no price is known for eu.nobody.nothing in eu-west-1")


# 9


def test_extended_access_is_never_exact(tmp_path: Path) -> None:
    prices = Prices(user_file=tmp_path / "none", lists_folder=tmp_path)
    keep(prices, listed(date(2026, 9, 1)))
    since = datetime(2026, 10, 1, tzinfo=UTC)
    before = prices.price(NOVA, US, at=NOW, extended_access_since=NOW + timedelta(1))
    after = prices.price(NOVA, US, at=NOW, extended_access_since=since)
    assert found(before).confidence is Confidence.EXACT
    assert found(after).confidence is Confidence.ESTIMATE
    assert found(after).notes == (resolver.EXTENDED_ACCESS,)


# 10


def test_what_an_application_profile_points_at() -> None:
    model = "arn:aws:bedrock:{}::foundation-model/anthropic.claude-opus-5"
    regional = [model.format("us-east-1"), model.format("us-west-2")]
    assert base_of(regional) == "anthropic.claude-opus-5"
    assert base_of([*regional, model.format("")]) == "global.anthropic.claude-opus-5"
    assert base_of([]) == ""
    assert base_of(["nonsense"]) == ""
    assert base_of([*regional, model.format("us-east-1") + "-5"]) == ""


def test_an_arn_without_a_region_is_global(prices: Prices) -> None:
    text = "arn:aws:bedrock:::foundation-model/anthropic.claude-opus-5"
    price = prices.price(arn("application-inference-profile"), US, base_model=text)
    assert found(price).rates.input == 5


def test_a_custom_models_price_is_its_bases_and_says_so(prices: Prices) -> None:
    price = prices.price(arn("custom-model-deployment"), US, base_model=NOVA)
    assert found(price).notes == (resolver.BASE_PRICE,)


# 12 and 13


def test_nothing_is_downloaded_and_no_thread_is_started(prices: Prices) -> None:
    before = threading.active_count()
    prices.price(NOVA, US)
    assert threading.active_count() == before
    from genai_prices import data_snapshot

    assert not data_snapshot.get_snapshot().from_auto_update


def test_published_prices_are_asked_for_this_provider_only() -> None:
    assert published.find(Asked("gpt-4o", "", US, NOW)) is None
    assert published.find(Asked("openai.gpt-6-sol", "us", US, NOW))


# AWS's list


def listed(
    day: date, tier: str = "default", routing: Routing = Routing.REGIONAL
) -> Listed:
    rates = Rates(Decimal("0.7"), Decimal("3.1"))
    return Listed(NOVA, routing, tier, "standard", rates, (), day)


def keep(prices: Prices, *entries: Listed, region: str = US) -> Path:
    return PriceLists(prices._lists.folder).keep(PriceList(region, entries))


def test_aws_list_is_exact_for_its_region_routing_and_tier(tmp_path: Path) -> None:
    prices = Prices(user_file=tmp_path / "none", lists_folder=tmp_path / "lists")
    keep(prices, listed(date(2026, 9, 30)))
    price = found(prices.price(f"us.{NOVA}", US, at=NOW))
    assert price.rates.input == Decimal("0.7")
    assert price.confidence is Confidence.EXACT
    assert (price.source, price.as_of) == ("AWS price list", date(2026, 9, 30))
    elsewhere = found(prices.price(NOVA, "us-west-2", at=NOW))
    assert elsewhere.confidence is Confidence.ESTIMATE
    flex = found(prices.price(NOVA, US, tier="flex", at=NOW))
    assert (flex.rates.input, flex.confidence) == (Decimal("0.35"), "estimate")
    assert isinstance(prices.price(f"global.{NOVA}", US, at=NOW), Unpriced)


def test_a_listed_tier_is_exact(tmp_path: Path) -> None:
    prices = Prices(user_file=tmp_path / "none", lists_folder=tmp_path / "lists")
    keep(prices, listed(date(2026, 9, 30), "flex"))
    flex = found(prices.price(NOVA, US, tier="flex", at=NOW))
    assert (flex.rates.input, flex.confidence) == (Decimal("0.7"), "exact")


def test_a_list_newer_than_the_call_is_an_estimate(tmp_path: Path) -> None:
    prices = Prices(user_file=tmp_path / "none", lists_folder=tmp_path / "lists")
    keep(prices, listed(date(2026, 9, 30)))
    price = prices.price(NOVA, US, at=datetime(2026, 9, 29, tzinfo=UTC))
    assert found(price).confidence is Confidence.ESTIMATE
    assert found(price).notes == (NEWER,)


def test_the_list_is_its_owners_alone_and_replaced_whole(tmp_path: Path) -> None:
    lists = PriceLists(tmp_path / "lists")
    asked = Asked(NOVA, "", US, NOW)
    assert lists.find(asked) is None
    path = lists.keep(PriceList(US, (listed(date(2026, 9, 30)),)))
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert lists.find(asked)
    lists.keep(PriceList(US, ()))
    assert lists.find(asked) is None
    assert [each.name for each in path.parent.iterdir()] == [f"{US}.json"]


@pytest.mark.parametrize(
    "text",
    [
        "{",
        "[]",
        "{}",
        '{"format": 2, "region": "us-east-1", "prices": []}',
        '{"format": 1, "region": "eu-west-1", "prices": []}',
        '{"format": 1, "region": "us-east-1", "prices": [{"id": "x"}]}',
        '{"format": 1, "region": "us-east-1", "prices": 3}',
    ],
)
def test_a_broken_list_is_told_and_the_other_sources_go_on(
    tmp_path: Path, text: str
) -> None:
    (tmp_path / f"{US}.json").write_text(text)
    prices = Prices(user_file=tmp_path / "none", lists_folder=tmp_path)
    assert found(prices.price(NOVA, US)).rates.input == Decimal("0.8")
    assert len(prices.problems) == 1
    assert f"{US}.json" in prices.problems[0]
    assert found(prices.price(NOVA, "../../etc/x"))


# In general


@given(
    id_=st.one_of(st.text(), st.from_regex(r"arn:aws:bedrock:.*:.*/.*")),
    region=st.text(),
    tier=st.text(),
    base=st.one_of(st.none(), st.text()),
)
def test_no_id_whatever_makes_it_stumble(
    prices: Prices, id_: str, region: str, tier: str, base: str | None
) -> None:
    for one in ("", tier):
        price = prices.price(id_, region, tier=one, base_model=base)
        assert isinstance(price, Price | Unpriced)


@given(
    case=st.sampled_from([case for case in CASES if case.dollars]),
    more=st.integers(0, 10**9),
)
def test_costs_are_never_negative_and_grow_with_the_reply(
    prices: Prices, case: Case, more: int
) -> None:
    price = prices.price(case.id, case.region, **({"at": NOW} | case.told))
    short, long = cost(price, use(100, 0)), cost(price, use(100, more))
    if long.nanodollars is not None:  # embeddings answer with no text
        assert 0 <= (short.nanodollars or 0) <= long.nanodollars


def test_the_module_is_light_until_a_price_is_needed() -> None:
    code = (
        "import sys, bedrock_tui.services.prices.resolver as r;"
        "p = r.Prices();"
        "heavy = {'genai_prices', 'pydantic', 'boto3', 'urllib3', 'textual'};"
        "print(heavy & {n.split('.')[0] for n in sys.modules});"
        "p.price('arn:aws:bedrock:us-east-1:1:provisioned-model/x', 'us-east-1');"
        "p.price('amazon.nova-pro-v1:0', 'eu-west-2');"
        "print(heavy & {n.split('.')[0] for n in sys.modules});"
        "p.price('amazon.nova-pro-v1:0', 'us-east-1');"
        "print('genai_prices' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60
    )
    assert done.stdout.split() == ["set()", "set()", "True"], done.stderr


async def test_getting_ready_makes_the_first_look_quick(tmp_path: Path) -> None:
    prices = Prices(user_file=tmp_path / "none", lists_folder=tmp_path)
    await prices.ready()
    assert cost(prices.price(NOVA, US), EACH).nanodollars == 4_000_000_000


def test_prices_live_where_files_of_ours_do(monkeypatch: pytest.MonkeyPatch) -> None:
    prices = Prices()
    assert found(prices.price(NOVA, US))
    assert prices.problems == ()
