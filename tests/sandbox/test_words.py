from __future__ import annotations

import pytest

from bedrock_tui.sandbox.faults import TABLE, UnknownSwitch
from bedrock_tui.sandbox.options import ACCOUNT
from bedrock_tui.sandbox.words import Active, Word, read_option, read_prompt


def test_switches_are_taken_out_of_a_prompt():
    words, rest = read_prompt("Tell me fault:throttle=2@nova-micro pace:50 more\nnow")
    assert words == [Word("throttle", "2", "nova-micro"), Word("pace", "50")]
    assert rest == "Tell me more\nnow"


@pytest.mark.parametrize(
    "prompt", ["text:book", "pace: 4", "https://a.b/c", "default:x", "tokens:many"]
)
def test_ordinary_words_stay_in_the_prompt(prompt):
    assert read_prompt(prompt) == ([], prompt)


@pytest.mark.parametrize("word", ["nonsense", "throttle=x", "clock=1", "stall=-1"])
def test_a_switch_that_cannot_be_meant_is_refused(word):
    with pytest.raises(UnknownSwitch):
        read_prompt(f"fault:{word}")
    with pytest.raises(UnknownSwitch):
        read_option(f"nova:{word}")


def test_an_option_may_hold_colons_in_the_model():
    assert read_option("nova-micro-v1:0:stall=2") == Word(
        "stall", "2", "nova-micro-v1:0"
    )
    assert read_option("stall") == Word("stall", "")


def test_a_word_applies_to_models_whose_id_contains_its_substring():
    words = [Word("stall", "", "deepseek"), Word("pace", "9")]
    assert "stall" in Active(words, ("us.deepseek.r1-v1:0",))
    assert "stall" not in Active(words, ("amazon.nova-micro-v1:0",))
    assert Active(words, ("x",)).number("pace") == 9


def test_the_table_explains_every_switch_once():
    names = [switch.name for switch in (*TABLE, *ACCOUNT)]
    assert len(names) == len(set(names))
    assert all(switch.summary and switch.usage for switch in (*TABLE, *ACCOUNT))


@pytest.mark.parametrize(
    ("option", "word"),
    [
        ("account:deny=iam:Get*", Word("account:deny", "iam:Get*")),
        ("account:user", Word("account:user", "")),
        ("account:health", Word("account:health", "")),
        ("account:date-skew=-400", Word("account:date-skew", "-400")),
        ("account:throttle=2", Word("throttle", "2", "account")),
    ],
)
def test_an_option_may_change_the_account(option, word):
    assert read_option(option) == word


@pytest.mark.parametrize(
    "option",
    [
        "account:nonsense",
        "account:deny",
        "account:deny=GetRole",
        "account:user=yes",
        "account:logging=maybe",
        "account:region-off=here",
        "account:hang=s3",
        "account:alarms=-1",
        "account:date-skew=soon",
    ],
)
def test_a_wrong_account_option_is_refused(option):
    with pytest.raises(UnknownSwitch):
        read_option(option)


def test_prompts_do_not_change_the_account():
    assert read_prompt("account:user") == ([], "account:user")
    with pytest.raises(UnknownSwitch, match="unknown switch 'account:user'"):
        read_prompt("fault:account:user")
