"""Small helpers that several folders of tests share."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from bedrock_tui import paths
from bedrock_tui.aws.cancel import Cancellation
from bedrock_tui.aws.clients import Clients, Endpoint
from bedrock_tui.aws.converse import RetryPolicy, Runtime
from bedrock_tui.core.comparison import Comparison, Lane, Turn
from bedrock_tui.core.reply import Ended, Event, Reply
from bedrock_tui.core.request import Message, Parameters, Request
from bedrock_tui.core.target import Target
from bedrock_tui.sandbox.server import Sandbox

MICRO = "amazon.nova-micro-v1:0"
LITE = "amazon.nova-lite-v1:0"
PRO = "amazon.nova-pro-v1:0"
GEMMA = "google.gemma-3-12b-it"
"""On demand in every region that the tests name."""

FAST = "ttft:0 pace:5000 tokens:30"
"""Words that make the sandbox answer in a few milliseconds."""

IMPATIENT = RetryPolicy(retries=2, initial=0.02, jitter=0.0, most=0.05)
"""Retries that take no time worth mentioning."""


def write_settings(text: str | bytes) -> Path:
    """Write the `settings.toml` of this test's home."""
    path = paths.settings_file()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def write_prices(text: str) -> Path:
    """Write the `prices.toml` of this test's home."""
    path = paths.prices_file()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def until(condition: Callable[[], object], seconds: float = 10.0) -> None:
    """Poll a condition until it holds; fail after so many seconds."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.002)


def alive(pid: int) -> bool:
    """Tell whether a process runs; one that ended and waits to be noticed does not."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


async def eventually(condition: Callable[[], object], seconds: float = 10.0) -> None:
    """The same while the event loop goes on."""
    async with asyncio.timeout(seconds):
        while not condition():  # noqa: ASYNC110  threads change it, no event tells
            await asyncio.sleep(0.005)


def target(model: str = MICRO, region: str = "us-east-1") -> Target:
    return Target(model, region)


def request(prompt: str, **parameters: object) -> Request:
    return Request((Message("user", prompt),), "", Parameters(**parameters))  # type: ignore[arg-type]  # as the test names them


def comparison(prompt: str, *models: str, region: str = "us-east-1") -> Comparison:
    lanes = tuple(Lane(Target(model, region)) for model in models or (MICRO,))
    return Comparison(lanes, Turn(prompt))


def clients_of(sandbox: Sandbox) -> Clients:
    return Clients(Endpoint(sandbox.url, simulated=True))


def runtime_of(sandbox: Sandbox, policy: RetryPolicy = IMPATIENT) -> Runtime:
    return Runtime(clients_of(sandbox), policy)


def threads(name: str) -> list[threading.Thread]:
    """The threads that run and have these words in their name."""
    return [thread for thread in threading.enumerate() if name in thread.name]


def connections() -> int:
    """How many connections the sandboxes of this process hold open."""
    return len(threads("process_request_thread"))


def summed(events: Iterable[Event]) -> Reply:
    reply = Reply()
    for event in events:
        reply.apply(event)
    return reply


@dataclass
class Invocation:
    """One call of a runtime in a thread of its own, and all that it told."""

    runtime: Runtime
    request: Request
    target: Target = field(default_factory=target)
    meanwhile: Callable[[Event], object] = lambda event: None
    """Called with each event in the call's thread, which waits for it."""
    events: list[Event] = field(default_factory=list)
    ended: Ended | BaseException | None = None
    cancellation: Cancellation = field(default_factory=Cancellation)

    def start(self) -> Invocation:
        self.thread = threading.Thread(target=self._run, daemon=True)
        self.thread.start()
        return self

    def finish(self, seconds: float = 10.0) -> Invocation:
        self.thread.join(seconds)
        assert not self.thread.is_alive(), "the call did not end"
        return self

    def heard(self, kind: type[Event]) -> list[Event]:
        return [event for event in self.events if isinstance(event, kind)]

    @property
    def reply(self) -> Reply:
        ended = [self.ended] if isinstance(self.ended, Ended) else []
        return summed([*self.events, *ended])

    def _run(self) -> None:
        try:
            self.ended = self.runtime.invoke(
                self.target, self.request, self._hear, self.cancellation
            )
        except BaseException as error:  # noqa: BLE001  tests look at every kind
            self.ended = error

    def _hear(self, event: Event) -> None:
        self.events.append(event)
        self.meanwhile(event)
