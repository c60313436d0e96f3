"""Failures that can be told more exactly when the aws profile is known."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

from bedrock_tui.aws.failures import explain
from bedrock_tui.aws.mfa import MfaCancelled
from bedrock_tui.aws.profiles import AwsFiles
from bedrock_tui.aws.sources import EXPIRATION, short, without_queries
from bedrock_tui.core.commands import for_profile
from bedrock_tui.core.failure import Category, Failure
from bedrock_tui.core.identity import Identity
from bedrock_tui.errors import CallFailed

API_KEY_ALONE = Failure(
    category=Category.CREDENTIALS,
    code="ApiKeyAlone",
    title="Who you are is not known",
    message="Only a Bedrock API key is in force, and STS does not take it.",
    remedy="The key is good for Bedrock alone. To see account and role, choose an "
    "AWS profile or sign in beside it.",
)
API_KEY_EMPTY = Failure(
    category=Category.CONFIG,
    code="ApiKeyEmpty",
    title="The Bedrock API key is empty",
    message="AWS_BEARER_TOKEN_BEDROCK is set, but to nothing; it is taken for a key.",
    remedy="Run unset AWS_BEARER_TOKEN_BEDROCK, or set it to a Bedrock API key.",
)


def sharpen(
    error: CallFailed, identity: Identity, files: AwsFiles | None, name: str
) -> Failure:
    """The failure of an error, told with what is known of the profile `name`."""
    failure, cause = error.failure, error.__cause__
    if isinstance(cause, MfaCancelled):
        return _mfa_cancelled()
    said = failure.message.lower()
    if "multifactorauthentication failed" in said:
        return _mfa_refused(failure)
    if "tokencode" in said:
        return _no_mfa_code(failure)
    if failure.code == "ProfileNotFound" and files and name in files.strays:
        return replace(
            failure,
            remedy=f"In {short(files.config)} write [profile {name}] in place of "
            f"[{name}].",
        )
    if files and isinstance(cause, FileNotFoundError) and _runs_process(files, name):
        return replace(
            failure,
            title="The credential process is missing",
            remedy="Install it, or correct credential_process of the AWS profile in "
            f"{short(files.config)}.",
        )
    by_process = files is not None and _by_process(files, name, identity)
    if by_process and "refreshed credentials are still expired" in said:
        return replace(failure, remedy=_RENEW_BEHIND_PROCESS.format(name))
    if _from_environment(identity) and isinstance(cause, ValueError):
        return _no_moment(failure)
    unknown = failure.category == Category.UNKNOWN or failure.code == "ParserError"
    if unknown and files and isinstance(cause, KeyError | ValueError):
        return _unreadable(failure, identity, files, name)
    return replace(failure, message=without_queries(failure.message))


def nothing_found(files: AwsFiles, name: str, aws_profile: str) -> Failure:
    """What no provider having anything for the profile `name` comes to.

    `aws_profile` is the name in force for commands; empty where none was chosen."""
    from botocore.exceptions import NoCredentialsError

    settings = files.settings(name)
    if _SSO_PLACES & settings.keys():
        return _half_sso(files, name, aws_profile)
    failure = explain(NoCredentialsError(), aws_profile=aws_profile)
    if name not in files.profiles:
        return failure
    places = [_place(files.config, "AWS_CONFIG_FILE")]
    places.append(_place(files.credentials, "AWS_SHARED_CREDENTIALS_FILE"))
    message = f"Neither {' nor '.join(places)} has any for the AWS profile {name}."
    return replace(failure, message=message)


_SSO_PLACES = frozenset(("sso_session", "sso_start_url"))


def _half_sso(files: AwsFiles, name: str, aws_profile: str) -> Failure:
    """botocore takes a profile for SSO only where it names an account or a role."""
    command = for_profile("aws configure sso", aws_profile)
    return Failure(
        category=Category.CREDENTIALS,
        code="SsoIncomplete",
        title="The SSO profile is incomplete",
        message=f"The AWS profile {name} lacks sso_account_id and sso_role_name.",
        remedy=f"Run {command}, or add both to {short(files.config)}.",
    )


def _place(file: Path, variable: str) -> str:
    """A file of the AWS settings, and the variable that names it, if one does."""
    named = f" ({variable})" if os.environ.get(variable) else ""
    missing = "" if file.exists() else ", which is not there,"
    return f"{short(file)}{named}{missing}"


def too_late(files: AwsFiles, name: str, seconds: float) -> Failure:
    """What the credentials of a profile not coming in time comes to."""
    title, remedy = "The credentials did not come", _LOOK_AROUND
    if _runs_process(files, name):
        title = "The credential process did not answer"
        remedy = _LOOK_AT_PROCESS.format(name)
    return Failure(
        category=Category.TIMEOUT,
        code="NoAnswer",
        title=title,
        message=f"Nothing came within {seconds:.0f} s.",
        remedy=remedy,
        retryable=True,
    )


_LOOK_AROUND = (
    "Check the network, VPN and proxy, and look for a dialog that waits; then look "
    "again."
)
_LOOK_AT_PROCESS = (
    "Run the credential_process of the AWS profile {} by hand, or look for a dialog "
    "that waits; then look again."
)
_RENEW_BEHIND_PROCESS = (
    "The credential_process of the AWS profile {} returns keys that have expired: run "
    "it by hand, or sign in where it gets them."
)


def _by_process(files: AwsFiles, name: str, identity: Identity) -> bool:
    """Whether the keys are those of a process, and not the environment's."""
    return _runs_process(files, name) and not _from_environment(identity)


def _from_environment(identity: Identity) -> bool:
    return identity.source is not None and identity.source.method == "env"


def _no_moment(failure: Failure) -> Failure:
    """botocore reads the end of the environment's keys with dateutil's parser."""
    return replace(
        failure,
        category=Category.CONFIG,
        title="The end of the keys is not a date",
        message=f"{EXPIRATION} is {os.environ.get(EXPIRATION, '')!r}.",
        remedy=f"Correct {EXPIRATION} (ISO 8601, such as 2027-01-31T18:00:00Z), or "
        "unset it.",
    )


def _no_mfa_code(failure: Failure) -> Failure:
    """botocore and STS refuse what has not the form of a code, each in its words."""
    return replace(
        failure,
        category=Category.LOGIN,
        title="The code has six digits",
        message="What was given is no code of an MFA device.",
        remedy=_LOOK_AGAIN,
        retryable=False,
    )


_LOOK_AGAIN = "Look again (r on the Access screen, or run it again) and enter the code."


def _runs_process(files: AwsFiles, name: str) -> bool:
    methods = [files.method(each) for each in files.chain(name)]
    return methods[-1:] == ["custom-process"]


def _unreadable(
    failure: Failure, identity: Identity, files: AwsFiles, name: str
) -> Failure:
    """What was to hold credentials could not be read: botocore's JSONFileCache says
    KeyError for half a file, its ProcessProvider ValueError for what is not JSON."""
    from botocore.exceptions import (
        BotoCoreError,
        CredentialRetrievalError,
        LoginTokenLoadError,
        SSOTokenLoadError,
    )

    methods = [files.method(each) for each in files.chain(name)]
    words = "the cached token is damaged"
    error: BotoCoreError
    match methods[-1:]:
        case ["custom-process"]:
            return _not_json(failure)
        case ["sso"]:
            error = SSOTokenLoadError(error_msg=words)
        case ["login"]:
            error = LoginTokenLoadError(error_msg=words)
        case _:
            provider = identity.source.method if identity.source else "AWS settings"
            message = failure.message
            error = CredentialRetrievalError(provider=provider, error_msg=message)
    return explain(error, aws_profile=identity.aws_profile)


def _mfa_cancelled() -> Failure:
    return Failure(
        category=Category.LOGIN,
        code="MfaCancelled",
        title="No MFA code was given",
        message="The role is assumed with the code of an MFA device only.",
        remedy=_LOOK_AGAIN,
    )


def _mfa_refused(failure: Failure) -> Failure:
    """STS: `MultiFactorAuthentication failed with invalid MFA one time pass code.`"""
    return replace(
        failure,
        category=Category.LOGIN,
        title="The MFA code was not accepted",
        remedy="Wait for the device's next code (each is good once), look again and "
        "enter it.",
        retryable=False,
    )


def _not_json(failure: Failure) -> Failure:
    """What the process prints is parsed as JSON (botocore ProcessProvider)."""
    return replace(
        failure,
        category=Category.CREDENTIALS,
        title="The credential process failed",
        message="What the credential process printed is not the JSON that AWS asks "
        "for.",
        remedy="Run the credential_process of the AWS profile by hand and look at "
        "what it prints.",
    )
