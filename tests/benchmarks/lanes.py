"""The eight lanes of every benchmark, what they are asked, and what they must say."""

from __future__ import annotations

from bedrock_tui.sandbox import naming, replies

REGION = "us-east-1"

TARGETS = (
    "amazon.nova-pro-v1:0",
    "amazon.nova-lite-v1:0",
    "amazon.nova-micro-v1:0",
    "deepseek.v3.2",
    "google.gemma-3-27b-it",
    "mistral.mistral-large-3-675b-instruct",
    "qwen.qwen3-32b-v1:0",
    "zai.glm-4.7",
)
"""Models that answer a bare id and do not reason first: every delta is one token."""

QUESTION = "What should we measure first?"
KINDS = ("text", "list", "code")
"""Markdown of all kinds, one long list, one long block of code."""


def prompt(*, pace: int, tokens: int, ttft: float, kind: str = "text") -> str:
    """Return a prompt whose words tell the sandbox how to answer.

    `pace` is in tokens per second, `ttft` in seconds.
    """
    words = f"pace:{pace} tokens:{tokens} ttft:{ttft}"
    if kind != "text":
        words += f" text:{kind}"
    return f"{QUESTION} {words}"


def stalled(deltas: int) -> str:
    """Return a prompt after which every stream falls silent after some tokens."""
    return f"{QUESTION} pace:100 ttft:0.05 fault:stall={deltas}"


def reply(target: str, *, tokens: int | None, kind: str = "text") -> list[str]:
    """Return the pieces that the sandbox sends for the question."""
    writers = {"list": replies.long_list, "code": replies.long_code}
    write = writers.get(kind, replies.write)
    return write(target, naming.name(target), QUESTION, tokens)
