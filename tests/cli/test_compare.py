from __future__ import annotations

import json
import os
import re
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from bedrock_tui.core.plain import clean
from bedrock_tui.sandbox import hostile
from bedrock_tui.sandbox.server import Sandbox
from tests.cli.conftest import Run
from tests.support import FAST, GEMMA, LITE, MICRO, PRO, write_prices

ACTIVE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069"
    "\ud800-\udfff]"
)
"""What a terminal or a reader could act on."""
HI = f"Hi {FAST}"
SONNET = "us.anthropic.claude-sonnet-5-5"
IMPORTED = "arn:aws:bedrock:us-east-1:111122223333:imported-model/abc123def456"
"""Its price is nobody's to know."""
Rows = Callable[[], list[dict[str, Any]]]


def lanes(stdout: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(stdout)["lanes"]
    return found


def test_replies_are_printed_lane_after_lane_with_numbers_on_stderr(
    aws: Sandbox, run: Run
) -> None:
    result = run("compare", HI, "-t", MICRO, "-t", PRO)
    assert result.exit_code == 0
    first, second = result.stdout.split(f"── {PRO}@us-east-1 ──")
    assert first.startswith(f"── {MICRO}@us-east-1 ──\n")
    assert f"(`{MICRO}`)" in first
    assert f"(`{PRO}`)" in second
    assert second.endswith("\n")
    assert f"{MICRO}@us-east-1: ok · " in result.stderr
    assert f"\n{PRO}@us-east-1: ok · " in result.stderr
    assert result.stderr.count("tok/s") == 2
    assert "30 out" in result.stderr


def test_a_failed_lane_says_what_to_do_and_the_others_are_printed(
    aws: Sandbox, run: Run
) -> None:
    prompt = f"{HI} fault:access-denied@nova-micro"
    result = run("compare", prompt, "-t", MICRO, "-t", PRO)
    assert result.exit_code == 1
    assert f"(`{PRO}`)" in result.stdout
    title = "Your IAM policy does not allow this"
    assert f"{MICRO}@us-east-1: failed: {title}\n  User: arn:" in result.stderr
    assert "\n  Allow bedrock:InvokeModelWithResponseStream on arn:aws" in result.stderr
    assert "\n  request id " in result.stderr
    assert f"\n{PRO}@us-east-1: ok · " in result.stderr


def test_waits_are_told(
    aws: Sandbox, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BEDROCK_MAX_RETRIES", "1")
    result = run("compare", f"{HI} fault:throttle=1", "-t", MICRO)
    assert result.exit_code == 0
    told = re.search(r"Too many requests; retry 1 of 1 in (\d\.\d) s", result.stderr)
    assert told is not None
    assert 1 <= float(told[1]) <= 2
    assert "waited" in result.stderr


def test_the_json_holds_the_lanes_in_the_order_they_were_named(
    aws: Sandbox, run: Run
) -> None:
    targets = [PRO, MICRO, f"eu.{LITE}@eu-west-1", MICRO]
    arguments = [word for target in targets for word in ("-t", target)]
    result = run("compare", HI, "--json", *arguments)
    found = [
        f"{lane['target']['id']}@{lane['target']['region']}"
        for lane in lanes(result.stdout)
    ]
    assert found == [
        f"{PRO}@us-east-1",
        f"{MICRO}@us-east-1",
        f"eu.{LITE}@eu-west-1",
        f"{MICRO}@us-east-1",
    ]
    assert result.exit_code == 0
    assert result.stderr == ""


def test_what_calls_cost_is_told_and_kept(aws: Sandbox, run: Run) -> None:
    price = f'[[price]]\nid = "{MICRO}"\ninput = 2\noutput = 10.5\n'
    write_prices(price)
    result = run("compare", HI, "--json", "-t", MICRO, "-t", IMPORTED)
    assert result.exit_code == 0, result.stderr
    known, unknown = lanes(result.stdout)
    usage = known["usage"]
    wanted = usage["input_tokens"] * 2000 + usage["output_tokens"] * 10500
    assert Decimal(known["cost"]["usd"]) == Decimal(wanted).scaleb(-9)
    assert (known["cost"]["confidence"], known["cost"]["source"]) == (
        "exact",
        "prices.toml",
    )
    assert unknown["cost"]["usd"] is None
    assert unknown["cost"]["unpriced_because"]
    kept = json.loads(run("history", "--json").stdout)["calls"]
    costs = {call["model_id"]: call["cost"] for call in kept}
    assert costs == {MICRO: known["cost"], IMPORTED: unknown["cost"]}


def test_costs_are_among_the_numbers(aws: Sandbox, run: Run) -> None:
    text = run("compare", HI, "-t", MICRO, "-t", IMPORTED).stderr
    assert re.search(r" out · ~?<?\$\d", text)
    assert " out · unpriced" in text
    page = run("compare", HI, "-t", MICRO, "--markdown").stdout
    assert re.search(r" out · ~?<?\$\d", page)


def test_parameters_reach_the_service(aws: Sandbox, run: Run) -> None:
    result = run(
        *("compare", HI, "-t", MICRO, "-s", "Be brief.", "--max-tokens", "9"),
        *("--temperature", "0", "--top-p", "1", "--stop", "A", "--stop", "B"),
    )
    assert result.exit_code == 0
    body = aws.requests[0].body
    assert body["system"] == [{"text": "Be brief."}]
    assert body["inferenceConfig"] == {
        "maxTokens": 9,
        "temperature": 0.0,
        "topP": 1.0,
        "stopSequences": ["A", "B"],
    }
    assert "stopped: max_tokens" in result.stderr


def test_what_a_model_refused_is_not_sent_again(aws: Sandbox, run: Run) -> None:
    words = ("compare", HI, "-t", SONNET, "--temperature", "0.5", "--json")
    assert run(*words).exit_code == 1
    result = run(*words)
    assert result.exit_code == 0
    assert "temperature left out: anthropic.claude-sonnet-5-5 refused it" in (
        result.stderr
    )
    [lane] = lanes(result.stdout)
    assert lane["notes"][0].startswith("temperature left out")
    assert "temperature" not in aws.requests[-1].body["inferenceConfig"]


def test_unset_parameters_are_not_sent(aws: Sandbox, run: Run) -> None:
    run("compare", HI, "-t", MICRO)
    assert set(aws.requests[0].body) == {"messages", "inferenceConfig"}
    assert aws.requests[0].body["inferenceConfig"] == {"maxTokens": 1024}


@pytest.mark.parametrize("before", [True, False])
def test_options_come_before_or_after_the_command(
    aws: Sandbox, run: Run, database: Path, before: bool
) -> None:
    options = ("--region", "us-west-2", "--db", str(database))
    words = ("compare", HI, "-t", GEMMA)
    result = run(*(options + words if before else words + options), "--json")
    assert result.exit_code == 0, result.stderr
    assert lanes(result.stdout)[0]["target"]["region"] == "us-west-2"
    assert database.exists()


def test_an_option_after_the_command_wins(aws: Sandbox, run: Run) -> None:
    result = run("-r", "us-west-2", "compare", HI, "-t", MICRO, "-r", "us-east-1")
    assert result.exit_code == 0
    assert aws.requests[0].region == "us-east-1"


def test_targets_before_the_command_are_not_forgotten(aws: Sandbox, run: Run) -> None:
    result = run("-t", MICRO, "compare", HI, "-t", PRO, "--json")
    assert [lane["target"]["id"] for lane in lanes(result.stdout)] == [MICRO, PRO]


@pytest.fixture
def profile_region(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "aws-config"
    path.write_text("[default]\nregion = us-west-2\n")
    monkeypatch.setenv("AWS_CONFIG_FILE", str(path))


@pytest.mark.parametrize(
    ("flag", "environment", "region"),
    [
        ("us-east-1", {"AWS_REGION": "x", "AWS_DEFAULT_REGION": "y"}, "us-east-1"),
        ("", {"AWS_REGION": "us-east-1", "AWS_DEFAULT_REGION": "y"}, "us-east-1"),
        ("", {"AWS_DEFAULT_REGION": "us-east-1"}, "us-east-1"),
        ("", {}, "us-west-2"),
    ],
)
def test_the_region_is_the_flags_then_the_environments_then_the_profiles(
    aws: Sandbox,
    run: Run,
    profile_region: None,
    monkeypatch: pytest.MonkeyPatch,
    flag: str,
    environment: dict[str, str],
    region: str,
) -> None:
    monkeypatch.delenv("AWS_REGION")
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    result = run("compare", HI, "-t", GEMMA, *(["-r", flag] if flag else []))
    assert result.exit_code == 0, result.stderr
    assert [seen.region for seen in aws.requests] == [region]


def test_without_any_region_the_ways_out_are_told(
    aws: Sandbox, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("AWS_REGION")
    result = run("compare", HI, "-t", MICRO)
    assert result.exit_code == 2
    assert "No region" in result.stderr
    assert "AWS_REGION" in result.stderr


@pytest.mark.parametrize("dash", [["-"], []])
def test_the_prompt_can_come_from_standard_input(
    aws: Sandbox, run: Run, dash: list[str]
) -> None:
    stdin = f"Größe?\nTwo lines {FAST}\n\n".encode()
    result = run("compare", *dash, "-t", MICRO, stdin=stdin)
    assert result.exit_code == 0
    sent = aws.requests[0].body["messages"]
    expected = f"Größe?\nTwo lines {FAST}"
    assert sent == [{"role": "user", "content": [{"text": expected}]}]


def test_bytes_that_are_no_text_do_not_stop_the_prompt(aws: Sandbox, run: Run) -> None:
    result = run("compare", "-", "-t", MICRO, stdin=b"\xff\xfe " + HI.encode())
    assert result.exit_code == 0
    assert "\ufffd\ufffd Hi" in str(aws.requests[0].body)


WRONG = {
    "no prompt": (["compare", "-t", MICRO], "No prompt"),
    "an empty prompt": (["compare", "", "-t", MICRO], "No prompt"),
    "a blank prompt": (["compare", " \n", "-t", MICRO], "No prompt"),
    "blank input": (["compare", "-", "-t", MICRO], "No prompt"),
    "no target": (["compare", "Hi"], "No target"),
    "nine targets": (["compare", "Hi", *["-t", MICRO] * 9], "8 at most"),
    "half a target": (["compare", "Hi", "-t", "@us-east-1"], "not a target"),
    "no tokens": (["compare", "Hi", "-t", MICRO, "--max-tokens", "0"], "max-tokens"),
    "part of a token": (["compare", "Hi", "-t", "m", "--max-tokens", "1.5"], "integer"),
    "too hot": (["compare", "Hi", "-t", MICRO, "--temperature", "1.5"], "temperature"),
    "no number": (["compare", "Hi", "-t", MICRO, "--top-p", "x"], "top-p"),
    "two forms": (["compare", "Hi", "-t", "m", "--json", "--markdown"], "Choose one"),
    "read-only": (["compare", "Hi", "-t", MICRO, "--read-only"], "--read-only"),
    "read-only before": (["--read-only", "compare", "Hi", "-t", "m"], "--read-only"),
    "an unknown option": (["compare", "Hi", "--nope"], "No such option"),
    "an unknown command": (["nope"], "No such command"),
    "no limit": (["history", "--limit", "0"], "limit"),
}


@pytest.mark.parametrize("what", WRONG)
def test_wrong_usage_sends_nothing(aws: Sandbox, run: Run, what: str) -> None:
    arguments, words = WRONG[what]
    result = run(*arguments)
    assert result.exit_code == 2
    assert words in result.stderr
    assert result.stdout == ""
    assert aws.requests == []


@pytest.mark.parametrize("command", [["compare", "Hi", "-t", MICRO], ["history"], []])
def test_a_setting_that_makes_no_sense_is_wrong_usage(
    aws: Sandbox, run: Run, monkeypatch: pytest.MonkeyPatch, command: list[str]
) -> None:
    monkeypatch.setenv("BEDROCK_MAX_RETRIES", "many")
    result = run(*command)
    assert result.exit_code == 2
    assert "BEDROCK_MAX_RETRIES is 'many'." in result.stderr
    assert "whole number" in result.stderr
    assert aws.requests == []


def test_without_history_no_file_is_left(
    aws: Sandbox, run: Run, database: Path
) -> None:
    result = run("compare", HI, "-t", MICRO, "--no-history", "--db", str(database))
    assert result.exit_code == 0
    assert not database.parent.exists()
    assert not list(Path(os.environ["HOME"]).glob("**/*.db"))


def test_a_page_of_markdown_holds_prompt_table_and_replies(
    aws: Sandbox, run: Run
) -> None:
    prompt = f"One\n| two {FAST} fault:access-denied@nova-micro"
    result = run("compare", prompt, "-t", MICRO, "-t", PRO, "-s", "Sys", "--markdown")
    assert result.exit_code == 1
    page = result.stdout
    assert page.startswith("# Comparison ")
    assert "**System prompt**\n\n> Sys\n" in page
    assert "> One\n> | two " in page
    assert "| target | result | numbers |\n| --- | --- | --- |\n" in page
    rows = [line for line in page.splitlines() if line.startswith(f"| {PRO}@")]
    assert len(rows) == 1
    assert rows[0].startswith(f"| {PRO}@us-east-1 | ok | ")
    assert f"\n## {PRO}@us-east-1\n\nThis is a **simulated" in page
    failed = page.split(f"\n## {MICRO}@us-east-1\n\n")[1].split("\n## ")[0]
    title, message, remedy, request_id = failed.strip().split("\n\n")
    assert title == "*failed: Your IAM policy does not allow this*"
    assert message.startswith("> User: arn:aws:sts::")
    assert remedy.startswith("Allow bedrock:InvokeModelWithResponseStream on arn:aws")
    assert re.fullmatch("Request id `[0-9a-f-]{36}`", request_id)


def test_a_page_of_markdown_says_what_is_not_whole(aws: Sandbox, run: Run) -> None:
    result = run("compare", f"{HI} fault:cut=9", "-t", MICRO, "--markdown")
    section = result.stdout.split(f"\n## {MICRO}@us-east-1\n\n")[1]
    assert section.startswith("*truncated: The reply was cut off*\n\n> ")
    assert section.index("Request id") < section.index("This is a **simulated")
    cut = run("compare", HI, "-t", MICRO, "--max-tokens", "9", "--markdown")
    assert "\n\n*stopped: max_tokens*\n\nThis is a **sim" in cut.stdout
    empty = run("compare", f"{HI} fault:empty", "-t", MICRO, "--markdown")
    assert empty.stdout.endswith(f"\n## {MICRO}@us-east-1\n\n*ok*\n")


@pytest.mark.parametrize("form", [[], ["--markdown"], ["--json"]])
@pytest.mark.parametrize("words", ["", "fault:no-stream"])
def test_hostile_text_does_nothing(
    aws: Sandbox, run: Run, form: list[str], words: str
) -> None:
    prompt = f"Hi ttft:0 pace:1e6 fault:hostile {words} \x1b[31m\u202e\u061c\x07 end"
    result = run("compare", prompt, "-t", MICRO, *form)
    assert result.exit_code == 0
    for shown in (result.stdout, result.stderr):
        found = ACTIVE.search(shown)
        assert found is None, repr(shown[max(0, found.start() - 20) : found.end() + 9])
        assert "\x1b" not in shown
    if form == ["--json"]:
        assert lanes(result.stdout)[0]["text"] == hostile.text()
    else:
        assert clean(hostile.text())[-300:-20] in result.stdout


def test_hostile_names_do_nothing_either(aws: Sandbox, run: Run) -> None:
    target = "evil\x1b[31m\u202emodel\x07\u061c\nok: ok"
    for form in ([], ["--markdown"], ["--json"]):
        result = run("compare", HI, "-t", target, *form)
        assert result.exit_code == 1
        assert "\nok: ok" not in result.stdout + result.stderr
        assert ACTIVE.search(result.stdout + result.stderr) is None


def test_hostile_rows_do_nothing_in_the_history(
    aws: Sandbox, run: Run, database: Path
) -> None:
    db = ("--db", str(database))
    prompt = "Hi ttft:0 pace:1e6 fault:hostile \x1b[31m\u202e\x07 end"
    run("compare", prompt, "-t", MICRO, *db)
    for form in ([], ["--json"]):
        result = run("history", *form, *db)
        assert result.exit_code == 0
        assert ACTIVE.search(result.stdout) is None


@pytest.mark.parametrize("where", ["file/history.db", "folder/sub.db"])
def test_a_history_that_cannot_be_written_does_not_keep_the_reply_back(
    aws: Sandbox, run: Run, tmp_path: Path, where: str
) -> None:
    (tmp_path / "file").write_text("no database")
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "sub.db").write_text("no database either " * 100)
    result = run("compare", HI, "-t", MICRO, "--db", str(tmp_path / where), "--json")
    assert result.exit_code == 0
    assert lanes(result.stdout)[0]["status"] == "ok"
    assert "This comparison is not written down." in result.stderr
    told = run("history", "--db", str(tmp_path / where), "--json")
    assert (told.exit_code, told.stdout) == (1, "")
    assert told.stderr


def test_an_api_key_for_an_http_endpoint_is_explained_and_not_shown(
    aws: Sandbox, run: Run, database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = "bedrock-api-key-c2VjcmV0c2VjcmV0"
    monkeypatch.setenv("AWS_BEARER_TOKEN_BEDROCK", secret)
    result = run("compare", HI, "-t", MICRO, "--json", "--db", str(database))
    assert result.exit_code == 1
    failure = lanes(result.stdout)[0]["failure"]
    assert failure["title"] == "API keys need an HTTPS endpoint"
    assert "AWS_BEARER_TOKEN_BEDROCK" in failure["remedy"]
    assert secret not in result.output
    assert secret.encode() not in b"".join(
        path.read_bytes() for path in database.parent.rglob("*") if path.is_file()
    )
    assert aws.requests == []


NO_LOGIN = {
    "no credentials": ({}, ["-r", "us-east-1"], "credentials"),
    "a wrong profile": ({"AWS_PROFILE": "nope"}, ["-r", "us-east-1"], "config"),
    "a wrong profile option": ({}, ["-p", "nope", "-r", "us-east-1"], "config"),
    "expired keys": (
        {"AWS_ACCESS_KEY_ID": "EXPIRED", "AWS_SECRET_ACCESS_KEY": "x"},
        ["-r", "us-east-1"],
        "login-expired",
    ),
    "invalid keys": (
        {"AWS_ACCESS_KEY_ID": "INVALID", "AWS_SECRET_ACCESS_KEY": "x"},
        ["-r", "us-east-1"],
        "credentials",
    ),
}


@pytest.mark.parametrize("what", NO_LOGIN)
def test_without_usable_credentials_the_code_is_3(
    sandbox: Sandbox,
    run: Run,
    database: Path,
    history: Rows,
    monkeypatch: pytest.MonkeyPatch,
    what: str,
) -> None:
    environment, options, category = NO_LOGIN[what]
    monkeypatch.setenv("AWS_ENDPOINT_URL", sandbox.url)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    db = ("--db", str(database))
    result = run("compare", HI, "-t", MICRO, "-t", PRO, *options, *db, "--json")
    assert result.exit_code == 3, result.stderr
    assert [lane["failure"]["category"] for lane in lanes(result.stdout)] == [
        category,
        category,
    ]
    assert {row["failure"]["category"] for row in history()} == {category}


def test_a_wrong_profile_is_told_also_when_its_region_is_wanted(
    sandbox: Sandbox, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_PROFILE", "nope")
    result = run("compare", HI, "-t", MICRO)
    assert result.exit_code == 3
    assert "AWS profile not found" in result.stderr
    assert "aws configure list-profiles" in result.stderr


def test_one_lane_without_login_is_a_failed_lane(aws: Sandbox, run: Run) -> None:
    prompt = f"{HI} fault:expired-token@nova-micro"
    assert run("compare", prompt, "-t", MICRO, "-t", PRO).exit_code == 1


def test_an_endpoint_can_be_named(sandbox: Sandbox, run: Run, aws: Sandbox) -> None:
    with Sandbox() as other:
        result = run("compare", HI, "-t", MICRO, "--endpoint-url", other.url)
        assert result.exit_code == 0
        assert len(other.requests) == 1
    assert sandbox.requests == []


def test_the_default_model_is_asked_when_none_is_named(
    aws: Sandbox, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BEDROCK_DEFAULT_MODEL", PRO)
    assert run("compare", HI).exit_code == 0
    assert [seen.model_id for seen in aws.requests] == [PRO]


def test_more_than_text_is_told_in_the_text(aws: Sandbox, run: Run) -> None:
    result = run("compare", f"{HI} fault:image", "-t", MICRO)
    assert "\n[image (png) not shown]\n" in result.stdout
    tools = run("compare", f"{HI} fault:tool-use", "-t", MICRO, "--json")
    (lane,) = lanes(tools.stdout)
    assert lane["tools"] == [
        {"name": "get_weather", "input": '{"city": "Lisbon", "unit": "C"}'}
    ]
    assert lane["stop_reason"] == "tool_use"
