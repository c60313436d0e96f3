"""The one family of errors that people see."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bedrock_tui.core.failure import Failure


class BedrockTuiError(Exception):
    """Something a person can act on: a title, what happened, and a hint."""

    def __init__(self, title: str, message: str = "", hint: str = "") -> None:
        super().__init__(title)
        self.title = title
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        parts = (self.title, self.message, self.hint)
        return " ".join(_sentence(part) for part in parts if part)


def _sentence(text: str) -> str:
    return text if text.endswith((".", "!", "?", ":", "…")) else f"{text}."


class UsageError(BedrockTuiError):
    """What was asked for cannot be done as it was asked."""


class StoreError(BedrockTuiError):
    """The history could not be read or written."""


class FileError(BedrockTuiError):
    """A file that the person named could not be written."""


class CallFailed(BedrockTuiError):
    """A call to AWS failed; the failure says why and what to do."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure.title, failure.said, failure.remedy)
        self.failure = failure
