"""What a remedy names that only the settings of this computer tell."""

from __future__ import annotations

import os
import re
import shlex
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bedrock_tui.aws.overrides import ca_bundle
from bedrock_tui.aws.profiles import files_if_readable
from bedrock_tui.aws.renewal import profile_to_sign_in, renewal
from bedrock_tui.core.failure import readable

_ADDRESS = re.compile(r"""https?://[^\s/'"?#@]+|\bhost=['"][^'"]+['"], port=\d+""")
"""As botocore names it in an endpoint URL, and urllib3 in a pool."""


@dataclass(frozen=True, slots=True)
class Question:
    """What is known where a failure is explained."""

    aws_profile: str
    message: str


def _profile_to_sign_in(question: Question) -> str:
    name = readable(profile_to_sign_in(question.aws_profile), 120)
    return shlex.quote(name) if name else ""


def _renewal(question: Question) -> str:
    return readable(renewal(question.aws_profile))


def _ca_bundle(question: Question) -> str:
    files = files_if_readable()
    name = question.aws_profile or (files.selected if files else "default")
    found = ca_bundle(files, name)
    return f"{found.name} ({readable(found.value, 300)})" if found else "AWS_CA_BUNDLE"


def _address(question: Question) -> str:
    """The scheme, host and port that a message names."""
    found = _ADDRESS.search(question.message)
    return readable(found[0], 120) if found else ""


def _without_endpoint(question: Question) -> str:
    """How to go without the endpoint that a message names."""
    address = _address(question)
    for variable, value in sorted(os.environ.items()):
        if variable.startswith("AWS_ENDPOINT_URL") and address in value:
            return f"unset {variable}"
    return "leave out --endpoint-url (or endpoint_url in the AWS config file)"


LOOK_UPS: Mapping[str, Callable[[Question], str]] = {
    "sign_in_profile": _profile_to_sign_in,
    "renewal": _renewal,
    "ca_bundle": _ca_bundle,
    "address": _address,
    "without_endpoint": _without_endpoint,
}
"""By the name of the hole in a remedy; asked only where a remedy has it."""
