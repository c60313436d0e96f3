from __future__ import annotations

import http.client
import json
import socket
import subprocess
import sys
import threading
import time
from urllib.parse import urlsplit

import pytest

from bedrock_tui.sandbox.faults import UnknownSwitch
from bedrock_tui.sandbox.server import Sandbox

IMPORTS = """
import sys
import bedrock_tui.sandbox.__main__, bedrock_tui.sandbox.child
from bedrock_tui.sandbox import catalogue
catalogue.models()
ours = [name for name in sys.modules if name.startswith("bedrock_tui.")]
wrong = [name for name in ours if not name.startswith("bedrock_tui.sandbox")]
foreign = {"boto3", "botocore", "urllib3", "textual", "rich"} & set(sys.modules)
print(wrong, sorted(foreign))
"""


@pytest.fixture
def http_client(sandbox):
    client = http.client.HTTPConnection(urlsplit(sandbox.url).netloc, timeout=2)
    yield client
    client.close()


def ask(client, method, path, data=None, headers=None):
    client.request(method, path, data, headers or {})
    response = client.getresponse()
    return response, response.read()


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/"),
        ("GET", "/marketplace-model/endpoints"),
        ("GET", "/foundation-models/"),
        ("POST", "/model/amazon.nova-micro-v1%3A0/invoke"),
        ("PUT", "/foundation-models"),
    ],
)
def test_an_unknown_path_is_an_unknown_operation(http_client, method, path):
    response, data = ask(http_client, method, path)
    assert response.status == 404
    assert response.headers["x-amzn-ErrorType"] == (
        "UnknownOperationException:http://internal.amazon.com/coral/com.amazon.bedrock/"
    )
    assert response.headers["x-amzn-RequestId"]
    assert json.loads(data)["message"]


def test_a_connection_is_kept_for_the_next_request(http_client):
    ask(http_client, "GET", "/foundation-models")
    kept = http_client.sock
    ask(http_client, "GET", "/foundation-models")
    assert http_client.sock is kept


def test_a_stream_is_chunked_and_leaves_the_connection_usable(http_client):
    prompt = {"role": "user", "content": [{"text": "ttft:0 pace:9000 tokens:3"}]}
    data = json.dumps({"messages": [prompt], "unknownMember": 1})
    path = "/model/amazon.nova-micro-v1%3A0/converse-stream"
    response, body = ask(http_client, "POST", path, data)
    assert response.headers["Transfer-Encoding"] == "chunked"
    assert response.headers["Content-Type"] == "application/vnd.amazon.eventstream"
    assert body.count(b'"p":"abc') == 7
    assert ask(http_client, "GET", "/inference-profiles")[0].status == 200


def test_requests_without_a_signature_are_taken_as_us_east_1(http_client, sandbox):
    ask(http_client, "GET", "/foundation-models", None, {"Authorization": "Bearer x"})
    assert sandbox.requests[-1].region == "us-east-1"


def test_a_body_that_is_no_json_is_refused(http_client):
    path = "/model/amazon.nova-micro-v1%3A0/converse"
    response, _ = ask(http_client, "POST", path, b"[{")
    assert response.status == 400


def test_stopping_ends_stalled_and_idle_connections_at_once():
    before = set(threading.enumerate())
    with Sandbox(["stall=0"]) as sandbox:
        address = urlsplit(sandbox.url)
        clients = [http.client.HTTPConnection(address.netloc) for _ in range(8)]
        prompt = {"role": "user", "content": [{"text": "ttft:0"}]}
        for client in clients:
            client.request(
                "POST",
                "/model/amazon.nova-micro-v1%3A0/converse-stream",
                json.dumps({"messages": [prompt]}),
            )
            client.getresponse()
        idle = socket.create_connection((address.hostname, address.port))
        started = time.monotonic()
    took = time.monotonic() - started
    left = set(threading.enumerate()) - before
    for client in (idle, *clients):
        client.close()
    assert not left
    assert took < 0.5


def test_a_long_running_server_keeps_no_requests(connect):
    with Sandbox(keep=False) as sandbox:
        connect("sts", url=sandbox.url).get_caller_identity()
        assert sandbox.requests == []


def test_a_wrong_option_is_refused_at_once():
    with pytest.raises(UnknownSwitch):
        Sandbox(["nova:nonsense"])


def test_eight_streams_keep_their_pace(connect):
    speeds = []

    def measure(client, number):
        text = f"{number} tokens:150 pace:100 ttft:0.1"
        asked = {"role": "user", "content": [{"text": text}]}
        answer = client.converse_stream(
            modelId="amazon.nova-micro-v1:0", messages=[asked]
        )
        times = [time.monotonic() for e in answer["stream"] if "contentBlockDelta" in e]
        speeds.append(149 / (times[-1] - times[0]))

    client = connect("bedrock-runtime")
    threads = [threading.Thread(target=measure, args=(client, n)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(speeds) == 8
    assert all(80 < speed < 125 for speed in speeds)


def test_the_sandbox_imports_nothing_of_the_rest():
    run = subprocess.run(
        [sys.executable, "-c", IMPORTS], capture_output=True, text=True, check=True
    )
    assert run.stdout.strip() == "[] []"
