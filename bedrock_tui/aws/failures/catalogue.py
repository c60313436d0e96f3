"""From any exception to a failure with a title and a remedy."""

from __future__ import annotations

import os
import re
import shlex

from bedrock_tui.aws.failures.configuration import SETTING_ROWS
from bedrock_tui.aws.failures.credentials import CREDENTIAL_ROWS, LOGIN_ROWS
from bedrock_tui.aws.failures.denied import judge
from bedrock_tui.aws.failures.identity import IDENTITY_ROWS
from bedrock_tui.aws.failures.library import LIBRARY_ROWS
from bedrock_tui.aws.failures.looked_up import LOOK_UPS, Question
from bedrock_tui.aws.failures.model import MODEL_ROWS
from bedrock_tui.aws.failures.reading import Reading, read
from bedrock_tui.aws.failures.row import Row, fill
from bedrock_tui.aws.failures.service import SERVICE_ROWS
from bedrock_tui.aws.failures.unparsed import name_file
from bedrock_tui.core.denial import parse_denial
from bedrock_tui.core.failure import Category, Failure, output_limit, readable

CATALOGUE: tuple[Row, ...] = (
    *MODEL_ROWS,
    *IDENTITY_ROWS,
    *SERVICE_ROWS,
    *LOGIN_ROWS,
    *CREDENTIAL_ROWS,
    *SETTING_ROWS,
    *LIBRARY_ROWS,
)
"""Every failure we know, in the order they are tried: the first that fits is it."""

UNKNOWN = Row(
    category=Category.UNKNOWN,
    codes=(),
    fragment="",
    title="An error we do not know",
    remedy=(
        "Read the code and the message; they are shown as they came. If the same "
        "request fails again, search for the message or ask AWS Support"
        "[ with request id {request_id}]."
    ),
    source="Nothing is known, so nothing is promised: not sent again.",
)


_CONFIG = "~/.aws/config"
_HOST = re.compile(r"""(?:https?://|\bhost=['"])([^\s/'":?#@]+)""")
"""As botocore names it in an endpoint URL, and urllib3 in a pool."""


def explain(
    error: BaseException,
    *,
    region: str = "",
    model_id: str = "",
    aws_profile: str = "",
    request_id: str = "",
) -> Failure:
    """The failure that the error stands for; never raises.

    The other values only make the remedy more exact. `request_id` is for errors that
    came in a stream, which do not carry it themselves."""
    reading = read(error)
    row = next((row for row in CATALOGUE if row.matches(reading)), UNKNOWN)
    values = {
        "region": readable(region, 60),
        "model_id": readable(model_id, 300),
        "aws_profile": _shell_word(readable(aws_profile, 120)),
        "request_id": reading.request_id or readable(request_id, 120),
        "limit": str(output_limit(reading.message) or ""),
        "config": readable(os.environ.get("AWS_CONFIG_FILE", ""), 300) or _CONFIG,
        **_where_to(reading.message, readable(region, 60)),
    }
    question = Question(aws_profile, reading.message)
    for hole, look_up in LOOK_UPS.items():
        if f"{{{hole}}}" in row.remedy:
            values[hole] = look_up(question)
    failure = Failure(
        category=row.category,
        code=reading.code,
        title=row.title,
        message=reading.message,
        remedy=fill(row.remedy, values),
        retryable=row.retryable,
        change=row.change,
    )
    return _name_policy(name_file(failure, error), reading, region)


def _where_to(message: str, region: str) -> dict[str, str]:
    """The host that a message names, and the region if that is Bedrock's own: who
    signs in is asked in another region."""
    found = _HOST.search(message)
    host = found[1].lower() if found else ""
    bedrock = host.startswith("bedrock") or ".bedrock" in host
    return {
        "host": readable(host, 120),
        "bedrock_region": region if bedrock or not host else "",
    }


def _shell_word(text: str) -> str:
    """The text as one word of a command to copy; nothing stays nothing."""
    return shlex.quote(text) if text else ""


def _name_policy(failure: Failure, reading: Reading, region: str) -> Failure:
    """A refusal by IAM with the policy, action and region its message names."""
    if failure.category != Category.PERMISSION:
        return failure
    denial = parse_denial(reading.message)
    if denial is None:
        return failure
    verdict = judge(denial, region)
    return Failure(
        category=verdict.category,
        code=failure.code,
        title=verdict.title,
        message=failure.message,
        remedy=verdict.remedy,
    )
