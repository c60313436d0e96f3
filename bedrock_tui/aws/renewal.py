"""What renews the credentials of an aws profile, by the way it comes to them."""

from __future__ import annotations

from bedrock_tui.aws.profiles import AwsFiles, files_if_readable
from bedrock_tui.aws.sources import expected, short
from bedrock_tui.core.commands import for_profile

_SIGN_INS = {"sso": ("aws", "sso", "login"), "login": ("aws", "login")}
_ENVIRONMENT = (
    "Export new session keys (AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, "
    "AWS_SESSION_TOKEN), or unset them to use an AWS profile."
)
_MACHINE = "Check the role of this container or instance, which hands out the keys."


def sign_in_profile(files: AwsFiles, name: str) -> str:
    """The profile to sign in for another: the last that its role is assumed with.

    The AWS CLI does not follow `source_profile` when it signs in.
    """
    return ([*files.chain(name)] or [name])[-1]


def sign_in_command(files: AwsFiles, name: str) -> tuple[str, ...]:
    """The words of the AWS CLI's command that signs a profile in; none without one."""
    profile = sign_in_profile(files, name)
    words = _SIGN_INS.get(files.method(profile), ())
    named = ("--profile", profile) if profile != "default" else ()
    return (*words, *named) if words else ()


def profile_to_sign_in(aws_profile: str) -> str:
    """The profile to name in a command that signs in; empty where none is chosen."""
    files = files_if_readable()
    if files is None:
        return aws_profile
    name = aws_profile or files.selected
    profile = sign_in_profile(files, name)
    return aws_profile if profile == name else profile


def renewal(aws_profile: str) -> str:
    """A sentence on what to do when the credentials in force are of no use any more."""
    files = files_if_readable()
    name = aws_profile or (files.selected if files else "default")
    method = expected(files, name, chosen=bool(aws_profile)) if files else ""
    if files is None or not method:
        command = for_profile("aws sso login", aws_profile)
        return f"Sign in again: {command}, or renew the keys where they come from."
    if method in ("env", "container-role"):
        return _ENVIRONMENT if method == "env" else _MACHINE
    last = sign_in_profile(files, name)
    return _of_profile(files, last, profile_to_sign_in(aws_profile))


def _of_profile(files: AwsFiles, name: str, named: str) -> str:
    settings = files.settings(name)
    match files.method(name):
        case "sso":
            return f"Sign in again: {for_profile('aws sso login', named)}"
        case "login":
            return f"Sign in again: {for_profile('aws login', named)}"
        case "custom-process":
            return f"Sign in where the credential_process of {name} gets its keys."
        case "shared-credentials-file":
            return f"Put new keys into [{name}] of {short(files.credentials)}."
        case "config-file":
            return f"Put new keys of {name} into {short(files.config)}."
        case "assume-role-with-web-identity":
            file = settings["web_identity_token_file"]
            return f"Have a new token written to {file}."
        case _:
            return _MACHINE
