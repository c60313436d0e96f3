"""Who calls AWS: where the credentials come from, whose they are, when they end."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from bedrock_tui.aws.boundary import explained
from bedrock_tui.aws.expiry import expiries
from bedrock_tui.aws.failures import explain
from bedrock_tui.aws.overrides import overrides
from bedrock_tui.aws.profiles import AwsFiles, read_files, region_in_config
from bedrock_tui.aws.refusals import (
    API_KEY_ALONE,
    API_KEY_EMPTY,
    nothing_found,
    sharpen,
    too_late,
)
from bedrock_tui.aws.sources import (
    API_KEY,
    BEARER,
    ENV_KEY,
    SECRET_KEY,
    expected,
    source,
)
from bedrock_tui.core.failure import readable
from bedrock_tui.core.identity import ApiKey, Identity, Override, Source
from bedrock_tui.core.target import may_be_region
from bedrock_tui.errors import CallFailed

if TYPE_CHECKING:
    from bedrock_tui.aws.clients import Clients

_ANY_REGION = "us-east-1"
"""Where STS is asked when no region was chosen, or none that can be: it knows the
caller everywhere."""


class Identities:
    """Finds out who calls; blocking, and safe to use from several threads."""

    def __init__(self, clients: Clients) -> None:
        self._clients = clients

    def resolve(self, *, aws_profile: str, region: str, region_source: str) -> Identity:
        """Run botocore's whole credential chain, and tell what came of it.

        Never raises: what goes wrong is in `Identity.failure`. May run a process, ask
        for an MFA code or wait for the network. After a failure the next call starts
        afresh, because botocore keeps a sign-in that failed (tokens.py).
        """
        blank = Identity(aws_profile, region, region_source)
        if self._clients.endpoint.simulated:
            return self._sandboxed(blank)
        blank = replace(blank, api_key=_api_key())
        self._clients.refresh(aws_profile)
        try:
            with explained(region=region, aws_profile=aws_profile):
                return self._found(blank, read_files())
        except CallFailed as error:
            self._clients.forget(aws_profile)
            found = overrides(None, "", self._clients.endpoint.url)
            blank = replace(blank, overrides=found, failure=error.failure)
            return blank if region else _placed(blank)

    def given_up(
        self, *, aws_profile: str, region: str, region_source: str, seconds: float
    ) -> Identity:
        """Tell what is known where the credentials did not come in time; never raises.

        Nothing but files is looked at. What still looks for them is ended.
        """
        self._clients.forget(aws_profile)
        blank = Identity(aws_profile, region, region_source, api_key=_api_key())
        try:
            with explained(aws_profile=aws_profile):
                files = read_files()
        except CallFailed as error:
            return replace(blank, failure=error.failure)
        name = aws_profile or files.selected
        return replace(
            blank,
            source=_source(None, files, name, chosen=bool(aws_profile)),
            expiries=expiries(files, name, None, blank.api_key),
            overrides=overrides(files, name, self._clients.endpoint.url),
            failure=too_late(files, name, seconds),
        )

    def ask_sts(self, identity: Identity) -> Identity:
        """Add account, ARN and name, or the failure that kept them from being known.

        STS does not take Bedrock API keys; where there are other credentials beside
        one, it describes those.
        """
        if identity.failure is not None:
            return identity
        if identity.source is not None and identity.source.method == BEARER:
            return replace(identity, failure=API_KEY_ALONE)
        known = may_be_region(identity.region)
        region = identity.region if known else _ANY_REGION
        profile = identity.aws_profile
        try:
            with explained(region=region, aws_profile=profile):
                sts = self._clients.get("sts", aws_profile=profile, region=region)
                caller: dict[str, str] = sts.get_caller_identity()
        except CallFailed as error:
            return replace(identity, failure=sharpen(error, identity, None, profile))
        arn = readable(caller.get("Arn", ""))
        account = readable(caller.get("Account", ""))
        return replace(identity, account=account, arn=arn, name=name_of(arn))

    def _sandboxed(self, blank: Identity) -> Identity:
        """The identity of the sandbox, without a look at the person's settings."""
        url = self._clients.endpoint.url
        return replace(
            blank,
            source=Source("explicit", "the sandbox's own keys", url),
            key_id="simulated",
            overrides=(Override("sandbox", url),),
        )

    def _found(self, blank: Identity, files: AwsFiles) -> Identity:
        name = blank.aws_profile or files.selected
        session, credentials, keys, error = self._load(blank)
        known = replace(
            blank,
            source=_source(credentials, files, name, chosen=bool(blank.aws_profile)),
            expiries=expiries(files, name, credentials, blank.api_key),
            overrides=overrides(files, name, self._clients.endpoint.url),
        )
        if error is not None:
            # Not another one: this may come late, when somebody else asks already.
            self._clients.forget(blank.aws_profile, session)
            return replace(known, failure=sharpen(error, known, files, name))
        if keys is None:
            return _without_keys(known, files, name)
        return replace(
            known,
            key_id=mask(keys.access_key),
            long_lived=not keys.token and not hasattr(credentials, "_expiry_time"),
            account=keys.account_id or "",
        )

    def _load(self, blank: Identity) -> tuple[Any, Any, Any, CallFailed | None]:
        """The session, its credentials, the keys of this moment, what went wrong."""
        session = credentials = keys = None
        try:
            with (
                explained(region=blank.region, aws_profile=blank.aws_profile),
                self._clients.lend(blank.aws_profile) as session,
            ):
                credentials = session.get_credentials()
                if credentials is not None:
                    # Lent still: the session makes clients of its own meanwhile.
                    keys = credentials.get_frozen_credentials()
        except CallFailed as error:
            return session, credentials, None, error
        return session, credentials, keys, None


def mask(key_id: str) -> str:
    """An access key id with its last four characters only; nothing of a short one."""
    return f"…{key_id[-4:]}" if len(key_id) >= 8 else "…"


def name_of(arn: str) -> str:
    """The user's or role's name out of the ARN that STS gave.

    An assumed role's ARN ends in the name of its session (IAM User Guide,
    identifiers); a user's may have a path before the name.
    """
    kind, _, rest = arn.rpartition(":")[2].partition("/")
    if kind == "assumed-role":
        return rest.partition("/")[0]
    return rest.rpartition("/")[2] or kind


def _api_key() -> ApiKey:
    """botocore takes an empty variable for a key, too (utils.py)."""
    value = os.environ.get(API_KEY)
    if value is None:
        return ApiKey.NONE
    return ApiKey.SET if value else ApiKey.EMPTY


def _source(
    credentials: Any, files: AwsFiles, name: str, *, chosen: bool
) -> Source | None:
    """The source in use; for credentials that could not be had, the one tried."""
    if credentials is not None:
        return source(credentials.method, files, name, chosen=chosen)
    if name != "default" and name not in files.profiles:
        return None
    method = expected(files, name, chosen=chosen)
    return source(method, files, name, chosen=chosen) if method else None


def _placed(blank: Identity) -> Identity:
    """The identity in the region that the config file has for it, if any: it may be
    the other file that cannot be read."""
    region = region_in_config(blank.aws_profile)
    origin = f"profile {blank.aws_profile or 'default'}" if region else ""
    return replace(blank, region=region, region_source=origin)


def _without_keys(known: Identity, files: AwsFiles, name: str) -> Identity:
    """What no provider of the chain having anything comes to."""
    from botocore.exceptions import PartialCredentialsError

    if known.api_key is ApiKey.SET:
        words = Source(BEARER, "a Bedrock API key", API_KEY)
        return replace(known, source=words)
    if known.api_key is ApiKey.EMPTY:
        return replace(known, source=None, failure=API_KEY_EMPTY)
    if os.environ.get(SECRET_KEY) and not known.aws_profile:
        # botocore looks for the other half alone, and takes this one for nothing.
        half = PartialCredentialsError(provider="env", cred_var=ENV_KEY)
        failure = explain(half)
    else:
        failure = nothing_found(files, name, known.aws_profile)
    return replace(known, source=None, failure=failure)
