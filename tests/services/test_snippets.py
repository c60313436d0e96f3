"""Snippets are run as they stand, and compared with what the program itself sends."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from bedrock_tui.core.request import Message, Parameters, Request
from bedrock_tui.core.snippets import Sent, kind_of
from bedrock_tui.core.target import Target
from bedrock_tui.errors import BedrockTuiError
from bedrock_tui.sandbox.exchange import Seen
from bedrock_tui.sandbox.server import Sandbox
from bedrock_tui.services.snippets import endpoint_in_force, save, sent_to, write
from bedrock_tui.services.workbench import Workbench
from bedrock_tui.settings import Settings
from tests.support import FAST, MICRO, Invocation, runtime_of

SONNET = "us.anthropic.claude-sonnet-5-5"
IMPORTED = "arn:aws:bedrock:us-east-1:111122223333:imported-model/abc123def456"
PLAIN = Request((Message("user", f"Explain queues {FAST}"),))
HOSTILE = (
    f'{FAST} it\'s "quoted" \\ `id` $(id) ${{HOME}} !! %s \r\n\t\0\x1b[31m\x07'
    "\nJSON\nSECRETS\n: - [x] #! & * |\n{{ env.HOME }} '''\"\"\"\n"
    "Ünï 😀 \u200b\u202e\u2028\U000e0001 \ud83d \udc00 \x85\x7f"
)
EVERYTHING = Request(
    (Message("user", HOSTILE),),
    f"system: {HOSTILE}",
    Parameters(300, 0.5, 0.9, ("\n\n", "$(id)", "it's")),
)
REQUESTS = [
    pytest.param(SONNET, PLAIN, id="plain"),
    pytest.param(MICRO, PLAIN, id="colon"),
    pytest.param(IMPORTED, PLAIN, id="arn"),
    pytest.param(MICRO, EVERYTHING, id="hostile"),
    pytest.param("x.y'\"$(id)`id`\n;é€ &\\%2F{a,b}[1-2]?#", PLAIN, id="hostile-id"),
]

Execute = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def execute(sandbox: Sandbox, tmp_path: Path) -> Execute:
    """Run a snippet's text with a program, keys in the environment alone."""

    def run(text: str, *program: str, **more: str) -> subprocess.CompletedProcess[str]:
        script = tmp_path / "snippet"
        script.write_text(text, encoding="utf-8")
        keys = {"AWS_ACCESS_KEY_ID": "AKIDEXAMPLE", "AWS_SECRET_ACCESS_KEY": "s3cr3t/+"}
        named = {name: os.environ[name] for name in ("PATH", "HOME")}
        environment = named | keys
        if program[0] != sys.executable:  # botocore wants https for it
            environment["AWS_BEARER_TOKEN_BEDROCK"] = "bedrock-key"
        return subprocess.run(
            [*program, str(script)],
            capture_output=True,
            text=True,
            encoding="utf-8",
            env=environment | more,
            cwd=tmp_path,
            timeout=60,
            check=False,
        )

    return run


def sent_by_the_program(sandbox: Sandbox, model_id: str, request: Request) -> Seen:
    target = Target(model_id, "us-east-1")
    Invocation(runtime_of(sandbox), request, target).start().finish()
    return sandbox.requests[-1]


def the_same(sandbox: Sandbox, model_id: str, request: Request) -> Sent:
    return sent_to(Target(model_id, "us-east-1"), request, sandbox.url)


def newest(sandbox: Sandbox, before: int) -> Seen:
    (seen,) = sandbox.requests[before:]
    return seen


@pytest.mark.parametrize(("model_id", "request_"), REQUESTS)
def test_the_boto3_script_sends_what_the_program_sent(
    sandbox, execute, model_id, request_
):
    ours = sent_by_the_program(sandbox, model_id, request_)
    text = kind_of("boto3").render(the_same(sandbox, model_id, request_))
    before = len(sandbox.requests)
    done = execute(text, sys.executable, AWS_MAX_ATTEMPTS="1")
    theirs = newest(sandbox, before)
    assert (theirs.body, theirs.path) == (ours.body, ours.path)
    assert theirs.region == "us-east-1"
    if model_id != REQUESTS[-1].values[0]:
        assert done.returncode == 0, done.stderr
        assert len(done.stdout.split()) > 5


@pytest.mark.parametrize("shell", ["sh", "bash"])
@pytest.mark.parametrize("name", ["curl", "curl-key"])
@pytest.mark.parametrize(("model_id", "request_"), REQUESTS)
def test_the_curl_commands_send_what_the_program_sent(
    sandbox, execute, model_id, request_, name, shell
):
    ours = sent_by_the_program(sandbox, model_id, request_)
    text = kind_of(name).render(the_same(sandbox, model_id, request_))
    before = len(sandbox.requests)
    done = execute(text, shell)
    theirs = newest(sandbox, before)
    assert (theirs.body, theirs.model_id) == (ours.body, ours.model_id)
    assert theirs.path == ours.path.removesuffix("-stream")
    assert theirs.headers["content-type"] == "application/json"
    if model_id != REQUESTS[-1].values[0]:
        assert done.returncode == 0, done.stderr
        assert json.loads(done.stdout)["stopReason"]


def signature(seen: Seen, body: str, secret: str) -> str:
    """The signature that botocore, and so AWS, makes of a request."""
    signed = re.search("SignedHeaders=([^,]+)", seen.headers["authorization"])
    assert signed is not None
    request = AWSRequest("POST", "http://host" + seen.path, data=body.encode())
    request.context["timestamp"] = seen.headers["x-amz-date"]
    for name in signed[1].split(";"):
        request.headers[name] = seen.headers[name]
    auth = SigV4Auth(Credentials("AKIDEXAMPLE", secret), "bedrock", "us-east-1")
    canonical = auth.canonical_request(request)
    return str(auth.signature(auth.string_to_sign(request, canonical), request))


@pytest.mark.parametrize("token", ["", "FwoG+/tok=="])
@pytest.mark.parametrize(("model_id", "request_"), REQUESTS)
def test_curl_signs_as_botocore_does(sandbox, execute, model_id, request_, token):
    text = kind_of("curl").render(the_same(sandbox, model_id, request_))
    execute(text, "sh", **({"AWS_SESSION_TOKEN": token} if token else {}))
    (seen,) = sandbox.requests
    body = text[text.index("\n{\n") + 1 :].removesuffix("JSON\n")
    expected = signature(seen, body, "s3cr3t/+")
    assert f"Signature={expected}" in seen.headers["authorization"]
    assert seen.headers.get("x-amz-security-token", "") == token
    assert ("x-amz-security-token" in seen.headers["authorization"]) is bool(token)


@pytest.mark.parametrize("version", ["8.9.0", "8.10.1", "8.23.0", "9.0.0"])
def test_a_newer_curl_is_given_the_path_as_it_is(execute, tmp_path, version):
    text = kind_of("curl").render(sent_to(Target(MICRO, "us-east-1"), PLAIN))
    assert arguments(execute, tmp_path, text, version)[-1] == (
        "https://bedrock-runtime.us-east-1.amazonaws.com"
        "/model/amazon.nova-micro-v1%3A0/converse"
    )


@pytest.mark.parametrize("name", ["curl", "curl-key"])
def test_secrets_are_in_no_command_line(execute, tmp_path, name):
    text = kind_of(name).render(sent_to(Target(MICRO, "us-east-1"), PLAIN))
    told = " ".join(arguments(execute, tmp_path, text, "8.9.0"))
    assert "converse" in told
    assert not re.search("AKID|s3cr3t|bedrock-key|session-token", told)


@pytest.mark.parametrize(
    ("name", "variable"),
    [("curl", "AWS_SECRET_ACCESS_KEY"), ("curl-key", "AWS_BEARER_TOKEN_BEDROCK")],
)
def test_curl_is_not_sent_off_without_its_secret(sandbox, execute, name, variable):
    text = kind_of(name).render(the_same(sandbox, MICRO, PLAIN))
    done = execute(text, "bash", **{variable: ""})
    assert done.returncode != 0
    assert variable in done.stderr


def arguments(execute: Execute, folder: Path, text: str, version: str) -> list[str]:
    """What a snippet hands to a program of this name, which only writes it down."""
    programs = folder / "bin"
    programs.mkdir()
    for name in ("aws", "curl"):
        fake = programs / name
        fake.write_text(
            f'#!/bin/sh\n[ "$1" = --version ] && echo "curl {version} (x)" && exit\n'
            'printf "%s\\0" "$@" > arguments\n'
        )
        fake.chmod(0o755)
    done = execute(text, "sh", PATH=f"{programs}:{os.environ['PATH']}")
    assert done.returncode == 0, done.stderr
    return (folder / "arguments").read_text(encoding="utf-8").split("\0")[:-1]


@pytest.mark.parametrize(("model_id", "request_"), REQUESTS)
def test_the_aws_cli_is_given_the_request_as_json(
    sandbox, execute, tmp_path, model_id, request_
):
    """The AWS CLI itself is not run: a program of its name notes what it is given."""
    sent = sent_to(Target(model_id, "eu-west-1", "my dev"), request_, sandbox.url)
    told = arguments(execute, tmp_path, kind_of("aws-cli").render(sent), "")
    document = json.loads(told.pop())
    assert told == [
        *("bedrock-runtime", "converse", "--region", "eu-west-1"),
        *("--profile", "my dev", "--endpoint-url", sandbox.url),
        "--cli-input-json",
    ]
    ours = sent_by_the_program(sandbox, model_id, request_)
    assert document.pop("modelId") == model_id
    assert document == ours.body


@pytest.mark.parametrize(
    ("environment", "flag", "found"),
    [
        ({}, "", ""),
        ({"AWS_ENDPOINT_URL": "http://a:1"}, "", "http://a:1"),
        (
            {
                "AWS_ENDPOINT_URL": "http://a:1",
                "AWS_ENDPOINT_URL_BEDROCK_RUNTIME": "http://b:1",
            },
            "",
            "http://b:1",
        ),
        ({"AWS_ENDPOINT_URL": "http://a:1"}, "http://c:1", "http://c:1"),
        (
            {
                "AWS_ENDPOINT_URL": "http://a:1",
                "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": "TRUE",
            },
            "",
            "",
        ),
        ({"AWS_ENDPOINT_URL": "http://[::1"}, "", ""),
        ({"AWS_ENDPOINT_URL": "nonsense"}, "", ""),
    ],
)
def test_the_endpoint_in_force_is_the_one_that_calls_use(environment, flag, found):
    bench = Workbench(Settings(endpoint_url=flag))
    assert endpoint_in_force(bench, environment) == found


def test_saving_takes_the_next_free_number(tmp_path):
    kind = kind_of("curl-key")
    names = [save(kind, f"{n}\n", tmp_path).name for n in range(3)]
    assert names == [f"bedrock-curl-key{n}.sh" for n in ("", "-2", "-3")]
    assert [(tmp_path / name).read_text() for name in names] == ["0\n", "1\n", "2\n"]


def test_a_folder_that_is_not_there_is_told(tmp_path):
    with pytest.raises(BedrockTuiError, match=r"bedrock-boto3\.py cannot be written"):
        save(kind_of("boto3"), "", tmp_path / "gone")
    with pytest.raises(BedrockTuiError, match="No such file"):
        write(tmp_path / "gone" / "x.py", "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk_is_told_and_leaves_nothing(tmp_path):
    with pytest.raises(BedrockTuiError, match="No space left"):
        write(Path("/dev/full"), "x" * 10)


def test_the_shells_that_are_meant_are_there():
    assert all(shutil.which(name) for name in ("sh", "bash", "curl"))
