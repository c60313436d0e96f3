"""The switches: every way the sandbox can be told to behave differently.

The table is the one place where a switch is declared; help and README list it. What
changes the account instead of single replies is in ``options``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

Reads = Callable[[str], bool]


class UnknownSwitch(ValueError):
    """A switch that is not in the table, or an argument that cannot be read."""


def nothing(argument: str) -> bool:
    """No argument at all."""
    return not argument


def number(argument: str) -> bool:
    """A number from 0 up to a thousand million."""
    try:
        return 0 <= float(argument) < 1e9
    except ValueError:
        return False


def one_of(*choices: str) -> Reads:
    """One of some words."""
    return frozenset(choices).__contains__


@dataclass(frozen=True, slots=True)
class Switch:
    """One switch, as help and README list it."""

    name: str
    argument: str
    """What the argument means, empty when there is none."""
    default: float | None
    """The number meant when the argument is left out; None means for ever."""
    summary: str
    kind: Literal["fault", "setting", "account"] = "fault"
    """A setting is no fault and written ``NAME:ARG``; an account option is not for
    prompts and its name begins with ``account:``."""
    reads: Reads = number
    """Whether a text can be the argument."""
    needs_argument: bool = False

    @property
    def usage(self) -> str:
        """How it is written."""
        if self.kind == "setting":
            return f"{self.name}:{self.argument}"
        head = self.name if self.kind == "account" else f"fault:{self.name}"
        if not self.argument:
            return head
        shown = f"={self.argument}"
        return head + (shown if self.needs_argument else f"[{shown}]")

    def takes(self, argument: str) -> bool:
        """Whether it can be written with this argument, empty for none."""
        return self.reads(argument) if argument else not self.needs_argument


def _fault(
    name: str, summary: str, argument: str = "", default: float | None = None
) -> Switch:
    reads = number if argument else nothing
    return Switch(name, argument, default, summary, reads=reads)


def _setting(name: str, argument: str, summary: str, reads: Reads = number) -> Switch:
    return Switch(name, argument, None, summary, "setting", reads)


TABLE: tuple[Switch, ...] = (
    _fault("throttle", "too many requests, n times (for ever without n), then ok", "n"),
    _fault("throttle-tokens", "too many tokens, n times, then ok", "n"),
    _fault("throttle-day", "too many tokens per day, for ever"),
    _fault("retry-after", "throttles carry x-amz-retry-after", "ms", 1000),
    _fault("access-denied", "no identity-based policy allows the action"),
    _fault("access-denied-scp", "explicit deny in a service control policy"),
    _fault("access-denied-boundary", "no permissions boundary allows the action"),
    _fault("model-access", "access to the model was never granted"),
    _fault("marketplace", "the AWS Marketplace actions are missing"),
    _fault("marketplace-pending", "the subscription is still being processed"),
    _fault("billing", "the account has no valid payment instrument"),
    _fault("use-case", "the Anthropic use case form was not submitted"),
    _fault("geo", "the model is not sold in this country"),
    _fault("entitlement", "the model is not available for this account"),
    _fault("expired-token", "the security token is expired"),
    _fault("unrecognized-client", "bad keys, or a region that is not enabled"),
    _fault("clock", "the signature expired: the clock is wrong"),
    _fault("bearer-expired", "the Bedrock API key has expired"),
    _fault("quota", "a service quota is exceeded"),
    _fault("model-timeout", "the model timed out (408)"),
    _fault("not-ready", "a cold model, n times, then ok", "n"),
    _fault("model-error", "the model failed (424)"),
    _fault("internal", "internal server error (500), n times, then ok", "n"),
    _fault("unavailable", "service unavailable (503), n times, then ok", "n"),
    _fault("too-long", "the input is longer than the context window"),
    _fault("on-demand", "the id must be called through an inference profile"),
    _fault("retired", "the model version reached its end of life"),
    _fault("legacy", "a legacy model not used in the last 30 days"),
    _fault("invalid-id", "the model identifier is invalid"),
    _fault("no-stream", "the model cannot stream: converse-stream is refused"),
    _fault("html", "a proxy answers 403 with an HTML page and no AWS header"),
    _fault("no-headers", "the request is accepted and never answered"),
    _fault("slow", "the first token comes late", "seconds", 5),
    _fault("stall", "silent for ever after n deltas", "n", 3),
    _fault("reset", "TCP reset after n deltas", "n", 3),
    _fault("cut", "the body ends cleanly after n deltas, mid-message", "n", 3),
    _fault("drop", "the connection closes inside a chunk after n deltas", "n", 3),
    _fault("bad-checksum", "a frame with a wrong checksum after n deltas", "n", 3),
    _fault("stream-error", "modelStreamErrorException after n deltas", "n", 3),
    _fault("stream-throttle", "throttlingException after n deltas", "n", 3),
    _fault("stream-internal", "internalServerException after n deltas", "n", 3),
    _fault("stream-timeout", "modelTimeoutException after n deltas", "n", 3),
    _fault("transport-error", "an unmodeled error message after n deltas", "n", 3),
    _fault("no-metadata", "the stream ends after messageStop, without usage"),
    _fault("no-stop-reason", "the stream ends after the text, without messageStop"),
    _fault("empty-first", "an empty text block comes first"),
    _fault("reasoning", "reasoning before the text", "tokens", 60),
    _fault("redacted", "redacted reasoning before the text"),
    _fault("signature", "signed reasoning before the text"),
    _fault("only-reasoning", "reasoning and no text at all"),
    _fault("tool-use", "the model asks for a tool"),
    _fault("server-tool", "the model uses a tool of the service"),
    _fault("image", "an image block after the text"),
    _fault("citation", "the text carries citations"),
    _fault("unknown-event", "an event type that no client knows"),
    _fault("unknown-delta", "a delta member that no client knows"),
    _fault("max-tokens", "the reply stops half-way: max_tokens"),
    _fault("content-filtered", "the reply stops half-way: content_filtered"),
    _fault("guardrail", "a guardrail replaces the reply"),
    _fault("tiny", "2,900 tiny deltas, 1,000 a second"),
    _fault("huge", "one delta of 20 kB"),
    _fault("hostile", "text that attacks terminals, markup and layout"),
    _fault("empty", "the reply ends at once with no text"),
    _setting("pace", "N", "tokens per second"),
    _setting("tokens", "N", "reply length in tokens"),
    _setting("ttft", "SECONDS", "time to the first token"),
    _setting(
        "text", "list|code", "one long list or code block", one_of("list", "code")
    ),
)

BY_NAME = {switch.name: switch for switch in TABLE}
