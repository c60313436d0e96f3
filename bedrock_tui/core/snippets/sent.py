"""A request as it goes to Bedrock, and how its texts are written in code."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlsplit, urlunsplit

from bedrock_tui.core.plain import clean
from bedrock_tui.core.target import Target

_SUFFIXES = {
    "cn-": "amazonaws.com.cn",
    "eusc-": "amazonaws.eu",
    "us-iso-": "c2s.ic.gov",
    "us-isob-": "sc2s.sgov.gov",
    "eu-isoe-": "cloud.adc-e.uk",
    "us-isof-": "csp.hci.ic.gov",
}
"""Domains by the first part of a region's name (botocore, data/partitions.json)."""


@dataclass(frozen=True, slots=True)
class Sent:
    """What was sent to a target, and through which endpoint."""

    target: Target
    arguments: Mapping[str, Any]
    """The arguments of Converse and ConverseStream, `modelId` among them."""
    endpoint_url: str = ""
    """Where requests go in place of AWS; empty where they go to AWS."""

    @property
    def body(self) -> dict[str, Any]:
        """The JSON body of the HTTP request: all but the id, which is in its path."""
        return {name: v for name, v in self.arguments.items() if name != "modelId"}

    @property
    def endpoint(self) -> str:
        """The endpoint that is in force in place of AWS, without a name and password
        that may be in it; may be empty."""
        parts = urlsplit(clean(self.endpoint_url))
        host = parts.netloc.rpartition("@")[2]
        return urlunsplit((parts.scheme, host, parts.path.rstrip("/"), "", ""))

    @property
    def address(self) -> str:
        """The endpoint, be it AWS's own, to which a path is added."""
        if self.endpoint:
            return self.endpoint
        region = self.target.region
        found = (s for start, s in _SUFFIXES.items() if region.startswith(start))
        return f"https://bedrock-runtime.{region}.{next(found, 'amazonaws.com')}"

    @property
    def path(self) -> str:
        """The path of Converse; the id is one segment of it, colons and slashes
        percent-encoded (Amazon Bedrock API Reference, Converse)."""
        segment = quote(self.target.id, safe="", errors="replace")
        return f"/model/{segment}/converse"


def as_json(value: object) -> str:
    """Return a value as indented JSON of printable characters and newlines."""
    return _printable(json.dumps(value, ensure_ascii=False, indent=2), _in_json)


def as_literal(text: str) -> str:
    """Return a text as a literal of Python and YAML, of printable characters.

    All escapes of JSON mean the same in these two, but for pairs of surrogates.
    """
    return _printable(json.dumps(text, ensure_ascii=False), _in_literal)


def _printable(dumped: str, escape: Callable[[str], str]) -> str:
    # Newlines are the indentation's: JSON has escaped those of texts.
    if dumped.replace("\n", "").isprintable():
        return dumped
    return "".join(c if c.isprintable() or c == "\n" else escape(c) for c in dumped)


def _in_json(character: str) -> str:
    return json.dumps(character)[1:-1] if ord(character) > 0x7F else "\\u007f"


def _in_literal(character: str) -> str:
    code = ord(character)
    return f"\\U{code:08x}" if code > 0xFFFF else f"\\u{code:04x}"
