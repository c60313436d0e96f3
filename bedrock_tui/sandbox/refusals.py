"""What each refusing switch answers, in the service's own words.

Statuses follow botocore's bedrock-runtime model; messages are quoted from recorded
answers, the user guide's troubleshooting pages and public reports.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bedrock_tui.sandbox import catalogue
from bedrock_tui.sandbox.answers import Answer, Refusal
from bedrock_tui.sandbox.words import Active

_DENIED = "User: {principal} is not authorized to perform: {action} on resource: {arn}"
_UNEXPECTED = (
    "The system encountered an unexpected error during processing. "
    "Try your request again."
)
_SUBSCRIPTION = (
    "Your AWS Marketplace subscription for this model cannot be completed at this "
    "time. If you recently fixed this issue, try again after 15 minutes."
)

MESSAGES: dict[str, tuple[int, str, str]] = {
    "throttle": (
        429,
        "ThrottlingException",
        "Too many requests, please wait before trying again.",
    ),
    "throttle-tokens": (
        429,
        "ThrottlingException",
        "Too many tokens, please wait before trying again.",
    ),
    "throttle-day": (
        429,
        "ThrottlingException",
        "Too many tokens per day, please wait before trying again.",
    ),
    "access-denied": (
        403,
        "AccessDeniedException",
        _DENIED + " because no identity-based policy allows the {action} action",
    ),
    "access-denied-scp": (
        403,
        "AccessDeniedException",
        _DENIED + " with an explicit deny in a service control policy: "
        "arn:aws:organizations::444455556666:policy/o-exampleorg/"
        "service_control_policy/p-examplescp",
    ),
    "access-denied-boundary": (
        403,
        "AccessDeniedException",
        _DENIED + " because no permissions boundary allows the {action} action",
    ),
    "model-access": (
        403,
        "AccessDeniedException",
        "You don't have access to the model with the specified model ID.",
    ),
    "marketplace": (
        403,
        "AccessDeniedException",
        "Model access is denied due to IAM user or service role is not authorized to "
        "perform the required AWS Marketplace actions (aws-marketplace:"
        "ViewSubscriptions, aws-marketplace:Subscribe) to enable access to this "
        "model. Refer to the Amazon Bedrock documentation for further details. "
        + _SUBSCRIPTION,
    ),
    "marketplace-pending": (
        403,
        "AccessDeniedException",
        "Your account is not authorized to access this model. Your AWS Marketplace "
        "subscription for this model is still being processed",
    ),
    "billing": (
        403,
        "AccessDeniedException",
        "Model access is denied due to INVALID_PAYMENT_INSTRUMENT:A valid payment "
        "instrument must be provided.. " + _SUBSCRIPTION,
    ),
    "use-case": (
        404,
        "ResourceNotFoundException",
        "Model use case details have not been submitted for this account. Fill out "
        "the Anthropic use case details form before using the model. If you have "
        "already filled out the form, try again in 15 minutes.",
    ),
    "geo": (
        400,
        "ValidationException",
        "Access to Anthropic models is not allowed from unsupported countries, "
        "regions, or territories. Please refer to https://www.anthropic.com/"
        "supported-countries for more information on the countries and regions "
        "Anthropic currently supports.",
    ),
    "entitlement": (
        403,
        "AccessDeniedException",
        "{model} is not available for this account. You can explore other available "
        "models on Amazon Bedrock. For additional access options, contact AWS Sales "
        "at https://aws.amazon.com/contact-us/sales-support/",
    ),
    "expired-token": (
        403,
        "ExpiredTokenException",
        "The security token included in the request is expired",
    ),
    "unrecognized-client": (
        403,
        "UnrecognizedClientException",
        "The security token included in the request is invalid.",
    ),
    "clock": (
        403,
        "InvalidSignatureException",
        "Signature expired: 20261122T080000Z is now earlier than 20261122T081500Z "
        "(20261122T082000Z - 5 min.)",
    ),
    "quota": (
        400,
        "ServiceQuotaExceededException",
        "Your request exceeds the service quota for your account.",
    ),
    "model-timeout": (
        408,
        "ModelTimeoutException",
        "Model has timed out in processing the request. Try your request again.",
    ),
    "not-ready": (
        429,
        "ModelNotReadyException",
        "Model is not ready for inference. Please wait and try your request again.",
    ),
    "model-error": (424, "ModelErrorException", _UNEXPECTED),
    "internal": (500, "InternalServerException", _UNEXPECTED),
    "unavailable": (
        503,
        "ServiceUnavailableException",
        "Bedrock is unable to process your request.",
    ),
    "too-long": (
        400,
        "ValidationException",
        "Input is too long for requested model.",
    ),
}

STREAM_FAULTS = {
    "stream-error": (
        "modelStreamErrorException",
        "Model produced invalid sequence as part of ToolUse. Please refer to the "
        "model tool use troubleshooting guide.",
    ),
    "stream-throttle": ("throttlingException", MESSAGES["throttle"][2]),
    "stream-internal": ("internalServerException", _UNEXPECTED),
    "stream-timeout": ("modelTimeoutException", MESSAGES["model-timeout"][2]),
}
"""Exceptions in the middle of a stream: type and message."""

CONVERSE_INSTEAD = {
    "stream-error": "model-error",
    "stream-throttle": "throttle",
    "stream-internal": "internal",
    "stream-timeout": "model-timeout",
    "transport-error": "internal",
}
"""What the stream's faults become where nothing streams."""

BEARER_EXPIRED = Answer(403, b'{"Message":"Bearer Token has expired"}')
PROXY_PAGE = Answer(
    403,
    b"<!DOCTYPE html><html><head><title>Access Denied</title></head><body>"
    b"<h1>Access Denied</h1><p>Your organization's proxy blocked this page.</p>"
    b"</body></html>",
    content_type="text/html",
    foreign=True,
)


SPECIAL: dict[str, Callable[[str], Refusal]] = {
    "on-demand": catalogue.needs_profile,
    "retired": lambda _: catalogue.retired(),
    "legacy": lambda _: catalogue.legacy(),
    "invalid-id": lambda _: catalogue.wrong_id(),
}
"""Refusals that the catalogue also gives by itself."""

NAMES = {*MESSAGES, *SPECIAL}
"""Every switch that refuses a request before anything is sent."""


@dataclass(frozen=True, slots=True)
class Call:
    """The names of a request that messages repeat."""

    principal: str
    model: str
    arn: str
    action: str


def refusal(name: str, faults: Active, call: Call) -> Refusal:
    """The refusal of a switch, with the request's own names in its message."""
    if name in SPECIAL:
        return SPECIAL[name](call.model)
    status, code, message = MESSAGES[name]
    headers: tuple[tuple[str, str], ...] = ()
    if "retry-after" in faults and code == "ThrottlingException":
        delay = faults.number("retry-after") or 0
        headers = (("x-amz-retry-after", str(int(delay))),)
    text = message.format(
        principal=call.principal, model=call.model, arn=call.arn, action=call.action
    )
    return Refusal(status, code, text, headers)
