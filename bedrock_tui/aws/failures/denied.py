"""The title and remedy of an IAM refusal: which policy, which action, which region."""

from __future__ import annotations

from dataclasses import dataclass

from bedrock_tui.core.denial import Denial, PolicyKind
from bedrock_tui.core.failure import Category


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a refusal by IAM comes to."""

    category: Category
    title: str
    remedy: str


_MISSING: dict[PolicyKind, tuple[Category, str, str]] = {
    PolicyKind.IDENTITY: (
        Category.PERMISSION,
        "Your IAM policy does not allow this",
        "Allow {ask} in a policy of your user or role.",
    ),
    PolicyKind.ORGANISATION: (
        Category.PERMISSION_ORG,
        "Your organisation does not allow this",
        "No service control policy allows it: ask the administrator of the AWS "
        "organisation to allow {ask}, or use another region or inference profile.",
    ),
    PolicyKind.RESOURCE_CONTROL: (
        Category.PERMISSION_ORG,
        "Your organisation does not allow this",
        "No resource control policy allows it: ask the administrator of the AWS "
        "organisation to allow {ask}.",
    ),
    PolicyKind.BOUNDARY: (
        Category.PERMISSION_ORG,
        "Outside your permissions boundary",
        "Your policies may allow it, but the permissions boundary of your user or role "
        "does not: ask who manages it to add {ask}.",
    ),
    PolicyKind.ENDPOINT: (
        Category.PERMISSION_ORG,
        "The VPC endpoint does not allow this",
        "Ask who runs the network to allow {ask} in the policy of the VPC endpoint.",
    ),
    PolicyKind.SESSION: (
        Category.PERMISSION_ORG,
        "Your session does not allow this",
        "The session was started with a narrower policy: sign in without it, or have "
        "{ask} added to it.",
    ),
    PolicyKind.RESOURCE: (
        Category.PERMISSION,
        "The resource does not allow you",
        "Ask the owner of the resource to allow {ask} for you in its own policy.",
    ),
    PolicyKind.TRUST: (
        Category.PERMISSION,
        "You may not assume this role",
        "Add your identity to the role's trust policy, and allow {ask} in yours.",
    ),
}
_DENIED: dict[PolicyKind, tuple[str, str]] = {
    PolicyKind.IDENTITY: (
        "An IAM policy denies this to you",
        "An explicit deny beats every allow: have the administrator take {ask} out of "
        "the statement that denies it.",
    ),
    PolicyKind.ORGANISATION: (
        "Your organisation denies this",
        "A service control policy denies it and no policy of yours can lift that: ask "
        "the administrator of the AWS organisation to except {ask}, or use another "
        "region or inference profile.",
    ),
    PolicyKind.RESOURCE_CONTROL: (
        "Your organisation denies this",
        "A resource control policy denies it: ask the administrator of the AWS "
        "organisation to except {ask}.",
    ),
    PolicyKind.BOUNDARY: (
        "Your permissions boundary denies this",
        "Ask who manages the permissions boundary of your user or role to take {ask} "
        "out of its denials.",
    ),
    PolicyKind.ENDPOINT: (
        "The VPC endpoint denies this",
        "Ask who runs the network to take {ask} out of the denials in the policy of "
        "the VPC endpoint.",
    ),
    PolicyKind.SESSION: (
        "Your session denies this",
        "The session was started with a policy that denies {ask}: sign in without it.",
    ),
    PolicyKind.RESOURCE: (
        "The resource denies this to you",
        "Ask the owner of the resource to take {ask} out of its policy's denials.",
    ),
}
_UNTOLD = (
    "The message does not say which policy: allow {ask} in a policy of your user or "
    "role, and if it is there, ask the administrator about denials above it."
)
_ASSUME_ROLE = (
    Category.PERMISSION,
    "You may not assume this role",
    "The profile's credentials must be allowed {ask}, and the role's trust policy must "
    "name them.",
)


def judge(denial: Denial, region: str = "") -> Verdict:
    """The title and remedy for a refusal of a call made in `region`."""
    category, title, remedy = _texts(denial)
    notes = [_key_note(denial), _region_note(denial, region), _policy_note(denial)]
    text = " ".join([remedy.replace("{ask}", _ask(denial)), *filter(None, notes)])
    return Verdict(category, title, text)


def _texts(denial: Denial) -> tuple[Category, str, str]:
    """Category, title and remedy by kind of policy and of refusal."""
    if denial.explicit:
        title, remedy = _DENIED.get(denial.kind, ("A policy denies this", _UNTOLD))
        return Category.PERMISSION_ORG, title, remedy
    if denial.action.startswith("sts:AssumeRole"):
        return _ASSUME_ROLE
    untold = (Category.PERMISSION, "Not authorized", _UNTOLD)
    return _MISSING.get(denial.kind, untold)


def _ask(denial: Denial) -> str:
    """The permission in words: the action, on the resource when there is one."""
    if denial.resource in ("", "*"):
        return denial.action
    return f"{denial.action} on {denial.resource}"


def _region_note(denial: Denial, region: str) -> str:
    """A word on a region that the person never chose."""
    if denial.is_regionless_model:
        return (
            "This is a global inference profile, whose model ARN has no region: rules "
            'about regions must let aws:RequestedRegion "unspecified" pass.'
        )
    if not region or denial.region in ("", region):
        return ""
    return (
        f"You called {region}, but the refusal is about {denial.region}: an inference "
        "profile may send the request there, so every destination region of the "
        "profile must be allowed."
    )


def _policy_note(denial: Denial) -> str:
    """The ARN of the policy to change, when AWS told it."""
    return f"The policy is {denial.policy}." if denial.policy else ""


def _key_note(denial: Denial) -> str:
    """What is special about the right to use a Bedrock API key."""
    if denial.action.lower() != "bedrock:callwithbearertoken":
        return ""
    return (
        "Bedrock API keys need this action besides the usual ones; some administrators "
        "deny it to switch API keys off. Without AWS_BEARER_TOKEN_BEDROCK your other "
        "credentials are used."
    )
