from __future__ import annotations

import re
import subprocess
import sys

import click
import pytest

from bedrock_tui import __version__
from bedrock_tui.cli.main import cli
from bedrock_tui.sandbox.faults import TABLE
from bedrock_tui.sandbox.options import ACCOUNT
from tests.cli.conftest import Run

COMMANDS = ["compare", "doctor", "history", "policy", "sandbox"]


def test_help_lists_the_commands(run: Run) -> None:
    result = run("--help")
    assert result.exit_code == 0
    for command in COMMANDS:
        assert f"\n  {command} " in result.stdout


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_a_sentence_for_each_option(
    run: Run, command: str
) -> None:
    result = run(command, "-h")
    assert result.exit_code == 0
    context = cli.make_context("bedrock-tui", ["history"], resilient_parsing=True)
    found = cli.get_command(context, command)
    assert found is not None
    options = [each for each in found.params if isinstance(each, click.Option)]
    assert [each.name for each in options if not each.help] == []


def test_the_version_is_the_packages(run: Run) -> None:
    for flag in ("--version", "-V"):
        assert run(flag).stdout == f"bedrock-tui {__version__}\n"


HOSTILE = "\x1b]0;pwn\x07\u202eevil\x9b2J\ud800"


@pytest.mark.parametrize(
    "words",
    [
        ("models", "-r", HOSTILE),
        ("models", "diff", "--since", HOSTILE),
        ("models", "show", f"{HOSTILE}@"),
        ("models", HOSTILE),
        ("models", "list", HOSTILE),
        ("models", "resolve", "x", f"--{HOSTILE}"),
        (f"--{HOSTILE}",),
        (HOSTILE,),
        ("--endpoint-url", HOSTILE, "models"),
        ("history", "--limit", HOSTILE),
        ("compare", "-t", f"{HOSTILE}@", "x"),
        ("doctor", "-t", f"{HOSTILE}@"),
        ("policy", "-t", f"{HOSTILE}@"),
    ],
)
def test_what_was_typed_cannot_act_on_the_terminal(
    run: Run, words: tuple[str, ...]
) -> None:
    result = run(*words)
    assert result.exit_code == 2
    message = result.stderr.removesuffix("\n")
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e\ud800]", message)
    assert message.splitlines()[-1].startswith("Error: ")


def test_a_long_word_is_not_repeated_in_full(run: Run) -> None:
    result = run("models", "-r", "x" * 100_000)
    assert result.exit_code == 2
    assert result.stderr.endswith("' is not a region, as us-east-1 is one.\n")
    assert len(result.stderr) < 1000


def test_without_a_terminal_the_screen_does_not_open(run: Run) -> None:
    result = run("--demo")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "bedrock-tui --demo compare" in result.stderr


WRONG_TARGETS = {
    "empty": ([""], "'' is not a target. Write ID or ID@REGION."),
    "half": (["id@"], "'id@' is not a target. Write ID or ID@REGION."),
    "nine": (["m"] * 9, "9 targets. 8 at most."),
}


@pytest.mark.parametrize("what", WRONG_TARGETS)
@pytest.mark.parametrize("words", [(), ("compare", "Hi")])
def test_wrong_targets_are_told_alike_on_the_screen_and_in_scripts(
    run: Run, what: str, words: tuple[str, ...]
) -> None:
    targets, sentence = WRONG_TARGETS[what]
    options = [word for target in targets for word in ("-t", target)]
    result = run(*words, *options, *(["-r", "us-east-1"] if words else []))
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.endswith(f"Error: {sentence}\n")


def test_targets_are_checked_without_region_and_without_boto3(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("AWS_PROFILE", "nope")
    code = (
        "import sys; from bedrock_tui.cli.main import cli\n"
        "try: cli(sys.argv[1:])\n"
        "finally: assert not {'boto3', 'textual'} & sys.modules.keys()"
    )
    for target, words in [("m@", "not a target"), ("m", "needs a terminal")]:
        done = subprocess.run(
            [sys.executable, "-c", code, "-t", target],
            capture_output=True,
            text=True,
            timeout=20,
        )
        assert done.returncode == 2
        assert words in done.stderr
        assert "AssertionError" not in done.stderr


@pytest.mark.parametrize("command", [["compare", "Hi", "-t", "m"], ["history"], []])
def test_an_endpoint_that_is_no_address_is_wrong_usage(
    run: Run, command: list[str]
) -> None:
    result = run("--endpoint-url", "foo", *command)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "--endpoint-url is 'foo'. It must be http:// or https://" in result.stderr


def test_the_fault_switches_are_listed(run: Run) -> None:
    lines = run("sandbox", "--list-faults").stdout.splitlines()
    assert len(lines) == len(TABLE) + len(ACCOUNT)
    for line, switch in zip(lines, (*TABLE, *ACCOUNT), strict=True):
        assert line.startswith(switch.usage)
        assert line.endswith(switch.summary)


@pytest.mark.parametrize("option", ["nova:nope", "nova:throttle=x"])
def test_a_mistyped_fault_is_wrong_usage(run: Run, option: str) -> None:
    result = run("sandbox", "--fault", option)
    assert result.exit_code == 2
    assert "--fault: " in result.stderr
