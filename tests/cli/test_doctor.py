from __future__ import annotations

import io
import json
import signal
import socket
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from bedrock_tui.cli.doctor import ask_mfa
from bedrock_tui.cli.findings import Report, as_text
from bedrock_tui.core.checks import CHECKS, Check, CheckStatus
from bedrock_tui.core.identity import Identity
from bedrock_tui.sandbox.server import Sandbox
from tests.aws.people import (
    EARLIER,
    ENV_KEYS,
    HUSH,
    KEY_ID,
    LATER,
    MFA,
    OLD_SSO,
    SSO,
    START_URL,
    TOKEN,
    Home,
    Services,
    home,
    services,
    speak_tls,
    sso_token,
    stamp,
)
from tests.cli.conftest import Run, Start
from tests.support import MICRO, until

__all__ = ["home", "services"]

KEY, SECRET = "AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
IDS = [check_id for check_id, _ in CHECKS]


@pytest.fixture
def signed(aws: Sandbox, monkeypatch: pytest.MonkeyPatch) -> Sandbox:
    """The sandbox under keys that look like keys."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", KEY)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", SECRET)
    monkeypatch.setenv("AWS_SESSION_TOKEN", TOKEN)
    return aws


def at(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    """Sign in at a sandbox with options of its own."""
    monkeypatch.setenv("AWS_ENDPOINT_URL", sandbox.url)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", KEY)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", SECRET)
    monkeypatch.setenv("AWS_REGION", "us-east-1")


def test_all_is_well(run: Run, signed: Sandbox) -> None:
    result = run("doctor", "-t", MICRO)
    assert (result.exit_code, result.stderr) == (0, "")
    lines = result.stdout.splitlines()
    assert lines[0] == "Identity"
    assert "  Account      111122223333" in lines
    assert "  Region       us-east-1 (AWS_REGION)" in lines
    assert "Checks" in lines
    assert "Permissions" in lines
    for _, title in CHECKS:
        assert any(line[4:].startswith(title) for line in lines)
    assert any(line.startswith("  ✓ Default model callable") for line in lines)
    assert "✗" not in result.stdout


def report(run: Run, *words: str) -> dict[str, Any]:
    result = run("doctor", "--json", *words)
    assert result.stderr == ""
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def test_json_has_a_shape_to_rely_on(run: Run, signed: Sandbox) -> None:
    found = report(run, "-t", MICRO)
    assert list(found) == ["identity", "checks", "permissions"]
    assert [check["id"] for check in found["checks"]] == IDS
    for check in found["checks"]:
        assert list(check) == [
            *("id", "status", "title", "detail", "remedy", "evidence")
        ]
        assert check["status"] in ("pass", "warn", "fail", "unknown", "skipped")
    identity = found["identity"]
    assert identity["account"] == "111122223333"
    assert identity["key_id"] == "…MPLE"
    assert identity["source"]["method"] == "env"
    assert (identity["region"], identity["region_source"]) == (
        "us-east-1",
        "AWS_REGION",
    )
    actions = {each["action"] for each in found["permissions"]}
    assert "bedrock:InvokeModelWithResponseStream" in actions
    for each in found["permissions"]:
        assert each["verdict"] in ("yes", "no", "unknown")


def test_what_fails_is_told_with_its_fix(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Sandbox(["account:deny=bedrock:InvokeModelWithResponseStream"]) as sandbox:
        at(sandbox, monkeypatch)
        result = run("doctor", "-t", MICRO)
        found = report(run, "-t", MICRO)
    assert result.exit_code == 1
    lines = result.stdout.splitlines()
    failed = next(i for i, line in enumerate(lines) if line.startswith("  ✗ Streaming"))
    assert lines[failed + 1].strip().startswith("→ ")
    streaming = next(each for each in found["checks"] if each["id"] == "streaming")
    assert (streaming["status"], bool(streaming["remedy"])) == ("fail", True)


@pytest.mark.parametrize("as_json", [False, True])
def test_no_credentials_is_an_exit_code_of_its_own(run: Run, as_json: bool) -> None:
    result = run("doctor", "-r", "us-east-1", *(["--json"] if as_json else []))
    assert result.exit_code == 3
    assert "aws sso login" in result.stdout
    if as_json:
        found = json.loads(result.stdout)
        assert found["identity"]["source"] is None
        assert found["identity"]["failure"]["title"]
        assert found["permissions"] == []


@pytest.mark.parametrize("key", ["EXPIRED", "INVALID"])
def test_refused_credentials_are_no_credentials(
    run: Run, aws: Sandbox, monkeypatch: pytest.MonkeyPatch, key: str
) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", key)
    assert run("doctor").exit_code == 3


def test_a_profile_that_does_not_exist_is_told_not_thrown(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_PROFILE", "nope")
    for words in ([], ["-t", MICRO]):
        result = run("doctor", *words)
        assert result.exit_code == 3
        assert "nope" in result.stdout


def test_a_config_that_cannot_be_parsed_is_told_not_thrown(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = tmp_path / "config"
    config.write_text("[default\nregion")
    monkeypatch.setenv("AWS_CONFIG_FILE", str(config))
    result = run("doctor")
    assert result.exit_code == 3
    assert str(config) in result.stdout


def test_without_a_region_that_is_what_fails(
    run: Run, aws: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("AWS_REGION")
    result = run("doctor")
    assert result.exit_code == 1
    assert "  ✗ Region enabled" in result.stdout


def test_the_region_of_the_profile_is_told_as_its(
    run: Run, aws: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = tmp_path / "config"
    config.write_text("[default]\nregion = eu-west-1\n")
    monkeypatch.setenv("AWS_CONFIG_FILE", str(config))
    monkeypatch.delenv("AWS_REGION")
    assert "  Region       eu-west-1 (profile default)" in run("doctor").stdout


def test_the_profile_in_force_is_named_wherever_it_was_chosen(
    run: Run, aws: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = tmp_path / "config"
    config.write_text("[profile dev]\n[profile test]\n")
    monkeypatch.setenv("AWS_CONFIG_FILE", str(config))
    assert "  AWS profile  default credentials\n" in run("doctor").stdout
    assert report(run)["identity"]["aws_profile"] is None
    monkeypatch.setenv("AWS_PROFILE", "dev")
    assert "  AWS profile  dev\n" in run("doctor").stdout
    assert report(run)["identity"]["aws_profile"] == "dev"
    assert report(run, "-p", "test")["identity"]["aws_profile"] == "test"


def found(result: dict[str, Any], check_id: str) -> dict[str, str]:
    (check,) = [each for each in result["checks"] if each["id"] == check_id]
    return check


def test_keys_without_an_end_are_warned_of(
    run: Run, signed: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert found(report(run), "long-lived-keys")["status"] == "pass"
    monkeypatch.delenv("AWS_SESSION_TOKEN")
    result = report(run, "-t", MICRO)
    assert ":user/" in result["identity"]["arn"]
    assert found(result, "long-lived-keys")["status"] == "warn"
    assert "200 days old" in found(result, "key-age")["detail"]
    assert found(result, "streaming")["status"] == "pass"
    assert {each["verdict"] for each in result["permissions"]} == {"yes"}


def test_a_key_with_an_end_is_not_taken_for_one_without(
    run: Run, signed: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "ASIAIOSFODNN7EXAMPLE")
    result = report(run)
    assert ":assumed-role/" in result["identity"]["arn"]
    assert found(result, "key-age")["status"] == "skipped"


def test_an_unknown_verdict_has_unknown_evidence(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Sandbox(["account:deny=iam:SimulatePrincipalPolicy"]) as sandbox:
        at(sandbox, monkeypatch)
        result = report(run, "-t", MICRO)
        text = run("doctor", "-t", MICRO).stdout
    open_ = [each for each in result["permissions"] if each["verdict"] == "unknown"]
    assert {each["evidence"] for each in open_} == {"unknown"}
    assert text.count("(unknown)") == len(open_) > 0


def test_nobody_is_told_to_set_the_api_key_that_is_set(
    run: Run, sandbox: Sandbox, home: Home
) -> None:
    home.set(speak_tls(sandbox, home.path))
    home.set({"AWS_BEARER_TOKEN_BEDROCK": "bedrock-api-key-abcdef"})
    result = report(run, "-r", "us-east-1", "-t", MICRO)
    assert not [e for e in result["permissions"] if " set AWS_BEARER" in e["remedy"]]
    others = [e for e in result["permissions"] if e["action"].startswith("pricing:")]
    assert others[0]["reason"] == "A Bedrock API key is good for Bedrock alone."


def test_unreadable_settings_are_why_no_region_is_known(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_PROFILE", "nope")
    result = run("doctor")
    assert "No region is chosen" not in result.stdout
    assert "AWS profile not found, so no region is known." in result.stdout
    assert result.stdout.count("config profile (nope)") == 1
    somewhere = run("doctor", "-r", "us-east-1").stdout
    assert "AWS profile not found, so the address is not known." in somewhere
    assert somewhere.count("config profile (nope)") == 1


def test_a_target_that_cannot_be_meant_is_wrong_usage(run: Run, aws: Sandbox) -> None:
    result = run("doctor", "-t", "m@")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "'m@' is not a target" in result.stderr


def test_a_target_before_the_command_counts_too(run: Run, aws: Sandbox) -> None:
    result = run("-t", "no.such-model", "doctor")
    assert result.exit_code == 1
    assert "us-east-1 offers no no.such-model." in result.stdout


def test_the_default_model_is_checked_where_none_is_named(
    run: Run, aws: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "No target is named" in run("doctor").stdout
    monkeypatch.setenv("BEDROCK_DEFAULT_MODEL", "no.such-model")
    assert run("doctor").exit_code == 1


def calls(sandbox: Sandbox) -> list[str]:
    return [each.path for each in sandbox.requests if "/converse" in each.path]


def test_only_a_probe_calls_a_model(run: Run, aws: Sandbox) -> None:
    run("doctor", "-t", MICRO)
    assert calls(aws) == []
    assert (
        "It answered a call of one token."
        in run("doctor", "--probe", "-t", MICRO).stdout
    )
    assert calls(aws)


def test_read_only_never_probes(run: Run, aws: Sandbox) -> None:
    result = run("--read-only", "doctor", "--probe", "-t", MICRO)
    assert result.exit_code == 0
    assert result.stderr == "--read-only: nothing is probed.\n"
    assert calls(aws) == []


def test_the_demo_needs_no_account(run: Run) -> None:
    result = run("--demo", "doctor")
    assert result.exit_code == 0
    assert "the sandbox's own keys" in result.stdout


def test_foreign_text_stays_on_its_line(
    run: Run, aws: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_REGION", "evil\x1b[2J\nregion")
    result = run("doctor", "-t", MICRO)
    assert "\x1b" not in result.stdout
    assert "evil region" in result.stdout
    assert "\x1b" not in run("doctor", "--json", "-t", MICRO).stdout


@pytest.mark.parametrize("text", ["no such model", "*", "evil\x1b[2J\nid"])
def test_what_cannot_be_an_id_is_wrong_usage(run: Run, aws: Sandbox, text: str) -> None:
    result = run("doctor", "-t", text)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "cannot be a model's id" in result.stderr
    assert "\x1b" not in result.stderr
    assert aws.requests == []


def test_a_probe_of_nothing_is_told(run: Run, aws: Sandbox) -> None:
    assert "no target is named, so nothing is probed" in run("doctor", "--probe").stderr
    assert run("doctor", "--probe", "-t", MICRO).stderr == ""


def test_the_time_that_a_credential_process_gets_is_told(run: Run) -> None:
    assert "120 seconds" in " ".join(run("doctor", "--help").stdout.split())


def test_an_api_key_that_is_not_sent_is_told_once(
    run: Run, sandbox: Sandbox, home: Home
) -> None:
    home.set({"AWS_ENDPOINT_URL": sandbox.url})
    home.set({"AWS_BEARER_TOKEN_BEDROCK": "bedrock-api-key-abcdef"})
    result = run("doctor", "-r", "us-east-1", "-t", MICRO).stdout
    assert result.count("Use https:// in AWS_ENDPOINT_URL") == 1
    assert "API keys need an HTTPS endpoint, see above." in result


def test_an_error_that_nobody_knows_is_told_with_its_code(
    run: Run, aws: Sandbox, home: Home, services: Services
) -> None:
    words = "<Code>Novelty</Code><Message>Something new.</Message>"
    services.answers["/"] = lambda body: (
        400,
        f"<ErrorResponse><Error>{words}</Error></ErrorResponse>",
    )
    result = " ".join(run("doctor").stdout.split())
    assert "An error we do not know: Novelty: Something new." in result


def test_an_endpoint_that_is_not_reached_is_named(run: Run, home: Home) -> None:
    """The one that signs in is elsewhere than Bedrock's region."""
    home.write(config=SSO)
    home.sign_in(sso_token(LATER))
    home.set({"AWS_ENDPOINT_URL_SSO": "http://127.0.0.1:9"})
    result = run("doctor", "-p", "dev", "-r", "us-west-2").stdout
    assert "start the server there, or unset AWS_ENDPOINT_URL_SSO." in result
    assert "exists and has Bedrock" not in result


def test_the_config_file_in_force_is_named(run: Run, home: Home) -> None:
    elsewhere = home.path / "elsewhere.ini"
    elsewhere.write_text("[profile dev]\nrole_arn = arn:aws:iam::1:role/x\n")
    home.set({"AWS_CONFIG_FILE": str(elsewhere)})
    for profile in ("dev", "nope"):
        result = run("doctor", "-p", profile).stdout
        assert "elsewhere.ini" in result
        assert "~/.aws/config" not in result


def test_a_session_that_is_not_there_leaves_no_hole(run: Run, home: Home) -> None:
    home.write(config=SSO.partition("[sso-session")[0].replace("corp", "nosuch"))
    result = run("doctor", "-p", "dev").stdout
    assert "session nosuch, which ~/.aws/config does not have, account 1111" in result


def test_the_role_of_a_profile_can_be_tried_in_the_sandbox(
    run: Run, sandbox: Sandbox, home: Home
) -> None:
    home.write(config=MFA.replace("mfa_serial", "# mfa_serial"))
    home.set({"AWS_ENDPOINT_URL": sandbox.url})
    result = run("doctor", "-p", "dev", "-r", "us-east-1", "-t", MICRO)
    assert result.exit_code == 0, result.stdout
    assert "arn:aws:sts::444455556666:assumed-role/Admin/botocore" in result.stdout
    assert "✓ Streaming permitted" in result.stdout


def test_keys_with_a_token_are_not_said_to_renew_themselves(
    run: Run, signed: Sandbox
) -> None:
    assert found(report(run), "key-age")["detail"] == "The keys are temporary."


def test_no_secret_is_told_or_written(
    run: Run, signed: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://me:hunter22@proxy.example.com:3128")
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    for words in ([], ["--json"], ["--json", "--probe"]):
        result = run("doctor", "-t", MICRO, *words)
        told = result.stdout + result.stderr
        for secret in (KEY, SECRET, TOKEN, "hunter22"):
            assert secret not in told
    written = [each for each in tmp_path.rglob("*") if each.is_file()]
    assert written
    for file in written:
        content = file.read_bytes()
        for secret in (KEY, SECRET, TOKEN, "hunter22"):
            assert secret.encode() not in content, file


def test_an_api_key_is_never_told(
    run: Run, aws: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = "bedrock-api-key-YmVkcm9jay5hbWF6b25hd3MuY29tLz9BY3Rpb249Q2FsbA"
    monkeypatch.setenv("AWS_BEARER_TOKEN_BEDROCK", key)
    for words in ([], ["--json"]):
        result = run("doctor", *words)
        assert key not in result.stdout + result.stderr
        assert result.exit_code == 3  # plain http: botocore sends no API key
        assert "HTTPS" in result.stdout


def test_an_interrupted_doctor_ends_at_once(
    start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Sandbox(["account:hang=health"]) as sandbox:
        at(sandbox, monkeypatch)
        process = start("doctor", "-t", MICRO)
        until(lambda: any("health" in str(each.headers) for each in sandbox.requests))
        pressed = time.monotonic()
        process.send_signal(signal.SIGINT)
        stdout, stderr = process.communicate(timeout=10)
        assert time.monotonic() - pressed < 2
    assert (process.returncode, stdout) == (130, "")
    assert "Traceback" not in stderr


@dataclass(frozen=True)
class Person:
    """Somebody's AWS settings, and what the doctor is to say first of all."""

    name: str
    says: str
    fix: str
    code: int = 3
    config: str = ""
    env: Mapping[str, str] = field(default_factory=dict)
    sso: object = None
    sso_key: str = "corp"
    profile: str = ""


PROCESS = "[profile dev]\ncredential_process = {}\n"
PEOPLE = [
    Person("nobody", "No AWS credentials found", "aws sso login"),
    Person(
        "a wrong profile",
        "AWS profile not found",
        "aws configure list-profiles",
        env={"AWS_PROFILE": "nope"},
    ),
    Person(
        "a config that is none",
        "The AWS config file is unreadable",
        "Correct line 1 of ~/.aws/config.",
        config=f"[profile dev\nsecret = {HUSH}\n",
    ),
    Person(
        "half a key",
        "The credentials are incomplete",
        "Set the part that the message names",
        env={"AWS_ACCESS_KEY_ID": KEY_ID},
    ),
    Person(
        "expired keys of the environment",
        "Your credentials have expired",
        "Export new session keys",
        env={
            **ENV_KEYS,
            "AWS_SESSION_TOKEN": TOKEN,
            "AWS_CREDENTIAL_EXPIRATION": stamp(EARLIER),
        },
    ),
    Person(
        "SSO, never signed in",
        "Not signed in to IAM Identity Center",
        "aws sso login --profile dev",
        config=SSO,
        profile="dev",
    ),
    Person(
        "SSO, expired",
        "The SSO session has expired",
        "aws sso login --profile dev",
        config=SSO,
        sso=sso_token(EARLIER),
        profile="dev",
    ),
    Person(
        "SSO of the old kind, expired",
        "The SSO session has expired",
        "aws sso login --profile dev",
        config=OLD_SSO,
        sso=sso_token(EARLIER),
        sso_key=START_URL,
        profile="dev",
    ),
    Person(
        "a process that fails",
        "The credential process failed",
        "credential_process",
        config=PROCESS.format(f"{sys.executable} -c 1/0 {HUSH}"),
        profile="dev",
    ),
    Person(
        "a process that is not there",
        "The credential process is missing",
        "credential_process",
        config=PROCESS.format(f"/no/such/vault --pass {HUSH}"),
        profile="dev",
    ),
    Person(
        "an API key on plain http",
        "HTTPS",
        "https",
        env={"AWS_BEARER_TOKEN_BEDROCK": f"bedrock-api-key-{HUSH}"},
    ),
    Person(
        "an empty API key",
        "AWS_BEARER_TOKEN_BEDROCK is set but empty",
        "unset AWS_BEARER_TOKEN_BEDROCK",
        env={**ENV_KEYS, "AWS_BEARER_TOKEN_BEDROCK": ""},
    ),
    Person(
        "everything allowed", "Environment variables, valid for", "", 0, env=ENV_KEYS
    ),
]


@pytest.mark.parametrize("person", PEOPLE, ids=lambda person: person.name)
def test_what_is_wrong_with_credentials_comes_first_with_its_fix(
    person: Person, run: Run, home: Home, sandbox: Sandbox
) -> None:
    home.write(config=person.config)
    if person.sso is not None:
        home.sign_in(person.sso, person.sso_key)
    home.set({"AWS_ENDPOINT_URL": sandbox.url, **person.env})
    words = ["-p", person.profile] if person.profile else []
    result = run("doctor", "-r", "us-east-1", "--json", *words)
    assert result.exit_code == person.code, result.stdout
    check = json.loads(result.stdout)["checks"][0]
    assert check["id"] == "credentials"
    assert check["status"] == ("fail" if person.code else "pass")
    assert person.says in check["detail"]
    assert person.fix in check["remedy"]
    assert HUSH not in result.stdout + result.stderr
    plain = run("doctor", "-r", "us-east-1", *words)
    assert plain.exit_code == person.code
    assert HUSH not in plain.stdout + plain.stderr


def test_instance_metadata_that_never_answers_costs_seconds_not_more(
    run: Run, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("AWS_EC2_METADATA_DISABLED")
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"http://127.0.0.1:{silent.getsockname()[1]}"
        home.set({"AWS_EC2_METADATA_SERVICE_ENDPOINT": address})
        started = time.monotonic()
        result = run("doctor", "-r", "us-east-1")
    assert time.monotonic() - started < 8
    assert result.exit_code == 3
    assert "No AWS credentials found" in result.stdout


DENIED = {
    "simulation refused": (["account:deny=iam:SimulatePrincipalPolicy"], 0, "probed"),
    "scp": (
        ["account:scp=bedrock:InvokeModelWithResponseStream"],
        1,
        "service control policy",
    ),
    "boundary": (
        ["account:boundary=bedrock:InvokeModelWithResponseStream"],
        1,
        "permissions boundary",
    ),
    "missing allow": (
        ["account:deny=bedrock:InvokeModelWithResponseStream"],
        1,
        "missing allow",
    ),
}


@pytest.mark.parametrize("name", DENIED)
def test_what_denies_is_told_apart(
    name: str, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    faults, code, words = DENIED[name]
    with Sandbox(faults) as sandbox:
        at(sandbox, monkeypatch)
        result = run("doctor", "-t", MICRO)
    assert result.exit_code == code, result.stdout
    assert f"({words})" in result.stdout


def test_a_role_that_wants_an_mfa_code_needs_a_terminal(
    run: Run, home: Home, sandbox: Sandbox
) -> None:
    home.write(config=MFA)
    home.set({"AWS_ENDPOINT_URL": sandbox.url})
    result = run("doctor", "-p", "dev", "-r", "us-east-1")
    assert result.exit_code == 3
    assert "No MFA code was given" in result.stdout
    assert HUSH not in result.stdout + result.stderr


def test_the_code_of_an_mfa_device_is_asked_for_on_the_terminal(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    terminal = io.StringIO("123456\n")
    terminal.isatty = lambda: True  # type: ignore[method-assign]  # as if it were
    monkeypatch.setattr("sys.stdin", terminal)
    assert ask_mfa("Enter MFA code for arn:x: ") == "123456\n"
    told = capsys.readouterr()
    assert (told.out, told.err) == ("", "Enter MFA code for arn:x: ")


def test_on_a_terminal_text_is_wrapped_under_itself() -> None:
    check = Check("clock", "Clock right", CheckStatus.WARN, "word " * 20, "do " * 20)
    lines = list(as_text(Report(Identity(""), [check]), 60))
    at = lines.index("Checks")
    assert lines[at + 1].startswith("  ! Clock right  word word")
    assert lines[at + 2].startswith(" " * 17 + "word")
    assert any(line.startswith(" " * 17 + "→ do") for line in lines)
    assert max(map(len, lines)) <= 60
    narrow = list(as_text(Report(Identity(""), [check]), 40))
    assert f"  ! Clock right  {'word ' * 20}".rstrip() in narrow
