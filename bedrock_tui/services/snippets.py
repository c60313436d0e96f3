"""Calls as code to leave with: what was sent, written down, and saved to a file."""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import suppress
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from bedrock_tui.aws import wire
from bedrock_tui.core.comparison import Lane, Said
from bedrock_tui.core.request import Request
from bedrock_tui.core.snippets import Kind, Sent
from bedrock_tui.errors import BedrockTuiError

if TYPE_CHECKING:
    from bedrock_tui.core.call import Call
    from bedrock_tui.core.target import Target
    from bedrock_tui.services.workbench import Workbench

_VARIABLES = ("AWS_ENDPOINT_URL_BEDROCK_RUNTIME", "AWS_ENDPOINT_URL")


def sent_to(target: Target, request: Request, endpoint_url: str = "") -> Sent:
    """Return a request as it goes over the wire."""
    return Sent(target, wire.build(target.id, request), endpoint_url)


def sent_by(call: Call, past: tuple[Said, ...] = (), endpoint_url: str = "") -> Sent:
    """Return what a call sent; `past` is what was said in its lane before."""
    messages = Lane(call.target, past=past).messages(call.prompt)
    request = Request(messages, call.system, call.parameters)
    return sent_to(call.target, request, endpoint_url)


def endpoint_in_force(
    bench: Workbench, environment: Mapping[str, str] = os.environ
) -> str:
    """Return where prompts go in place of AWS, or an empty text; blocks in a demo.

    The order is botocore's; the endpoint of an aws profile is left to botocore.
    """
    chosen = bench.clients().endpoint
    ignored = environment.get("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "").lower()
    if chosen.url or chosen.simulated or ignored == "true":
        return chosen.url
    named = next(filter(None, map(environment.get, _VARIABLES)), "")
    return named if _is_address(named) else ""


def _is_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:  # half an IPv6 address
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc)


def write(path: Path, text: str) -> None:
    """Write a snippet to a file, in place of one that is there.

    Raises BedrockTuiError where that is not possible.
    """
    try:
        path.write_text(text, encoding="utf-8", newline="\n")
    except (OSError, ValueError) as error:
        raise _unwritable(path, error) from error


def save(kind: Kind, text: str, folder: Path) -> Path:
    """Save a snippet to a new file of a folder and return its path.

    The name is numbered where one is taken: nothing is overwritten. Raises
    BedrockTuiError where the folder cannot be written to.
    """
    for number in count(1):
        suffix = f"-{number}" if number > 1 else ""
        path = folder / f"bedrock-{kind.name}{suffix}.{kind.extension}"
        try:
            file = path.open("x", encoding="utf-8", newline="\n")
        except FileExistsError:
            continue
        except OSError as error:
            raise _unwritable(path, error) from error
        try:
            with file:
                file.write(text)
        except OSError as error:
            with suppress(OSError):
                path.unlink()  # half of it, on a full disk
            raise _unwritable(path, error) from error
        return path
    raise AssertionError("numbers do not end")


def _unwritable(path: Path, error: Exception) -> BedrockTuiError:
    reason = error.strerror if isinstance(error, OSError) else str(error)
    return BedrockTuiError(f"{path} cannot be written", reason or str(error))
