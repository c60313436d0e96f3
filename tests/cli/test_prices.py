"""`bedrock-tui models prices`: the sources, and AWS's list of a region fetched."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from bedrock_tui import paths
from tests.aws.price_server import Server
from tests.cli.conftest import Run

OREGON = "us-west-2"
MARKET = "AmazonBedrockFoundationModels"
ROWS = [
    (
        "Claude Opus 5.5 (Amazon Bedrock Edition)",
        f"USW2-MP:USW2_{use}_tokens_standard-Units",
        "1M tokens",
        dollars,
    )
    for use, dollars in (("input", "4.4"), ("output", "22"))
]


@pytest.fixture
def server() -> Iterator[Server]:
    made = Server()
    yield made
    made.close()


def test_every_source_is_told_and_nothing_is_fetched(run: Run, server: Server) -> None:
    result = run("--endpoint-url", server.url, "models", "prices", "--json")
    assert result.exit_code == 0
    sources = json.loads(result.stdout)["sources"]
    names = [each["name"] for each in sources]
    assert names == ["prices.toml", "AWS price list", "published", "built in"]
    assert "none kept" in sources[1]["detail"]
    assert sources[2]["as_of"]
    assert not server.asked


def test_a_list_that_is_fetched_is_kept_and_comes_first(
    run: Run, server: Server
) -> None:
    server.sell(MARKET, OREGON, *ROWS)
    said = run(
        "--endpoint-url", server.url, "models", "prices", "--refresh", "-r", OREGON
    )
    assert said.exit_code == 0, said.stderr
    assert f"AWS price list: {OREGON}, 1 prices, 2026-09-25" in said.stdout
    assert f"{OREGON}: kept in " in said.stderr
    assert (paths.price_lists() / f"{OREGON}.json").exists()
    shown = run("models", "--offline", "-r", OREGON, "--search", "opus-5-5", "--json")
    (price,) = {
        (each["price"]["input_usd_per_mtok"], each["price"]["source"])
        for each in json.loads(shown.stdout)["models"]
        if each["call_ids"][0]["id"] == "us.anthropic.claude-opus-5-5"
    }
    assert price == (4.4, "AWS price list")


def test_a_list_that_cannot_be_fetched_leaves_what_was_kept(
    run: Run, server: Server
) -> None:
    server.sell(MARKET, OREGON, *ROWS)
    command = ("--endpoint-url", server.url, "models", "prices", "--refresh")
    assert run(*command, "-r", OREGON).exit_code == 0
    server.files.clear()
    result = run(*command, "-r", OREGON)
    assert result.exit_code == 1
    assert result.stderr
    assert f"{OREGON}, 1 prices" in result.stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--demo", "models", "prices", "--refresh"), "drop --demo"),
        (("models", "prices", "--refresh", "-r", "nowhere"), "is not a region"),
    ],
)
def test_what_makes_no_sense_is_wrong_usage(
    run: Run, words: tuple[str, ...], said: str
) -> None:
    result = run(*words)
    assert result.exit_code == 2
    assert said in result.stderr


def test_what_is_wrong_with_a_file_of_yours_is_told(run: Run) -> None:
    paths.prices_file().parent.mkdir(parents=True, exist_ok=True)
    paths.prices_file().write_text('[[price]]\nid = "x"\ninput = "much"\noutput = 1\n')
    result = run("models", "prices")
    assert result.exit_code == 1
    assert "line 3: input" in result.stderr
