"""Checks of what the calls are signed with."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from typing import Any

from bedrock_tui.aws.readiness.finding import (
    Finding,
    failed,
    passed,
    refused,
    skipped,
    told,
    unanswered,
    unknown,
    warned,
)
from bedrock_tui.aws.readiness.situation import Situation, unknown_key
from bedrock_tui.core.identity import ApiKey, Identity

OLDEST_KEY = 90
"""Days after which an access key should be replaced (IAM User Guide, "Rotate access
keys": AWS Config's rule access-keys-rotated has the same default)."""

_STS = "sts:GetCallerIdentity"
_LIST_KEYS = "iam:ListAccessKeys"
_NO_USER = "ValidationError"
"""Said to whom is no IAM user and names none (IAM API Reference, ListAccessKeys)."""
_SET_UP = "aws configure sso"
_LONE_SECRET = (
    "AWS_SECRET_ACCESS_KEY is set without AWS_ACCESS_KEY_ID, so it is ignored."
)


def credentials(situation: Situation) -> Finding:
    """Check that there are credentials and that AWS accepts them."""
    identity = situation.identity
    failure = identity.failure
    if failure is not None and situation.unreadable:
        return failed(told(failure), failure.remedy)
    if identity.api_key is ApiKey.EMPTY:
        return failed(
            "AWS_BEARER_TOKEN_BEDROCK is set but empty: every Bedrock call fails.",
            "Unset it: unset AWS_BEARER_TOKEN_BEDROCK",
            "AWS_BEARER_TOKEN_BEDROCK",
        )
    if identity.api_key is ApiKey.SET:
        return _api_key(situation)
    if not identity.key_id:
        return _no_keys(situation)
    if failure is None:
        return _accepted(identity)
    if not situation.keys_usable():
        return failed(told(failure), failure.remedy, _STS)
    if unknown_key(failure):
        answer = situation.caller(situation.home).content
        return passed(
            f"{_found(identity)}, valid for {answer.get('Arn', 'an unknown caller')};"
            f" {identity.region} does not accept them.",
            f"{_STS} in {situation.home}",
        )
    detail = f"{_found(identity)}. {told(failure)}"
    return unknown(detail, failure.remedy, _STS, failure)


def _no_keys(situation: Situation) -> Finding:
    """Say why there are no keys to try; not to reach whom gives them is no verdict."""
    failure = situation.identity.failure
    if failure is None:
        return failed(
            "No credentials were found.",
            f"Sign in: {situation.command(_SET_UP)} once, then "
            f"{situation.command('aws sso login')}; or set AWS_ACCESS_KEY_ID and "
            "AWS_SECRET_ACCESS_KEY.",
        )
    if situation.out_of_reach:
        return unknown(told(failure), failure.remedy, failure=failure)
    return failed(told(failure), failure.remedy)


def _accepted(identity: Identity) -> Finding:
    """Say whom the keys are good for, and what is set beside them in vain."""
    lone = os.environ.get("AWS_SECRET_ACCESS_KEY") and not os.environ.get(
        "AWS_ACCESS_KEY_ID"
    )
    in_use = identity.source is not None and identity.source.method == "explicit"
    if not lone or in_use or identity.aws_profile:
        return passed(_who(identity), _STS)
    return warned(
        f"{_who(identity)} {_LONE_SECRET}",
        "Set AWS_ACCESS_KEY_ID too, or unset AWS_SECRET_ACCESS_KEY.",
        _STS,
    )


def long_lived(situation: Situation) -> Finding:
    """Check that no keys are in use that never expire (IAM best practices)."""
    identity = situation.identity
    where = identity.source.where if identity.source else ""
    if not identity.key_id:
        return skipped("There are no access keys.")
    if not identity.long_lived:
        return passed(f"{_found(identity)}: keys that expire.", where)
    if identity.arn.endswith(":root"):
        return warned(
            "The keys are those of the root user, who may do everything.",
            f"Delete the root user's keys and use a role: {situation.command(_SET_UP)}",
            where,
        )
    return warned(
        f"{_found(identity)}: they work until somebody deletes them.",
        f"Use a role, whose keys expire by themselves: {situation.command(_SET_UP)}",
        where,
    )


def key_age(situation: Situation) -> Finding:
    """Check how old the access key in use is."""
    if not situation.identity.long_lived:
        return skipped("The keys are temporary.")
    answer = situation.ask("iam", "list_access_keys", situation.home)
    if answer.failure is not None:
        if answer.failure.code == _NO_USER:
            return unknown("IAM lists the keys of users only.", evidence=_LIST_KEYS)
        return unanswered(answer.failure, _LIST_KEYS)
    last_four = situation.identity.key_id[-4:]
    for key in answer.content.get("AccessKeyMetadata", ()):
        if str(key.get("AccessKeyId", "")).endswith(last_four):
            return _aged(situation, key)
    return unknown("IAM does not list the key in use.", evidence=_LIST_KEYS)


def _api_key(situation: Situation) -> Finding:
    """Judge a Bedrock API key, which only Bedrock itself can."""
    evidence = "AWS_BEARER_TOKEN_BEDROCK, bedrock:ListFoundationModels"
    region = next(iter(situation.regions), "")
    if not region:
        return unknown("A Bedrock API key is set; no region to try it in.")
    failure = situation.models(region).failure
    if failure is None:
        return passed("Bedrock accepts the API key; whose it is, it tells no one.")
    return refused(failure, evidence)


def _aged(situation: Situation, key: dict[str, Any]) -> Finding:
    days = (datetime.now(UTC) - key["CreateDate"]).days
    detail = f"Access key …{key['AccessKeyId'][-4:]} is {days} days old"
    detail += _last_used(situation, key["AccessKeyId"]) + "."
    if days <= OLDEST_KEY:
        return passed(detail, _LIST_KEYS)
    return warned(
        detail,
        f"Make a new key ({situation.command('aws iam create-access-key')}), switch to"
        f" it, then delete the old one; or use a role: {situation.command(_SET_UP)}",
        _LIST_KEYS,
    )


def _last_used(situation: Situation, key_id: str) -> str:
    answer = situation.ask(
        "iam", "get_access_key_last_used", situation.home, AccessKeyId=key_id
    )
    used = answer.content.get("AccessKeyLastUsed", {})
    if "LastUsedDate" not in used:
        return ""
    service = used.get("ServiceName", "an unknown service")
    return f", last used {used['LastUsedDate']:%Y-%m-%d} for {service}"


def _who(identity: Identity) -> str:
    return f"{_found(identity)}, valid for {identity.arn or identity.name}."


def _found(identity: Identity) -> str:
    source = identity.source
    words = source.words if source else "Credentials"
    return f"{words[:1].upper()}{words[1:]}"
