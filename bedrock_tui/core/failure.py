"""What went wrong with a call, in words a person can act on."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from enum import StrEnum

MESSAGE_LIMIT = 4_000
"""The most characters of a foreign message that we keep."""
PAGE_LIMIT = 300
"""The most characters of a web page that came in place of an answer."""
UNCONFIGURED = ("ProfileNotFound", "ConfigParseError", "ConfigNotFound")
"""Codes of failures where the aws settings themselves cannot be read: the profile is
not there, or the file is none (botocore session.py, configloader.py)."""


class Category(StrEnum):
    """The kinds of failure: stable words, each with its meaning in one line."""

    meaning: str

    def __new__(cls, value: str, meaning: str = "") -> Category:
        """Let a member be its word and carry its meaning beside it."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.meaning = meaning
        return member

    PERMISSION = "permission", "your own policies do not allow the action"
    PERMISSION_ORG = (
        "permission-org",
        "a deny, or a rule above your own policies, forbids the action",
    )
    MODEL_ACCESS = "model-access", "the account has not been given the model"
    MARKETPLACE = (
        "marketplace",
        "the model needs a Marketplace subscription you may not start",
    )
    MARKETPLACE_PENDING = (
        "marketplace-pending",
        "the Marketplace subscription is being set up",
    )
    BILLING = "billing", "the account has no valid way to pay for the model"
    USE_CASE = "use-case", "the provider's use-case form was not submitted"
    GEO = "geo", "the provider does not serve this country or territory"
    ENTITLEMENT = "entitlement", "the account is not offered this at all"
    ACCOUNT = "account", "the account itself is barred or not yet verified"
    MODEL_ID = "model-id", "the id is unknown in this region"
    NEEDS_PROFILE = "needs-profile", "the model is called by inference profile only"
    RETIRED = "retired", "the model version has reached its end of life"
    LEGACY = "legacy", "the model is legacy and closed to those not using it"
    MAX_TOKENS = "max-tokens", "more output was asked for than the model gives"
    CONTEXT = "context", "the input is too long for the model"
    PARAMETER = "parameter", "the model refuses a sampling or reasoning setting"
    REQUEST_SHAPE = "request-shape", "the request is not formed as it must be"
    UNSUPPORTED_FEATURE = "unsupported-feature", "the model lacks a feature used"
    GUARDRAIL = "guardrail", "the guardrail named in the request cannot be used"
    THROTTLE = "throttle", "too many requests for the moment"
    THROTTLE_TOKENS = "throttle-tokens", "too many tokens this minute"
    THROTTLE_DAY = "throttle-day", "the tokens of the day are used up"
    QUOTA = "quota", "a quota that waiting does not refill is used up"
    CAPACITY = "capacity", "the service is short of capacity; not your quota"
    MODEL_TIMEOUT = "model-timeout", "the model took longer than the service waits"
    WARMING = "warming", "the model is being loaded"
    MODEL_ERROR = "model-error", "the model failed on the request"
    SERVER = "server", "the service failed"
    LOGIN = "login", "nobody has signed in yet"
    LOGIN_EXPIRED = "login-expired", "the sign-in, token or API key has run out"
    CREDENTIALS = "credentials", "there are no keys, or they are not accepted"
    CLOCK = "clock", "the clock of this computer is wrong"
    CONFIG = "config", "a setting of AWS on this computer is missing or wrong"
    NETWORK = "network", "the service was not reached, or the line broke"
    TIMEOUT = "timeout", "no answer came in time"
    PROXY = "proxy", "a proxy refused or failed"
    TLS = "tls", "no trusted encrypted connection could be made"
    TRUNCATED = "truncated", "the stream ended before the reply did"
    UNKNOWN = "unknown", "a failure the catalogue does not know"


@dataclass(frozen=True, slots=True)
class Failure:
    """One failure: what happened and what to do next."""

    category: str
    """A stable lower-case word with dashes: `permission`, `throttle`, `network` …"""
    code: str
    """The error code as the service or library named it (`ThrottlingException`)."""
    title: str
    """A short heading of our own, at most about 40 characters."""
    message: str
    """The message as it came, free of library noise; text from outside, so data."""
    remedy: str
    """The next thing to do, in a sentence or two, with the command if there is one."""
    retryable: bool = False
    """True when the same request may succeed if it is sent again after a short wait.

    It says nothing about what was already received: after the first token a caller
    must not send again by itself, because the first call may be billed."""
    change: str = ""
    """A changed request that may succeed: `inference-profile`, `max-tokens`,
    `temperature`, `top-p`, `feature`, `context`; empty when there is none."""

    @property
    def said(self) -> str:
        """The message, behind its code where the title tells nothing by itself."""
        parts = (self.code if self.category == Category.UNKNOWN else "", self.message)
        return ": ".join(part for part in parts if part)

    @property
    def output_limit(self) -> int | None:
        """The most output tokens the model allows, when the message tells."""
        if self.category != Category.MAX_TOKENS:
            return None
        return output_limit(self.message)


_OUTPUT_LIMITS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"model limit of ([\d,]+)",
        r"max_?tokens\W*[\d,]+ > ([\d,]+)",
        r"not less (?:than )?or equal to ([\d,]+)",
        r"value less than or equal to ([\d,]+)",
    )
)


def no_answer(
    patience: float, remedy: str, title: str = "No answer in time"
) -> Failure:
    """Return the failure of what said nothing within `patience` seconds."""
    return Failure(
        category=Category.TIMEOUT,
        code="NoAnswer",
        title=title,
        message=f"Nothing came within {patience:g} s.",
        remedy=remedy,
        retryable=True,
    )


def output_limit(message: str) -> int | None:
    """The number of output tokens that a "too many asked for" message names."""
    for pattern in _OUTPUT_LIMITS:
        if found := pattern.search(message):
            digits = found[1].replace(",", "")
            return int(digits) if 0 < len(digits) <= 9 else None
    return None


_REDACTED = "[redacted]"
_SECRETS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"\b(A(?:KI|SI|BI)A|ACCA)[A-Z0-9]{4,}([A-Z0-9]{4})\b"), r"\1…\2"),
    (re.compile(r"(bedrock-api-key-)[\w+/=%.~-]+", re.IGNORECASE), rf"\1{_REDACTED}"),
    (re.compile(r"\bABSK[\w+/=]{16,}"), _REDACTED),
    (
        re.compile(
            r"(\bbearer[\s:]+)(?:(?=\S*\d)[\w.~+/=%-]{6,}|[\w.~+/=%-]{16,})",
            re.IGNORECASE,
        ),
        rf"\1{_REDACTED}",
    ),
    (
        re.compile(
            r"(secret[-_ ]?(?:access[-_ ]?)?key[\"'\s:=>]+)[A-Za-z0-9/+=]{16,}",
            re.IGNORECASE,
        ),
        rf"\1{_REDACTED}",
    ),
    (
        re.compile(
            r"((?:session|security|access|refresh|id)[-_ ]?token[\"'\s:=>]+)"
            r"[\w./+=%-]{16,}",
            re.IGNORECASE,
        ),
        rf"\1{_REDACTED}",
    ),
    (
        re.compile(r"((?:client[-_]?secret|password)[\"'\s:=>]+)[^\s\"'<]{6,}", re.I),
        rf"\1{_REDACTED}",
    ),
    (re.compile(r"\b(?:IQoJ|FwoG|FQoG|AQoD)[\w/+=]{30,}"), _REDACTED),
    (re.compile(r"(signature=)[0-9a-f]{32,}", re.IGNORECASE), rf"\1{_REDACTED}"),
    (re.compile(r"(?<=://)[^\s/@:]*:[^\s/@]+(?=@)"), _REDACTED),
)


def redact(text: str) -> str:
    """The text without secrets; access key ids keep their last four characters.

    Known by their shape: key ids, values that follow the name of a secret, bearer
    tokens, Bedrock API keys, session tokens, signatures, passwords in an address."""
    for pattern, replacement in _SECRETS:
        text = pattern.sub(replacement, text)
    return text


_PAGE = re.compile(r"<(?:!doctype\s+html|html|head|body|title|h1)\b", re.IGNORECASE)
_HIDDEN = re.compile(r"<(script|style)\b.*?(?:</\1\s*>|$)", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(r"<[^<>]*>")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def is_page(text: str) -> bool:
    """Whether the text is a web page, as proxies send in place of an answer."""
    return _PAGE.search(text) is not None


def readable(text: str, limit: int = MESSAGE_LIMIT) -> str:
    """Foreign text made fit to keep: no secrets, no control characters, not too long.

    A web page becomes its first words. The result can always be encoded as UTF-8."""
    text = text[: MESSAGE_LIMIT * 10]
    if is_page(text):
        text = _TAG.sub(" ", _HIDDEN.sub(" ", text))
        text = " ".join(html.unescape(text).split())
        limit = min(limit, PAGE_LIMIT)
    text = _CONTROL.sub("", text.encode("utf-8", "replace").decode("utf-8"))
    text = redact(text).strip()
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"
