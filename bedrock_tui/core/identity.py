"""Who calls AWS: what is known of the credentials in force, never the secrets."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bedrock_tui.core.failure import Failure


class ExpiryKind(StrEnum):
    """What runs out, and so how it is renewed."""

    KEYS = "temporary keys"
    LOGIN = "sign-in"
    API_KEY = "API key"


@dataclass(frozen=True, slots=True)
class Expiry:
    """A moment at which something runs out."""

    kind: ExpiryKind
    at: datetime | None
    """Aware; None where it cannot be known here."""
    renews: bool = False
    """True for what is renewed by itself as long as the sign-in behind it lasts, so
    that its end is no reason to disturb anybody."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where the credentials come from."""

    method: str
    """botocore's word for the provider: `env`, `sso`, `assume-role` …"""
    words: str
    """The same in plain words."""
    where: str
    """The file, environment variable, session, command or endpoint it was found in."""


@dataclass(frozen=True, slots=True)
class Override:
    """A setting of this computer that changes where or how requests go."""

    name: str
    """Its name, such as `AWS_ENDPOINT_URL` or `ca_bundle of profile dev`."""
    value: str


class ApiKey(StrEnum):
    """The state of `AWS_BEARER_TOKEN_BEDROCK`."""

    NONE = "none"
    SET = "set"
    EMPTY = "set but empty"
    """botocore takes it for a key: every Bedrock call fails until it is unset."""


@dataclass(frozen=True, slots=True)
class Identity:
    """The credentials in force for one aws profile and region."""

    aws_profile: str
    """Empty for the default."""
    region: str = ""
    region_source: str = ""
    source: Source | None = None
    """None where there are no credentials; known for many that do not work, too."""
    key_id: str = ""
    """The access key id, masked to its last four characters."""
    long_lived: bool = False
    """True for keys that do not expire by themselves."""
    account: str = ""
    arn: str = ""
    name: str = ""
    """The user's or role's name out of the ARN."""
    api_key: ApiKey = ApiKey.NONE
    expiries: tuple[Expiry, ...] = ()
    overrides: tuple[Override, ...] = ()
    """Endpoints, proxies and CA bundles in force."""
    failure: Failure | None = None
    """Why there are no usable credentials, or why the caller is not known."""

    @property
    def signs(self) -> bool:
        """True when there is something to sign a Bedrock call with, good or bad."""
        if self.api_key is ApiKey.NONE:
            return self.key_id != ""
        return self.api_key is ApiKey.SET

    @property
    def ends_at(self) -> datetime | None:
        """When a person has to act: the first known end that is not put off."""
        ends = [each.at for each in self.expiries if each.at and not each.renews]
        return min(ends, default=None)


class ProfileKind(StrEnum):
    """How an aws profile comes to its credentials."""

    SSO = "SSO"
    ROLE = "role"
    KEYS = "keys"
    PROCESS = "process"
    LOGIN = "login"
    WEB_IDENTITY = "web identity"
    OTHER = "other"
    """Settings without credentials."""


@dataclass(frozen=True, slots=True)
class AwsProfile:
    """An aws profile of the config or credentials file."""

    name: str
    kind: ProfileKind
    account: str = ""
    """Where the files tell it; empty otherwise."""
    region: str = ""
    sign_in: tuple[str, ...] = ()
    """The words of the AWS CLI's command that signs it in, also through the profiles
    before its role; none where no command does."""
