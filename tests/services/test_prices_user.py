from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from bedrock_tui import paths
from bedrock_tui.core.prices import Confidence, Price
from bedrock_tui.services.prices.resolver import Prices

NOVA = "amazon.nova-pro-v1:0"


def prices(tmp_path: Path, text: str) -> Prices:
    file = tmp_path / "prices.toml"
    file.write_text(text)
    return Prices(user_file=file, lists_folder=tmp_path / "lists")


def rate(found: object) -> Decimal | None:
    assert isinstance(found, Price), found
    return found.rates.input


def test_the_persons_price_comes_first_and_is_exact(tmp_path: Path) -> None:
    mine = prices(
        tmp_path,
        """
        [[price]]
        id = "*.anthropic.claude-opus-*"
        region = "eu-*"
        input = 1.1
        output = "2.20"
        cache_read = 0
        cache_write = 1
        cache_write_1h = 2

        [[price]]
        id = "eu.anthropic.claude-opus-5"
        input = 9
        output = 9
        """,
    )
    found = mine.price("eu.anthropic.claude-opus-5", "eu-west-1")
    assert isinstance(found, Price)
    assert found.confidence is Confidence.EXACT
    assert found.source == "prices.toml"
    assert found.as_of
    assert found.rates.known() == {
        "input": Decimal("1.1"),
        "output": Decimal("2.20"),
        "cache_read": Decimal(0),
        "cache_write": Decimal(1),
        "cache_write_1h": Decimal(2),
    }
    assert rate(mine.price("eu.anthropic.claude-opus-5", "us-east-1")) == 9
    assert rate(mine.price("us.anthropic.claude-opus-5", "us-east-1")) == Decimal("5.5")
    assert mine.problems == ()


def test_a_tier_and_a_latency_are_asked_for_by_name(tmp_path: Path) -> None:
    one = f'[[price]]\nid = "{NOVA}"\ninput = {{}}\noutput = 1\n'
    mine = prices(
        tmp_path,
        one.format(1)
        + one.format(2)
        + 'tier = "flex"\n'
        + one.format(3)
        + 'latency = "*"\ntier = "standard"\n'
        + one.format(4)
        + 'tier = "*"\n',
    )
    assert rate(mine.price(NOVA, "us-east-1")) == 1
    assert rate(mine.price(NOVA, "us-east-1", tier="flex")) == 2
    assert rate(mine.price(NOVA, "us-east-1", latency="optimized")) == 3
    assert rate(mine.price(NOVA, "us-east-1", tier="reserved")) == 4


def test_the_person_may_know_what_an_opaque_arn_costs(tmp_path: Path) -> None:
    mine = prices(
        tmp_path, '[[price]]\nid = "arn:*:provisioned-model/*"\ninput = 1\noutput = 1\n'
    )
    arn = "arn:aws:bedrock:us-east-1:111122223333:provisioned-model/x"
    assert rate(mine.price(arn, "us-east-1")) == 1


def test_an_arn_is_found_by_the_id_in_it(tmp_path: Path) -> None:
    mine = prices(tmp_path, f'[[price]]\nid = "us.{NOVA}"\ninput = 1\noutput = 1\n')
    arn = f"arn:aws:bedrock:us-east-1:111122223333:inference-profile/us.{NOVA}"
    assert rate(mine.price(arn, "us-east-1")) == 1
    assert rate(mine.price(NOVA, "us-east-1")) == Decimal("0.8")


GOOD = '[[price]]\nid = "a.b"\ninput = 1\noutput = 1\n'


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('[[price]]\nid = "x"\ninput = 1\nouput = 2\n', ("line 4", "ouput")),
        ('[[price]]\nid = "x"\ninput = 1\n', ("line 1", "output: missing")),
        (GOOD + '[[price]]\nid = "x"\ninput = "a"\noutput = 1\n', ("line 7", "input")),
        ('[[price]]\nid = "x"\ninput = -1\noutput = 1\n', ("line 3", "input: -1")),
        ('[[price]]\nid = "x"\ninput = nan\noutput = 1\n', ("line 3", "not a price")),
        ('[[price]]\nid = "x"\ninput = true\noutput = 1\n', ("line 3", "not a number")),
        ("[[price]]\nid = 3\ninput = 1\noutput = 1\n", ("line 2", "id: 3")),
        ('[[price]]\nid = "x"\nregion = ""\ninput = 1\noutput = 1\n', ("line 3",)),
        (GOOD + 'tier = "gold"\n', ("line 5", "tier: 'gold' fits none of default")),
        (GOOD + 'tier = "Flex"\n', ("tier: 'Flex'", "flex, priority, reserved")),
        (GOOD + 'latency = "low"\n', ("line 5", "'low' fits none of standard, opti")),
        ("price = [1]\n", ("price: write [[price]]",)),
        ("[price]\ninput = 1\n", ("not [price]",)),
        ("[prices]\ninput = 1\n", ("line 1", "prices: not known")),
        ("[[price]\n", ("line 1",)),
        ("input = \n", ("line 1",)),
        ("\x00", ("line 1",)),
    ],
)
def test_what_is_wrong_is_told_by_line_and_field(
    tmp_path: Path, text: str, words: tuple[str, ...]
) -> None:
    mine = prices(tmp_path, text)
    assert rate(mine.price(NOVA, "us-east-1")) == Decimal("0.8")
    assert len(mine.problems) == 1
    for each in ("prices.toml", *words):
        assert each in mine.problems[0]


def test_the_good_entries_of_a_file_with_a_bad_one_stay(tmp_path: Path) -> None:
    bad = '[[price]]\nid = "a.*"\ninput = "x"\noutput = 1\n'
    mine = prices(tmp_path, bad + GOOD)
    assert rate(mine.price("a.b", "us-east-1")) == 1
    assert len(mine.problems) == 1


def test_a_file_that_is_no_text_is_told(tmp_path: Path) -> None:
    (tmp_path / "prices.toml").write_bytes(b"\xff\xfe")
    mine = Prices(user_file=tmp_path / "prices.toml", lists_folder=tmp_path)
    assert rate(mine.price(NOVA, "us-east-1"))
    assert len(mine.problems) == 1


def test_the_file_is_found_where_settings_are() -> None:
    file = paths.prices_file()
    file.parent.mkdir(parents=True)
    file.write_text(f'[[price]]\nid = "{NOVA}"\ninput = 7\noutput = 7\n')
    assert rate(Prices().price(NOVA, "us-east-1")) == 7
