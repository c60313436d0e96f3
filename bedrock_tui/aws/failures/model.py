"""Failures about the model asked for and the request sent to it."""

from __future__ import annotations

from bedrock_tui.aws.failures.row import Row
from bedrock_tui.core.failure import Category

REFUSED = ("ValidationException", "ValidationError", "http-400")
MISSING = ("ResourceNotFoundException", "http-404")
DENIED = ("AccessDeniedException", "AccessDenied", "http-403")

ACCESS_ROWS: tuple[Row, ...] = (
    Row(
        Category.LEGACY,
        (*MISSING, *DENIED),
        r"marked by provider as legacy",
        "Legacy model, closed to you",
        "Choose a newer model: this one is legacy and only open to accounts that used "
        "it in the last weeks. No IAM policy changes that.",
        "Captured 2026-09-24; Bedrock User Guide, model lifecycle. A 404, not IAM.",
    ),
    Row(
        Category.RETIRED,
        (*MISSING, *REFUSED),
        r"reached the end of its life",
        "The model has been retired",
        "Choose its successor among what the region[ {region}] lists (bedrock-tui "
        "models, or ctrl+t on the screen)[: {model_id} can no longer be called].",
        "Captured 2026-09-24. Final, so never sent again.",
    ),
    Row(
        Category.USE_CASE,
        (*MISSING, *DENIED),
        r"use case details",
        "Use-case form not submitted",
        "Submit Anthropic's use-case details once for the account or its organisation: "
        "open an Anthropic model in the Bedrock console. If that was done just now, "
        "try again in 15 minutes.",
        "Seen 2026; Bedrock User Guide, model access (FTUFormNotFilled, 404).",
    ),
    Row(
        Category.MARKETPLACE_PENDING,
        DENIED,
        r"subscription for this model is still being processed|mpagreementbeingcreated",
        "Subscription being set up",
        "Wait up to 15 minutes and send it again: AWS Marketplace is still setting up "
        "the subscription for this model.",
        "Bedrock User Guide, model access. Minutes, too long for a retry by itself.",
    ),
    Row(
        Category.BILLING,
        DENIED,
        r"invalid_payment_instrument|valid payment instrument",
        "No valid payment method",
        "Add a payment method to the AWS account and try again after 15 minutes. "
        "Models of Amazon, Meta, Mistral, DeepSeek and Qwen need no Marketplace "
        "subscription.",
        "Captured 2026-09. Needs a person, so not sent again.",
    ),
    Row(
        Category.MARKETPLACE,
        DENIED,
        r"aws marketplace actions|aws-marketplace:|marketplace subscription",
        "Marketplace subscription missing",
        "Have someone allowed aws-marketplace:Subscribe and "
        "aws-marketplace:ViewSubscriptions call the model once[ ({model_id})]; that "
        "subscribes the account. After a fix, try again in 2 to 15 minutes.",
        "Captured 2026-09; Bedrock User Guide, model access. Needs a person.",
    ),
    Row(
        Category.ENTITLEMENT,
        (*DENIED, *REFUSED),
        r"not available for this account",
        "Not offered to this account",
        "Choose another model, or ask AWS Sales for access[ to {model_id}].",
        "Seen 2026: gated models and new accounts.",
    ),
    Row(
        Category.MODEL_ACCESS,
        DENIED,
        r"don't have access to the model",
        "No access to this model",
        "Enable the model for the account: call it once with AWS Marketplace rights, "
        "or in GovCloud use Model access in the Bedrock console[ of {region}].",
        "Bedrock samples and re:Post: older accounts and GovCloud.",
    ),
    Row(
        Category.GEO,
        (*REFUSED, *DENIED),
        r"unsupported countries, regions,? or territories",
        "Not served in your country",
        "Choose a model of another provider, such as Nova, Llama or Qwen: the provider "
        "refuses the country of the account or of your network. It is not an IAM "
        "matter.",
        "Seen 2026 for Anthropic and OpenAI models.",
    ),
    Row(
        Category.ACCOUNT,
        REFUSED,
        r"^operation not allowed\W*$",
        "Account not cleared for Bedrock",
        "Open a case with AWS Support (account and billing): new or unverified "
        "accounts may be barred from Bedrock or from this model.",
        "Seen 2026; the cause is what users report, AWS does not document it.",
    ),
)

IDENTIFIER_ROWS: tuple[Row, ...] = (
    Row(
        Category.NEEDS_PROFILE,
        REFUSED,
        r"on-demand throughput",
        "Needs an inference profile",
        "Call it by an inference profile that contains the model[ {model_id}]: choose "
        "one that the region[ {region}] lists (bedrock-tui models, or ctrl+t on the "
        "screen); lists differ by region.",
        "Captured 2026-09-14; the apostrophe in it is U+2019.",
        change="inference-profile",
    ),
    Row(
        Category.GUARDRAIL,
        (*REFUSED, *MISSING),
        r"guardrail identifier",
        "The guardrail was not found",
        "Check the guardrail's id and version[ in {region}]; guardrails belong to one "
        "region. Or send without a guardrail.",
        "Captured 2026-09-14.",
    ),
    Row(
        Category.MODEL_ID,
        REFUSED,
        r"model identifier is invalid|invalid model identifier|at 'modelid' failed",
        "No such model id in this region",
        "Choose an id that the region[ {region}] lists (bedrock-tui models, or ctrl+t "
        "on the screen): the id[ {model_id}] is mistyped, or the region does not offer "
        "it.",
        "Recorded traffic: one message for unknown ids and for other regions' ids.",
    ),
)

LENGTH_ROWS: tuple[Row, ...] = (
    Row(
        Category.CONTEXT,
        REFUSED,
        r"input is too long|exceed context limit|prompt is too long"
        r"|too many total text bytes",
        "The input is too long",
        "Shorten the prompt or the system prompt; with a large max tokens, lower that "
        "first.",
        "Messages that Strands Agents knows as context overflow.",
        change="context",
    ),
    Row(
        Category.CONTEXT,
        ("RequestEntityTooLargeException", "http-413"),
        "",
        "The request is too large",
        "Send less text or smaller attachments.",
        "RFC 9110, 413 Content Too Large.",
        change="context",
    ),
    Row(
        Category.PARAMETER,
        REFUSED,
        r"max_?tokens`? must be greater than `?thinking",
        "Max tokens below thinking budget",
        "Set max tokens above the thinking budget, or lower the budget.",
        "Anthropic extended thinking: max_tokens counts the thinking too.",
    ),
    Row(
        Category.MAX_TOKENS,
        REFUSED,
        r"maximum tokens you requested exceeds|maximum allowed number of output tokens"
        r"|(max_?tokens|max_gen_len|maxtokencount)\b.*less (than )?or equal to",
        "Max tokens above the model's limit",
        "Set max tokens to[ {limit} or] less[ for {model_id}].",
        "Seen 2026 for Bedrock and Claude; ranges as the validators word them.",
        change="max-tokens",
    ),
)

PARAMETER_ROWS: tuple[Row, ...] = (
    Row(
        Category.PARAMETER,
        REFUSED,
        r"temperature.*top_?p.*cannot both be specified",
        "Temperature or top-p, not both",
        "Send only one of the two; the reply does not need either.",
        "Live 2026-09-29, Claude 4.5 and 4.6.",
        change="top-p",
    ),
    Row(
        Category.PARAMETER,
        REFUSED,
        r"temperature\b.*(deprecated|not supported|less (than )?or equal|range|only be)"
        r"|unsupported.*temperature",
        "The model refuses this temperature",
        "Send[ {model_id}] without a temperature.",
        "Live 2026-09-29: Claude from Opus 4.7 and Sonnet 5 on refuses any.",
        change="temperature",
    ),
    Row(
        Category.PARAMETER,
        REFUSED,
        r"top_?p\b.*(deprecated|not supported|less (than )?or equal|range|only be)"
        r"|unsupported.*top_?p\b",
        "The model refuses this top-p",
        "Send[ {model_id}] without top-p.",
        "Live 2026-09-29, as for temperature.",
        change="top-p",
    ),
    Row(
        Category.PARAMETER,
        REFUSED,
        r"top_?k\b.*(deprecated|not supported|less (than )?or equal|range)"
        r"|thinking\b.*(not supported|budget|enabled)",
        "The model refuses this parameter",
        "Take the parameter the message names out of the additional model fields.",
        "Claude: top_k and thinking depend on the version of the model.",
    ),
    Row(
        Category.UNSUPPORTED_FEATURE,
        REFUSED,
        r"doesn't support counting tokens",
        "Tokens cannot be counted here",
        "Nothing to do: the count is estimated instead. Counting takes plain model "
        "ids, and models sold by inference profile only cannot be counted.",
        "Recorded traffic; Bedrock User Guide, count tokens.",
        change="feature",
    ),
    Row(
        Category.UNSUPPORTED_FEATURE,
        REFUSED,
        r"\bmodels? (doesn't|don't|does not|do not) support",
        "The model lacks a feature used",
        "Send it without the feature the message names, or choose another model.",
        "Recorded traffic: system prompts, tools while streaming, documents, video.",
        change="feature",
    ),
    Row(
        Category.REQUEST_SHAPE,
        REFUSED,
        r"malformed input request|must start with a user message|roles must alternate"
        r"|tool_use` ids were found|tool_result|extraneous key|validation errors? det",
        "The request is not well formed",
        "Change the part of the prompt or of the parameters that the message points "
        "at. If it happens again, please report it with the message.",
        "Recorded traffic. The request is at fault, so the same one fails again.",
    ),
)

MODEL_ROWS: tuple[Row, ...] = (
    *ACCESS_ROWS,
    *IDENTIFIER_ROWS,
    *LENGTH_ROWS,
    *PARAMETER_ROWS,
)
"""From the most exact to the most general."""
