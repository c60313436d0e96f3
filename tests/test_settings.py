from __future__ import annotations

from pathlib import Path

import pytest

from bedrock_tui.errors import UsageError
from bedrock_tui.settings import DEFAULT_RETRIES, Flags, Settings, resolve


def test_nothing_said_means_the_defaults() -> None:
    settings = resolve(Flags(), {})
    assert settings == Settings()
    assert (settings.region, settings.region_source) == ("", "")
    assert settings.max_retries == DEFAULT_RETRIES == 3


def test_flags_are_taken_over() -> None:
    path = Path("/tmp/x.db")
    flags = Flags("dev", "eu-west-1", "http://x", path, demo=True, read_only=True)
    settings = resolve(flags, {})
    assert (settings.aws_profile, settings.endpoint_url) == ("dev", "http://x")
    assert (settings.database, settings.demo, settings.read_only) == (path, True, True)
    assert (settings.region, settings.region_source) == ("eu-west-1", "--region")


BOTH = {"AWS_REGION": "eu-west-1", "AWS_DEFAULT_REGION": "eu-west-2"}


@pytest.mark.parametrize(
    ("flags", "environment", "region", "source"),
    [
        (Flags(region="us-west-2"), BOTH, "us-west-2", "--region"),
        (Flags(region="us-west-2", demo=True), BOTH, "us-west-2", "--region"),
        (Flags(demo=True), BOTH, "us-east-1", "--demo"),
        (Flags(), BOTH, "eu-west-1", "AWS_REGION"),
        (Flags(), BOTH | {"AWS_REGION": " "}, "eu-west-2", "AWS_DEFAULT_REGION"),
        (Flags(), {"AWS_DEFAULT_REGION": " x "}, "x", "AWS_DEFAULT_REGION"),
        (Flags(region=""), {}, "", ""),
    ],
)
def test_the_region_and_its_source(
    flags: Flags, environment: dict[str, str], region: str, source: str
) -> None:
    settings = resolve(flags, environment)
    assert (settings.region, settings.region_source) == (region, source)


@pytest.mark.parametrize(
    ("text", "retries"), [("0", 0), (" 5 ", 5), ("", 3), ("  ", 3), ("007", 7)]
)
def test_the_number_of_retries(text: str, retries: int) -> None:
    assert resolve(Flags(), {"BEDROCK_MAX_RETRIES": text}).max_retries == retries


def test_the_rate_limit() -> None:
    name = "BEDROCK_RATE_LIMIT_PER_MINUTE"
    assert resolve(Flags(), {}).rate_limit == 60
    assert resolve(Flags(), {name: "0"}).rate_limit == 0


@pytest.mark.parametrize(
    "name", ["BEDROCK_MAX_RETRIES", "BEDROCK_RATE_LIMIT_PER_MINUTE"]
)
@pytest.mark.parametrize("text", ["-1", "1.5", "many", "1e3", "²", "0x1"])
def test_a_number_that_makes_no_sense_is_told(name: str, text: str) -> None:
    with pytest.raises(UsageError) as error:
        resolve(Flags(), {name: text})
    assert name in error.value.title
    assert "whole number" in error.value.hint


@pytest.mark.parametrize(
    "url", ["http://x", "https://h.example:8443/path", "http://[::1]:8765", "HTTP://x"]
)
def test_an_endpoint_is_taken_as_it_is(url: str) -> None:
    assert resolve(Flags(endpoint_url=url), {}).endpoint_url == url


@pytest.mark.parametrize(
    "url",
    [
        "foo",
        "localhost:8765",
        "http://",
        "http:///x",
        "ftp://x",
        "//x",
        "http://x:port",
        "http://x:99999",
        "https://:443",
        "http://[::1",
    ],
)
def test_an_endpoint_that_is_no_address_is_told(url: str) -> None:
    with pytest.raises(UsageError) as error:
        resolve(Flags(endpoint_url=url), {})
    assert error.value.title == f"--endpoint-url is '{url}'."
    assert error.value.hint == "It must be http:// or https:// with a host."


def test_the_default_model_comes_from_the_environment() -> None:
    settings = resolve(Flags(), {"BEDROCK_DEFAULT_MODEL": " m@eu-west-1 "})
    assert settings.default_model == "m@eu-west-1"
