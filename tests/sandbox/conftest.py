"""One sandbox and real boto3 clients for all tests, far from any real AWS setting."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from types import SimpleNamespace

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

from bedrock_tui.sandbox.server import Sandbox

MICRO = "amazon.nova-micro-v1:0"


@pytest.fixture(scope="module", autouse=True)
def isolated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    home = str(tmp_path_factory.mktemp("home"))
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith("AWS_")]:
            patch.delenv(name)
        patch.setenv("HOME", home)
        patch.setenv("AWS_CONFIG_FILE", f"{home}/config")
        patch.setenv("AWS_SHARED_CREDENTIALS_FILE", f"{home}/credentials")
        patch.setenv("AWS_EC2_METADATA_DISABLED", "true")
        yield


@pytest.fixture(scope="module")
def sandbox(isolated) -> Iterator[Sandbox]:
    with Sandbox() as running:
        yield running


@pytest.fixture(scope="module")
def connect(sandbox) -> Iterator[Callable]:
    def client(
        service,
        region="us-east-1",
        key="AKIDEXAMPLE",
        attempts=1,
        url=None,
        timeout=1,
        token=None,
    ):
        retries = {"total_max_attempts": attempts, "mode": "standard"}
        made = boto3.client(
            service,
            region_name=region,
            endpoint_url=url or sandbox.url,
            aws_access_key_id=key,
            aws_secret_access_key="secret",
            aws_session_token=token,
            config=Config(proxies={}, retries=retries, read_timeout=timeout),
        )
        clients.append(made)
        return made

    clients = []
    yield client
    for made in clients:
        made.close()


@pytest.fixture
def account(connect) -> Iterator[Callable]:
    """Clients of an account that options have changed."""

    def opened(*options):
        running = stack.enter_context(Sandbox([f"account:{one}" for one in options]))

        def client(service, **more):
            return connect(service, url=running.url, **more)

        client.sandbox = running
        return client

    with ExitStack() as stack:
        yield opened


@pytest.fixture(scope="module")
def runtime(connect):
    return connect("bedrock-runtime")


@pytest.fixture(scope="module")
def bedrock(connect):
    return connect("bedrock")


def refused(call, *args, **more):
    """Code, status and message of a call's refusal."""
    with pytest.raises(ClientError) as error:
        call(*args, **more)
    response = error.value.response
    assert response["ResponseMetadata"]["RequestId"]
    status = response["ResponseMetadata"]["HTTPStatusCode"]
    return response["Error"]["Code"], status, response["Error"]["Message"]


def body(prompt, **more):
    return {"messages": [{"role": "user", "content": [{"text": prompt}]}], **more}


@pytest.fixture(scope="module")
def stream(runtime):
    """Send a prompt fast; what came before any failure, and the failure."""

    def send(prompt, model=MICRO, client=runtime, **more):
        # events are kept one by one, so that a failure does not lose them
        heard = SimpleNamespace(events=[], error=None)
        try:
            asked = body(f"{prompt} ttft:0 pace:5000", **more)
            response = client.converse_stream(modelId=model, **asked)
            with closing(response["stream"]) as events:
                for event in events:
                    heard.events.append(event)
        except Exception as error:  # noqa: BLE001 (tests look at every kind)
            heard.error = error
        heard.kinds = [next(iter(event)) for event in heard.events]
        deltas = [event.get("contentBlockDelta") for event in heard.events]
        heard.deltas = [delta["delta"] for delta in deltas if delta]
        heard.text = "".join(delta.get("text", "") for delta in heard.deltas)
        heard.stop = next(
            (
                e["messageStop"]["stopReason"]
                for e in heard.events
                if "messageStop" in e
            ),
            None,
        )
        return heard

    return send


@pytest.fixture(scope="module")
def whole(runtime):
    """Send a prompt fast through Converse."""

    def send(prompt, model=MICRO, client=runtime, **more):
        asked = body(f"{prompt} ttft:0 pace:9000", **more)
        return client.converse(modelId=model, **asked)

    return send
