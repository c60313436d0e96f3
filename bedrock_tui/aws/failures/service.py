"""Failures about rates and the health of the service, and what its codes say alone."""

from __future__ import annotations

from bedrock_tui.aws.failures.identity import DENIED
from bedrock_tui.aws.failures.row import Row
from bedrock_tui.core.failure import Category

THROTTLED = (
    "ThrottlingException",
    "Throttling",
    "ThrottledException",
    "TooManyRequestsException",
    "RequestLimitExceeded",
    "RequestThrottled",
    "SlowDown",
    "SlowDownException",
    "LimitExceededException",
    "http-429",
)

RATE_ROWS: tuple[Row, ...] = (
    Row(
        Category.CAPACITY,
        (*THROTTLED, "ServiceUnavailableException", "http-503"),
        r"too many connections",
        "Bedrock is busy",
        "Wait a few seconds and send it again, or use another region or inference "
        "profile. It is not your quota.",
        "Bedrock User Guide, troubleshooting: 503 is shared capacity, sent again.",
        retryable=True,
    ),
    Row(
        Category.THROTTLE_DAY,
        THROTTLED,
        r"tokens per day|per day",
        "No tokens left for today",
        "Look at the daily tokens of the model in Service Quotas[ of {region}]: wait "
        "for the next day or use another model. On new accounts the quota can be 0, "
        "then only AWS Support helps.",
        "Seen 2026, with daily quotas of 0: waiting seconds never clears it.",
    ),
    Row(
        Category.THROTTLE_TOKENS,
        THROTTLED,
        r"too many tokens",
        "Too many tokens this minute",
        "Wait up to a minute, or lower max tokens: they are reserved against the quota "
        "before the reply. Another inference profile or region has its own quota.",
        "Seen often; Bedrock User Guide, quotas. The minute refills: sent again.",
        retryable=True,
    ),
    Row(
        Category.THROTTLE,
        THROTTLED,
        "",
        "Too many requests",
        "Wait some seconds and send it again, with fewer lanes at once.",
        "Bedrock API reference, 429: back off and send again.",
        retryable=True,
    ),
    Row(
        Category.QUOTA,
        ("ServiceQuotaExceededException",),
        "",
        "A service quota is used up",
        "Ask for a higher quota in Service Quotas[ of {region}], or use another "
        "region; waiting does not refill it.",
        "Bedrock API reference, 400: botocore does not send it again either.",
    ),
)

# A modeled 429 also carries the status, so these come before the rates.
MODEL_STATE_ROWS: tuple[Row, ...] = (
    Row(
        Category.WARMING,
        ("ModelNotReadyException",),
        "",
        "The model is being loaded",
        "Wait 10 to 60 seconds and send it again: imported and custom models are "
        "loaded on first use.",
        "Bedrock API reference; modeled as retryable in botocore.",
        retryable=True,
    ),
    Row(
        Category.MODEL_TIMEOUT,
        ("ModelTimeoutException", "http-408"),
        "",
        "The model took too long",
        "Send it again; if it stays, shorten the input or lower max tokens.",
        "Bedrock API reference, 408: `Try your request again`; botocore leaves it to "
        "the caller.",
        retryable=True,
    ),
    Row(
        Category.MODEL_ERROR,
        ("ModelErrorException", "ModelStreamErrorException", "http-424"),
        r"invalid sequence as part of tooluse",
        "The model used a tool wrongly",
        "Send it again; with Nova models, name tools without hyphens.",
        "Seen 2026 with Nova: partly chance, so sent again.",
        retryable=True,
    ),
    Row(
        Category.MODEL_ERROR,
        ("ModelErrorException", "ModelStreamErrorException", "http-424"),
        "",
        "The model failed",
        "Send it again; if it stays, change the prompt or choose another model.",
        "Bedrock API reference, 424: `Try your request again`; botocore leaves it to "
        "the caller.",
        retryable=True,
    ),
)

HEALTH_ROWS: tuple[Row, ...] = (
    Row(
        Category.CAPACITY,
        ("ServiceUnavailableException", "ServiceUnavailable", "http-503", "http-529"),
        "",
        "Bedrock is short of capacity",
        "Wait a few seconds and send it again, or use another region or inference "
        "profile. It is not your quota.",
        "Bedrock User Guide, troubleshooting: 503 (and 529) is shared capacity.",
        retryable=True,
    ),
    Row(
        Category.SERVER,
        (
            "InternalServerException",
            "InternalServerError",
            "InternalFailure",
            "InternalError",
            "http-5xx",
        ),
        "",
        "The service failed",
        "Send it again; if it stays, see the AWS Health Dashboard[ and give AWS "
        "Support the request id {request_id}].",
        "Bedrock API reference, 500: `Try your request again`.",
        retryable=True,
    ),
)

GENERAL_ROWS: tuple[Row, ...] = (
    Row(
        Category.PERMISSION,
        (*DENIED, "UnauthorizedOperation", "UnauthorizedException"),
        "",
        "Access denied",
        "Ask the administrator of the account to allow what the message names; aws "
        "sts get-caller-identity[ --profile {aws_profile}] tells who you are.",
        "AWS common errors: the code tells the kind, the message did not tell more.",
    ),
    Row(
        Category.MODEL_ID,
        ("ResourceNotFoundException",),
        "",
        "Not found in this region",
        "Check the id[ {model_id}] and the region[ {region}]: bedrock-tui models, or "
        "ctrl+t on the screen, lists what can be called there.",
        "Bedrock API reference, 404: the ARN was not found.",
    ),
    Row(
        Category.UNKNOWN,
        ("ValidationException", "ValidationError"),
        "",
        "The request was refused",
        "Read the message: it is shown as it came and names what to change.",
        "Bedrock API reference, 400: the same request fails again.",
    ),
    Row(
        Category.UNKNOWN,
        ("botocore.EventStreamError",),
        r"^$",
        "The stream ended with an error",
        "Keep what was received and send it again if you want the whole reply; the "
        "service did not say what failed.",
        "botocore drops the name of exceptions that the operation does not model.",
    ),
)

SERVICE_ROWS: tuple[Row, ...] = (
    *MODEL_STATE_ROWS,
    *RATE_ROWS,
    *HEALTH_ROWS,
    *GENERAL_ROWS,
)
"""From the most exact to the most general."""
