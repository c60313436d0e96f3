from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import pytest

from bedrock_tui.aws.clients import CONNECT_TIMEOUT, POOL, READ_TIMEOUT, Clients
from bedrock_tui.aws.clients import Endpoint as Address
from bedrock_tui.aws.converse import Runtime
from bedrock_tui.core.comparison import MOST_LANES
from bedrock_tui.core.reply import Status
from bedrock_tui.core.target import Target
from bedrock_tui.errors import CallFailed
from bedrock_tui.sandbox.server import Sandbox
from tests.support import FAST, IMPATIENT, Invocation, clients_of, request


def client(clients: Clients, service: str = "bedrock-runtime", **where: str) -> Any:
    place = {"aws_profile": "", "region": "us-east-1", **where}
    return clients.get(service, **place)


@pytest.fixture
def profiles(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two profiles with keys and regions of their own."""
    path = tmp_path / "config"
    path.write_text(
        "[profile one]\nregion = eu-west-1\naws_access_key_id = AKIAONE\n"
        "aws_secret_access_key = x\n"
        "[profile two]\naws_access_key_id = AKIATWO\naws_secret_access_key = x\n"
        "[default]\nregion = ap-south-1\n"
    )
    monkeypatch.setenv("AWS_CONFIG_FILE", str(path))


def test_there_is_one_client_per_service_profile_and_region(profiles: None) -> None:
    clients = Clients()
    kinds = [
        {"service": "bedrock-runtime"},
        {"service": "bedrock"},
        {"service": "bedrock-runtime", "region": "eu-west-1"},
        {"service": "bedrock-runtime", "aws_profile": "one"},
        {"service": "bedrock-runtime", "aws_profile": "two"},
    ]
    made = [client(clients, **kind) for kind in kinds]
    assert len({id(each) for each in made}) == len(kinds)
    assert [client(clients, **kind) for kind in kinds] == made


def test_threads_that_ask_at_once_get_the_same_client(sandbox: Sandbox) -> None:
    clients = clients_of(sandbox)
    start, got = threading.Barrier(8), []

    def ask() -> None:
        start.wait(10)
        got.append(client(clients))

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert len(got) == 8
    assert len({id(each) for each in got}) == 1


@pytest.mark.parametrize("simulated", [True, False])
def test_a_client_is_patient_with_readers_and_never_repeats_by_itself(
    simulated: bool,
) -> None:
    made = client(Clients(Address("http://127.0.0.1:9", simulated=simulated)))
    config = made.meta.config
    assert (config.connect_timeout, config.read_timeout) == (10, 300)
    assert (CONNECT_TIMEOUT, READ_TIMEOUT) == (10, 300)
    assert config.max_pool_connections == POOL == 2 * MOST_LANES
    assert config.retries["total_max_attempts"] == 1
    assert config.tcp_keepalive is True


def test_environment_and_file_cannot_bring_back_hidden_retries(
    aws: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "5")
    monkeypatch.setenv("AWS_RETRY_MODE", "adaptive")
    runtime = Runtime(Clients(), IMPATIENT)
    call = Invocation(runtime, request("Hi fault:unavailable")).start().finish()
    assert call.reply.attempts == len(aws.requests) == 3
    for seen in aws.requests:
        assert seen.headers["amz-sdk-request"] == "attempt=1; max=1"
        assert "bedrock-tui" in seen.headers["user-agent"]


BROKEN = {
    "AWS_PROFILE": "nope",
    "AWS_DEFAULT_PROFILE": "nope",
    "AWS_BEARER_TOKEN_BEDROCK": "bedrock-api-key-secret",
    "AWS_CONFIG_FILE": "{broken}",
    "AWS_SHARED_CREDENTIALS_FILE": "{broken}",
    "AWS_ACCESS_KEY_ID": "AKIAHALF",
    "AWS_ENDPOINT_URL": "http://127.0.0.1:1",
    "AWS_ENDPOINT_URL_BEDROCK_RUNTIME": "http://127.0.0.1:1",
    "AWS_CA_BUNDLE": "/no/such/file",
    "AWS_DEFAULTS_MODE": "nonsense",
    "AWS_RETRY_MODE": "nonsense",
    "AWS_MAX_ATTEMPTS": "nonsense",
    "AWS_USE_FIPS_ENDPOINT": "true",
    "AWS_USE_DUALSTACK_ENDPOINT": "true",
    "AWS_AUTH_SCHEME_PREFERENCE": "httpBearerAuth",
    "AWS_SIGV4A_SIGNING_REGION_SET": "*",
    "AWS_ACCOUNT_ID_ENDPOINT_MODE": "required",
    "AWS_STS_REGIONAL_ENDPOINTS": "nonsense",
    "AWS_REQUEST_CHECKSUM_CALCULATION": "nonsense",
    "AWS_REGION": "xx nowhere",
    "AWS_DEFAULT_REGION": "xx nowhere",
    "HTTP_PROXY": "http://127.0.0.1:1",
    "http_proxy": "http://127.0.0.1:1",
    "ALL_PROXY": "http://127.0.0.1:1",
}


@pytest.mark.parametrize("name", BROKEN)
def test_the_demo_reads_nothing_of_the_persons_settings(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str
) -> None:
    broken = tmp_path / "broken"
    broken.write_text("[this is no ini file\n=\n")
    monkeypatch.setenv(name, BROKEN[name].format(broken=broken))
    clients = clients_of(sandbox)
    assert clients.default_region("") == ""
    runtime = Runtime(clients, IMPATIENT)
    call = Invocation(runtime, request(f"Hi {FAST}")).start().finish()
    assert (call.reply.failure, call.reply.status) == (None, Status.OK)
    (seen,) = sandbox.requests
    assert "Credential=SANDBOX/" in seen.headers["authorization"]
    assert "secret" not in str(seen.headers)


def test_outside_the_demo_the_settings_count(
    aws: Sandbox, monkeypatch: pytest.MonkeyPatch, profiles: None
) -> None:
    clients = Clients()
    runtime = Runtime(clients, IMPATIENT)
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    for profile in ("one", "two"):
        there = Target("amazon.nova-micro-v1:0", "us-east-1", profile)
        call = Invocation(runtime, request(f"Hi {FAST}"), there).start().finish()
        assert call.reply.status is Status.OK
    keys = [seen.headers["authorization"].split("/")[0] for seen in aws.requests]
    assert [key.rpartition("=")[2] for key in keys] == ["AKIAONE", "AKIATWO"]


def test_the_region_of_a_profile_is_found(profiles: None) -> None:
    clients = Clients()
    assert clients.default_region("one") == "eu-west-1"
    assert clients.default_region("two") == ""
    assert clients.default_region("") == "ap-south-1"


def test_an_unknown_profile_is_told(profiles: None) -> None:
    with pytest.raises(CallFailed) as error:
        Clients().default_region("nope")
    assert error.value.failure.code == "ProfileNotFound"
    with pytest.raises(CallFailed):
        Clients().prepare(Target("m", "us-east-1", "nope"))


def test_a_profile_that_failed_can_be_asked_again(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    path = tmp_path / "config"
    monkeypatch.setenv("AWS_CONFIG_FILE", str(path))
    clients = Clients()
    with pytest.raises(CallFailed):
        clients.default_region("later")
    path.write_text("[profile later]\nregion = eu-north-1\n")
    assert clients.default_region("later") == "eu-north-1"


def test_clients_are_prepared_before_they_are_needed(sandbox: Sandbox) -> None:
    clients = clients_of(sandbox)
    clients.prepare(Target("m", "eu-west-1", "p"))
    assert sandbox.requests == []
    made = client(clients, aws_profile="p", region="eu-west-1")
    assert made.meta.region_name == "eu-west-1"
