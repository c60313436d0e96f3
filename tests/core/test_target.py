from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedrock_tui.core.target import Target, parse_target
from bedrock_tui.errors import UsageError

PROFILE = "arn:aws:bedrock:eu-west-1:111122223333:inference-profile/eu.amazon.nova-v1:0"


@pytest.mark.parametrize(
    ("text", "model", "region"),
    [
        ("amazon.nova-pro-v1:0", "amazon.nova-pro-v1:0", "us-east-1"),
        ("amazon.nova-pro-v1:0@eu-west-3", "amazon.nova-pro-v1:0", "eu-west-3"),
        ("  model @ eu-west-3 ", "model", "eu-west-3"),
        (PROFILE, PROFILE, "eu-west-1"),
        (f"{PROFILE}@eu-north-1", PROFILE, "eu-north-1"),
        ("arn:aws:bedrock:::foundation-model/x", None, "us-east-1"),
        ("arn:aws-cn:bedrock:cn-north-1::foundation-model/x", None, "cn-north-1"),
        ("arn:aws:bedrock:us-west-2:1:provisioned-model/ab1", None, "us-west-2"),
        ("arn:aws:sagemaker:us-west-2:1:endpoint/mine", None, "us-west-2"),
        ("us.anything-typed.by/hand", "us.anything-typed.by/hand", "us-east-1"),
    ],
)
def test_a_target_is_an_id_and_a_region(
    text: str, model: str | None, region: str
) -> None:
    target = parse_target(text, region="us-east-1", aws_profile="dev")
    assert target == Target(model or text, region, "dev")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "  ",
        "@",
        "@us-east-1",
        "model@",
        "model@ ",
        "model@@",
        "m@eu-west-3@us-east-1",
    ],
)
def test_half_a_target_is_refused_with_a_hint(text: str) -> None:
    with pytest.raises(UsageError) as error:
        parse_target(text, region="us-east-1")
    assert "ID@REGION" in error.value.hint


def test_a_target_without_any_region_is_refused_with_three_ways_out() -> None:
    with pytest.raises(UsageError) as error:
        parse_target("model", region="")
    for way in ("model@us-east-1", "--region", "AWS_REGION"):
        assert way in error.value.hint


def test_the_same_model_in_two_regions_is_two_targets() -> None:
    one, two = (parse_target(f"m@{r}", region="") for r in ("eu-west-1", "us-east-1"))
    assert one != two
    assert len({one, two, parse_target("m@eu-west-1", region="")}) == 2


@pytest.mark.parametrize(
    ("model", "name"),
    [
        ("amazon.nova-pro-v1:0", "amazon.nova-pro-v1:0"),
        (PROFILE, "eu.amazon.nova-v1:0"),
        ("arn:aws:bedrock:us-east-1:1:imported-model/ab12", "ab12"),
        ("arn:aws:bedrock:us-east-1:1:odd", "odd"),
        ("arn:not really", "arn:not really"),
    ],
)
def test_the_name_leaves_out_the_preamble_of_an_arn(model: str, name: str) -> None:
    assert Target(model, "us-east-1").name == name


WORDS = st.text(st.characters(categories=("L", "N"), include_characters="-.:/"))


@given(
    WORDS.filter(lambda text: text and not text.startswith("arn")), WORDS.filter(bool)
)
def test_what_is_written_is_read_again(model: str, region: str) -> None:
    target = Target(model, region)
    assert parse_target(str(target), region="elsewhere") == target
