"""Lanes that answer from a script on a clock that stands still, for pictures."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from decimal import Decimal

from textual.pilot import Pilot

from bedrock_tui.aws.cancel import Cancellation
from bedrock_tui.core.call import Call
from bedrock_tui.core.catalogue import CallableId
from bedrock_tui.core.checks import CHECKS, Check, CheckStatus
from bedrock_tui.core.failure import Failure
from bedrock_tui.core.identity import Expiry, ExpiryKind, Identity, Source
from bedrock_tui.core.metrics import TokenUsage
from bedrock_tui.core.permissions import Denial, Evidence, Permission, Verdict
from bedrock_tui.core.prices import Confidence, Cost, Price, Rates, Unpriced, cost
from bedrock_tui.core.reply import (
    Attempted,
    Ended,
    Event,
    Noted,
    ReasoningDelta,
    Responded,
    Status,
    Stopped,
    TextDelta,
    ToolUseDelta,
    Usage,
    Waiting,
)
from bedrock_tui.core.request import Request
from bedrock_tui.core.target import Target
from bedrock_tui.services.catalogue import Catalogue
from bedrock_tui.services.compare import Compare, Means
from bedrock_tui.services.journal import NoJournal
from bedrock_tui.services.workbench import Workbench
from bedrock_tui.settings import Settings
from bedrock_tui.ui.app import BedrockTui
from bedrock_tui.ui.screens.compare import CompareScreen
from bedrock_tui.ui.widgets.lane import LaneView
from tests.ui.offered import OfferedModels

NOW = 100.0
"""The moment of every picture, in seconds of the monotonic clock."""

SENT = 96.0

ANSWER = """\
## Two queues, one rule

A queue between services lets **each of them fail** on its own; `SQS` keeps what
cannot be handled *now*.

1. Say how long a message may wait.
2. Say what happens to one that always fails.

| queue | order | at most |
|---|---|---:|
| standard | best effort | 120,000 |
| FIFO | by group | 20,000 |

```python
def handle(message: Message) -> None:
    store.put(message.id, message.body)  # idempotent
```

> Back-pressure is a feature: it says *slow down* before anything breaks.

See the [builders' library](https://aws.amazon.com/builders-library/).
"""

THROTTLED = Failure(
    category="throttle",
    code="ThrottlingException",
    title="Too many requests",
    message="Too many requests, please wait before trying again.",
    remedy="Wait a little and send it again.",
    retryable=True,
)
DENIED = Failure(
    category="permission",
    code="AccessDeniedException",
    title="No policy allows this",
    message="User: arn:aws:sts::111122223333:assumed-role/Developer/me is not"
    " authorized to perform: bedrock:InvokeModelWithResponseStream",
    remedy="Add bedrock:InvokeModelWithResponseStream on foundation-model/"
    "amazon.nova-pro-v1:0 to your policy.",
)
CUT = Failure(
    category="truncated",
    code="StreamEndedEarly",
    title="The reply was cut off",
    message="The stream ended without its messageStop event.",
    remedy="What came is kept. Send it again; it may have been billed.",
)


@dataclass(frozen=True)
class Script:
    """The events of one lane; one that does not end waits to be cancelled."""

    events: tuple[Event, ...]
    end: Ended | None = None


def sent(*events: Event) -> tuple[Event, ...]:
    return (Attempted(SENT, 1), Responded(SENT + 0.2, "req-1"), *events)


def text(content: str, first: float = 0.42, last: float = 3.4) -> tuple[Event, ...]:
    half = len(content) // 2
    return (
        TextDelta(SENT + first, content[:half]),
        TextDelta(SENT + last, content[half:]),
    )


def usage(output: int, at: float = SENT + 3.5) -> tuple[Event, ...]:
    return (
        Stopped(at, "end_turn"),
        Usage(at, TokenUsage(24, output, 24 + output), 3300),
    )


def ended(status: Status, failure: Failure | None = None) -> Ended:
    return Ended(NOW, status, failure)


WAITING = Script((Attempted(SENT, 1),))
STREAMING = Script(sent(*text(ANSWER[:420], last=3.8)))
RETRYING = Script(
    (Attempted(SENT, 1), Attempted(SENT + 2, 2), Waiting(99.0, 5.1, THROTTLED, 2, 3))
)
DONE = Script(sent(*text(ANSWER), *usage(212)), ended(Status.OK))
FAILED = Script(sent(), ended(Status.FAILED, DENIED))
STOPPED = Script(sent(*text(ANSWER[:260])), ended(Status.CANCELLED))
TRUNCATED = Script(sent(*text(ANSWER[:200])), ended(Status.TRUNCATED, CUT))
REASONED = Script(
    sent(
        ReasoningDelta(
            SENT + 0.3, "The person wants queues explained. Start with why."
        ),
        *text("I looked that up.\n", first=1.0, last=1.2),
        ToolUseDelta(SENT + 1.4, "get_quota", ""),
        ToolUseDelta(SENT + 1.5, "", '{"service": "sqs", "name": "in flight"}'),
        Noted(SENT + 1.6, "image (png) not shown"),
        Stopped(SENT + 2, "tool_use"),
        Usage(SENT + 2, TokenUsage(24, 61, 85), 1900),
    ),
    ended(Status.OK),
)


class ScriptedRuntime:
    """Plays each target's script; targets are told apart by their ids."""

    def __init__(self, scripts: dict[str, Script]) -> None:
        self._scripts = scripts
        self._left = len(scripts)
        self._lock = threading.Lock()
        self.played = threading.Event()

    def invoke(
        self,
        target: Target,
        request: Request,
        emit: Callable[[Event], None],
        cancellation: Cancellation,
    ) -> Ended:
        del request
        script = self._scripts[target.id]
        for event in script.events:
            emit(event)
        with self._lock:
            self._left -= 1
            if not self._left:
                self.played.set()
        if script.end is None:
            cancellation.wait(60)
        return script.end or Ended(NOW, Status.CANCELLED)


class Listed:
    """A short catalogue that answers at once."""

    def callable_ids(self, *, region: str, aws_profile: str) -> list[CallableId]:
        del region, aws_profile
        rows = (
            ("amazon.nova-lite-v1:0", "Nova Lite", "Amazon"),
            ("amazon.nova-pro-v1:0", "Nova Pro", "Amazon"),
            ("global.anthropic.claude-sonnet-5-5", "Global Claude Sonnet 5.5", ""),
            ("openai.gpt-oss-120b-1:0", "gpt-oss-120b", "OpenAI"),
            ("us.anthropic.claude-sonnet-5-5", "US Claude Sonnet 5.5", "Anthropic"),
        )
        return [CallableId(*row) for row in rows]


class FixedCosts:
    """Knows the price of every model but one, whatever the day."""

    RATES = Rates(input=Decimal("0.8"), output=Decimal("3.2"))

    def price(self, target: Target) -> Price | Unpriced:
        if target.id.startswith("openai."):
            return Unpriced("no price is known")
        return Price(self.RATES, Confidence.ESTIMATE, "a price list")

    def cost(self, call: Call) -> Cost:
        return cost(self.price(call.target), call.usage)


class ScriptedBench(Workbench):
    """Services without a network, a disk or a moving clock."""

    def __init__(self, scripts: dict[str, Script]) -> None:
        settings = Settings(region="us-east-1", aws_profile="dev", confirm_lanes=8)
        super().__init__(settings)
        self.runtime = ScriptedRuntime(scripts)
        self.known = ScriptedAccess(HEALTHY)
        self.offered = OfferedModels()

    def open(self) -> None:
        self.access = self.known  # type: ignore[assignment]  # as much as is asked
        self.models = self.offered  # type: ignore[assignment]  # the same
        self.costs = FixedCosts()  # type: ignore[assignment]  # the same
        self.compare = Compare(Means(self.runtime, NoJournal(), self.costs))
        self.catalogue = Catalogue(Listed())
        self.ready = True


class Stage:
    """A program whose lanes play scripts."""

    def __init__(self, **scripts: Script) -> None:
        self.targets = len(scripts)
        by_id = {_ID[name]: script for name, script in scripts.items()}
        self._bench = ScriptedBench(by_id)
        self.app = BedrockTui(
            self._bench,
            tuple(by_id),
            lambda lane: LaneView(lane, clock=lambda: NOW),
        )
        self._count = len(scripts)

    @property
    def compare(self) -> CompareScreen:
        screen = self.app.get_default_screen()
        assert isinstance(screen, CompareScreen)
        return screen

    async def opened(self, pilot: Pilot[None]) -> None:
        """Wait for the lanes to be there."""
        self.compare.prompt.cursor_blink = False
        for _ in range(3000):
            if (
                self.compare.opened
                and len(self.compare.comparing.deck.lanes) == self._count
            ):
                break
            await asyncio.sleep(0.01)
        await pilot.pause()

    def knows(self, identity: Identity, *found: Check | Permission) -> Stage:
        """Let the Access screen find this."""
        self._bench.known = ScriptedAccess(identity, found)
        return self

    def offers(self, models: OfferedModels) -> Stage:
        """Let the Models screen show this."""
        self._bench.offered = models
        return self

    async def asked(self, pilot: Pilot[None]) -> None:
        """Ask, and wait until every script has been played and painted."""
        await self.opened(pilot)
        self.compare.prompt.insert("Explain queues between services")
        await pilot.press("enter")
        for _ in range(500):
            if self._bench.runtime.played.is_set() and self._painted():
                break
            await asyncio.sleep(0.01)
        await asyncio.sleep(0.3)
        for view in self.compare.comparing.deck.lanes:
            view.view.flush()
            view.refresh_state()
        await pilot.pause()

    def _painted(self) -> bool:
        return all(
            view.running is (script.end is None)
            for view, script in zip(
                self.compare.comparing.deck.lanes, self._scripts(), strict=False
            )
        )

    def _scripts(self) -> Sequence[Script]:
        return list(self._bench.runtime._scripts.values())


_ID = {
    "sonnet": "us.anthropic.claude-sonnet-5-5",
    "nova": "amazon.nova-pro-v1:0",
    "oss": "openai.gpt-oss-120b-1:0",
    "deepseek": "us.deepseek.r1-v1:0",
    "llama": "us.meta.llama4-scout-17b-instruct-v1:0",
    "mistral": "mistral.mistral-large-3-675b-instruct",
    "haiku": "global.anthropic.claude-haiku-4-5-20251001-v1:0",
    "kimi": "moonshotai.kimi-k2.5",
}


HEALTHY = Identity(
    aws_profile="dev",
    region="us-east-1",
    region_source="AWS_REGION",
    source=Source("sso", "SSO role credentials", "SSO session work"),
    key_id="…4DEV",
    account="111122223333",
    arn="arn:aws:sts::111122223333:assumed-role/AWSReservedSSO_Developer_0a/me",
    name="AWSReservedSSO_Developer_0a",
    expiries=(
        Expiry(ExpiryKind.KEYS, None),
        Expiry(ExpiryKind.LOGIN, None),
    ),
)
EXPIRED = replace(
    HEALTHY,
    account="",
    arn="",
    name="",
    key_id="",
    expiries=(Expiry(ExpiryKind.LOGIN, datetime(2020, 1, 1, tzinfo=UTC)),),
    failure=Failure(
        category="login-expired",
        code="TokenRetrievalError",
        title="The SSO sign-in has expired",
        message="Error when retrieving token from sso: Token has expired and refresh"
        " failed",
        remedy="Sign in again: aws sso login --profile dev.",
    ),
)
NOBODY = Identity(
    aws_profile="",
    region="",
    failure=Failure(
        category="credentials",
        code="NoCredentialsError",
        title="No AWS credentials found",
        message="Unable to locate credentials",
        remedy="Sign in with aws sso login, or choose another AWS profile with P.",
    ),
)
ALL_WELL = tuple(
    Check(key, title, CheckStatus.PASS, "All is well.", "", "looked at")
    for key, title in CHECKS
)
UNKNOWN = tuple(
    Check(key, title, CheckStatus.UNKNOWN, "Nobody is signed in.", "Sign in: L.")
    for key, title in CHECKS
)
DENIED_BY_SCP = Permission(
    "stream replies",
    "bedrock:InvokeModelWithResponseStream",
    "arn:aws:bedrock:eu-north-1::foundation-model/amazon.nova-pro-v1:0",
    Verdict.NO,
    Evidence.SIMULATED,
    Denial.SCP,
    "A service control policy of the organisation denies it.",
    "Ask the administrator of the AWS organisation.",
)
ALLOWED = replace(
    DENIED_BY_SCP,
    verdict=Verdict.YES,
    denial=None,
    reason="",
    remedy="",
    capability="send prompts",
    action="bedrock:InvokeModel",
)


class ScriptedAccess:
    """Knows one identity and what was found out about it."""

    def __init__(
        self, identity: Identity, found: Sequence[Check | Permission] = ALL_WELL
    ) -> None:
        self._identity, self._found = identity, found

    async def identity(self, *_: str) -> Identity:
        return self._identity

    resolve = identity

    async def ask_sts(self, identity: Identity) -> Identity:
        return identity

    async def fingerprint(self, aws_profile: str) -> tuple[object, ...]:
        return (aws_profile,)

    def keys_end(self, aws_profile: str) -> None:
        """These keys do not run out."""

    async def local(self) -> list[Check]:
        return []

    async def examine(
        self, identity: Identity, targets: Sequence[Target], *, probe: bool = False
    ) -> AsyncIterator[Check | Permission]:
        del identity, targets, probe
        for each in self._found:
            yield each

    def forget(self, aws_profile: str) -> None:
        """Nothing is kept."""
