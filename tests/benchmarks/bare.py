"""The plainest way to ask eight models at once: boto3 and eight threads."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field
from typing import Any

import boto3
from botocore.config import Config

from bedrock_tui.aws.clients import CONNECT_TIMEOUT, POOL, READ_TIMEOUT
from tests.benchmarks import lanes


@dataclass
class Times:
    """Seconds since the start, by target."""

    first: dict[str, float] = field(default_factory=dict)
    """First piece of text, where it is used."""
    end: dict[str, float] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    cpu: float = 0.0


def make_client(url: str) -> Any:
    """Return a client with the same timeouts as ours and no retries."""
    return boto3.Session().client(
        "bedrock-runtime",
        region_name=lanes.REGION,
        endpoint_url=url,
        config=Config(
            connect_timeout=CONNECT_TIMEOUT,
            read_timeout=READ_TIMEOUT,
            tcp_keepalive=True,
            max_pool_connections=POOL,
            retries={"total_max_attempts": 1, "mode": "standard"},
        ),
    )


def run(client: Any, prompt: str, max_tokens: int) -> Times:
    """Ask all lanes at once and return when what came."""
    times = Times()
    cpu = time.process_time()
    start = time.perf_counter()
    threads = [
        threading.Thread(
            target=_converse, args=(client, target, prompt, max_tokens, start, times)
        )
        for target in lanes.TARGETS
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    times.cpu = time.process_time() - cpu
    return times


def _converse(
    client: Any, target: str, prompt: str, max_tokens: int, start: float, times: Times
) -> None:
    response = client.converse_stream(
        modelId=target,
        messages=[{"role": "user", "content": [{"text": prompt}]}],
        inferenceConfig={"maxTokens": max_tokens},
    )
    pieces: list[str] = []
    for event in response["stream"]:
        if "contentBlockDelta" in event:
            if not pieces:
                times.first[target] = time.perf_counter() - start
            pieces.append(event["contentBlockDelta"]["delta"]["text"])
    times.end[target] = time.perf_counter() - start
    times.texts[target] = "".join(pieces)
