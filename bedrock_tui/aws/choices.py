"""The aws profiles that there are to choose from."""

from __future__ import annotations

from bedrock_tui.aws.boundary import explained
from bedrock_tui.aws.profiles import Settings, read_files
from bedrock_tui.aws.renewal import sign_in_command
from bedrock_tui.core.identity import AwsProfile, ProfileKind

_KINDS = {
    "assume-role": ProfileKind.ROLE,
    "assume-role-with-web-identity": ProfileKind.WEB_IDENTITY,
    "sso": ProfileKind.SSO,
    "shared-credentials-file": ProfileKind.KEYS,
    "login": ProfileKind.LOGIN,
    "custom-process": ProfileKind.PROCESS,
    "config-file": ProfileKind.KEYS,
}


def list_profiles() -> list[AwsProfile]:
    """All aws profiles, also when AWS_PROFILE names none. Raises CallFailed."""
    with explained():
        files = read_files()
    return [
        AwsProfile(
            name=name,
            kind=_KINDS.get(files.method(name), ProfileKind.OTHER),
            account=_account(settings),
            region=settings.get("region", ""),
            sign_in=sign_in_command(files, name),
        )
        for name, settings in files.profiles.items()
    ]


def _account(settings: Settings) -> str:
    """The account that the settings tell, without asking anybody."""
    for name in ("role_arn", "login_session"):
        parts = settings.get(name, "").split(":")
        if len(parts) > 4 and parts[0] == "arn":
            return parts[4]
    return settings.get("sso_account_id") or settings.get("aws_account_id", "")
