"""A call as code to leave with: one function a kind, from the same request.

No snippet holds a secret: keys and tokens are named by environment variable or by aws
profile. Prompts, system prompts and ids are data in each of them, whatever they say.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bedrock_tui.core.snippets.promptfoo import promptfoo
from bedrock_tui.core.snippets.python import boto3_script
from bedrock_tui.core.snippets.sent import Sent, as_json
from bedrock_tui.core.snippets.shell import aws_cli, curl, curl_with_key

__all__ = ["KINDS", "Kind", "Sent", "kind_of"]


@dataclass(frozen=True, slots=True)
class Kind:
    """A language in which a call can be written down."""

    name: str
    """What the command line calls it, and a part of file names."""
    title: str
    """What people read in a list."""
    extension: str
    language: str
    """What syntax highlighting calls it."""
    render: Callable[[Sent], str]
    """Returns the whole text, printable characters and newlines alone, of which the
    last is one."""


def _request(sent: Sent) -> str:
    return as_json(sent.arguments) + "\n"


KINDS = (
    Kind("boto3", "boto3 script", "py", "python", boto3_script),
    Kind("aws-cli", "AWS CLI", "sh", "sh", aws_cli),
    Kind("curl", "curl, signed", "sh", "sh", curl),
    Kind("curl-key", "curl, API key", "sh", "sh", curl_with_key),
    Kind("promptfoo", "promptfoo", "yaml", "yaml", promptfoo),
    Kind("json", "JSON request", "json", "json", _request),
)
"""Every kind, in the order of lists."""


def kind_of(name: str) -> Kind:
    """Return the kind of this name. Raises KeyError."""
    return {kind.name: kind for kind in KINDS}[name]
