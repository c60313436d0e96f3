"""Failures that can be told more exactly when the aws profile is known."""

from __future__ import annotations

from dataclasses import replace

from bedrock_tui.aws.failures import explain
from bedrock_tui.aws.mfa import MfaCancelled
from bedrock_tui.aws.profiles import AwsFiles
from bedrock_tui.aws.sources import without_queries
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
    if "multifactorauthentication failed" in failure.message.lower():
        return _mfa_refused(failure)
    if failure.code == "ProfileNotFound" and files and name in files.strays:
        return replace(
            failure,
            remedy=f"In {files.config} write [profile {name}] in place of [{name}].",
        )
    if files and isinstance(cause, FileNotFoundError) and _runs_process(files, name):
        return replace(
            failure,
            title="The credential process is missing",
            remedy="Install it, or correct credential_process of the AWS profile in "
            "the AWS config file.",
        )
    unknown = failure.category == Category.UNKNOWN
    if unknown and files and isinstance(cause, KeyError | ValueError):
        return _unreadable(failure, identity, files, name)
    return replace(failure, message=without_queries(failure.message))


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
        remedy="Look again, in a terminal, and enter the code.",
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
