"""Reading an IAM "not authorized" message: who, what, where and by which policy.

The wording is that of the IAM User Guide, "Troubleshoot access denied error
messages": `User: … is not authorized to perform: … on resource: … because no …
policy allows the … action`, or `… with an explicit deny in a …`, after which newer
messages name the policy's ARN.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum


class PolicyKind(StrEnum):
    """The kind of policy that refused."""

    IDENTITY = "identity"
    ORGANISATION = "organisation"
    """A service control policy of AWS Organizations."""
    RESOURCE_CONTROL = "resource-control"
    """A resource control policy of AWS Organizations."""
    BOUNDARY = "boundary"
    ENDPOINT = "endpoint"
    SESSION = "session"
    RESOURCE = "resource"
    TRUST = "trust"
    """The trust policy of a role somebody tried to assume."""
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Denial:
    """One refusal by IAM, as far as its message tells."""

    action: str
    """Such as `bedrock:InvokeModel`."""
    principal: str = ""
    """The ARN of the identity that asked."""
    resource: str = ""
    """The ARN, or another name, of what the action was for."""
    kind: PolicyKind = PolicyKind.UNKNOWN
    explicit: bool = False
    """True for a statement that denies, False where an allow is missing."""
    policy: str = ""
    """The ARN of the policy that denies, when the message has it."""

    @property
    def region(self) -> str:
        """The region in the resource's ARN; empty where it has none."""
        return _arn_part(self.resource, 3)

    @property
    def is_regionless_model(self) -> bool:
        """Whether it is a model's ARN without a region: a global profile's request.

        IAM then sees `aws:RequestedRegion` as `unspecified` (Bedrock User Guide,
        "Global cross-Region inference")."""
        bedrock = _arn_part(self.resource, 2) == "bedrock"
        return bedrock and not self.region and "foundation-model/" in self.resource


_KINDS = (
    ("service control polic", PolicyKind.ORGANISATION),
    ("resource control polic", PolicyKind.RESOURCE_CONTROL),
    ("permissions boundar", PolicyKind.BOUNDARY),
    ("vpc endpoint polic", PolicyKind.ENDPOINT),
    ("session polic", PolicyKind.SESSION),
    ("identity-based polic", PolicyKind.IDENTITY),
    ("role trust polic", PolicyKind.TRUST),
    ("resource-based polic", PolicyKind.RESOURCE),
)
_ACTION = re.compile(
    r"(?:not authorized|unauthorized) to perform:?\s+[\"']?([\w-]+:[\w*]+)", re.I
)
_PRINCIPAL = re.compile(r"User:\s*[\"']?([^\s\"']+)", re.I)
_RESOURCE = re.compile(
    r"on (?:the )?resource:?\s+[\"']?(.+?)[\"']?"
    r"(?=\s+because\b|\s+with an explicit deny\b|\.(?:\s|$)|\s*$)",
    re.I | re.DOTALL,
)
_REASON = re.compile(
    r"(?:because\s+(?:no\b|the\b)|with an explicit deny in).*", re.I | re.S
)
_POLICY = re.compile(r":\s*(arn:[^\s\"',]+?)\.?(?=[\s\"',]|$)")


def parse_denial(message: str) -> Denial | None:
    """What the message says of the refusal; None when it names no action."""
    action = _ACTION.search(message)
    if action is None:
        return None
    rest = message[action.end() :]
    principal = _PRINCIPAL.search(message[: action.start()])
    resource = _RESOURCE.search(rest)
    reason = _REASON.search(rest)
    because = reason[0] if reason else ""
    policy = _POLICY.search(because)
    return Denial(
        action=action[1],
        principal=principal[1] if principal else "",
        resource=resource[1].strip(" \"'") if resource else "",
        kind=_kind(because),
        explicit="explicit deny" in because.lower(),
        policy=policy[1] if policy else "",
    )


def _kind(reason: str) -> PolicyKind:
    """The kind of policy that the end of the message names."""
    words = " ".join(reason.lower().split())
    found = (kind for phrase, kind in _KINDS if phrase in words)
    return next(found, PolicyKind.UNKNOWN)


def _arn_part(arn: str, index: int) -> str:
    """One part of an ARN by position; empty when the text is no ARN."""
    parts = arn.split(":", 5)
    return parts[index] if len(parts) == 6 and parts[0] == "arn" else ""
