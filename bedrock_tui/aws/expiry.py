"""When credentials, and the sign-in they come from, run out."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from hashlib import sha1
from pathlib import Path
from typing import Any

from bedrock_tui.aws.profiles import AwsFiles, Settings
from bedrock_tui.core.identity import ApiKey, Expiry, ExpiryKind

_RENEWING = ("refreshToken", "clientId", "clientSecret", "registrationExpiresAt")
"""What a cached token needs to be renewed (botocore tokens.py, SSOTokenProvider)."""


def expiries(
    files: AwsFiles, name: str, credentials: Any, api_key: ApiKey
) -> tuple[Expiry, ...]:
    """Everything that runs out for an aws profile, as far as it is known.

    `credentials` are botocore's, or None where they could not be had.
    """
    method = getattr(credentials, "method", "") or files.method(name)
    found = [
        key_expiry(credentials, mfa=_asks_mfa(files, name)),
        login_expiry(files, name) if method == files.method(name) else None,
        Expiry(ExpiryKind.API_KEY, None) if api_key is ApiKey.SET else None,
    ]
    return tuple(each for each in found if each is not None)


def key_expiry(credentials: Any, *, mfa: bool) -> Expiry | None:
    """The end of temporary keys; None for keys without one.

    botocore knows it as `_expiry_time` only, and for deferred credentials not before
    they were used. Keys of the environment are read again but stay the same. A role
    with MFA cannot be assumed a second time, and botocore gives up the keys it has
    when it would have to: 10 minutes before their end (credentials.py).
    """
    if credentials is None:
        return None
    at = getattr(credentials, "_expiry_time", None)
    if at is not None:
        renews = credentials.method != "env" and not mfa
        if mfa:
            at -= timedelta(seconds=credentials._mandatory_refresh_timeout)
        return Expiry(ExpiryKind.KEYS, at.astimezone(UTC), renews)
    if hasattr(credentials, "_expiry_time"):
        return None  # deferred, and never come by
    return Expiry(ExpiryKind.KEYS, None) if credentials.token else None


def login_expiry(files: AwsFiles, name: str) -> Expiry | None:
    """The end of the sign-in behind a profile, also through the roles before it."""
    file = login_file(files, name)
    if file is None:
        return None
    token = _read(file)
    if not token:
        return None
    at = parse_moment(token.get("expiresAt"))
    # `aws login` caches the end of the keys, not of the sign-in that renews them.
    return Expiry(
        ExpiryKind.LOGIN, at, renews=_renews(token) and not _old_sso(files, name)
    )


def login_file(files: AwsFiles, name: str) -> Path | None:
    """The file in which the sign-in behind a profile is cached."""
    for each in files.chain(name):
        settings = files.settings(each)
        if files.method(each) == "sso":
            return sso_cache_file(files, settings)
        if files.method(each) == "login":
            return _login_cache_file(settings["login_session"])
    return None


def sso_cache_file(files: AwsFiles, settings: Settings) -> Path:
    """The cached token of an SSO profile (botocore utils.py, SSOTokenLoader)."""
    from botocore import tokens

    library: Any = tokens
    key = settings.get("sso_session") or settings.get("sso_start_url", "")
    name = sha1(key.encode()).hexdigest()  # a file name, no secret
    folder: str = library.SSOTokenProvider._SSO_TOKEN_CACHE_DIR
    return Path(folder, f"{name}.json")


def _login_cache_file(session: str) -> Path:
    """The cached token of an `aws login` profile (botocore utils.py)."""
    from botocore import utils

    library: Any = utils
    folder: str = library.get_login_token_cache_directory()
    return Path(folder, f"{library.generate_login_cache_key(session)}.json")


def parse_moment(value: object) -> datetime | None:
    """A moment as the caches write it; also the old form that ends in `UTC`."""
    if not isinstance(value, str):
        return None
    try:
        at = datetime.fromisoformat(value.removesuffix("UTC"))
    except ValueError:
        return None
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def _read(file: Path) -> Mapping[str, Any]:
    """The cached token; nothing if there is none that can be read."""
    try:
        token = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return token if isinstance(token, dict) else {}


def _renews(token: Mapping[str, Any]) -> bool:
    """Whether botocore can renew the token without anybody's help."""
    if any(name not in token for name in _RENEWING):
        return False
    until = parse_moment(token["registrationExpiresAt"])
    return until is not None and until > datetime.now(UTC)


def _old_sso(files: AwsFiles, name: str) -> bool:
    """Whether the sign-in is of an SSO profile without an sso-session, for which
    botocore renews nothing (credentials.py, SSOProvider)."""
    last = [*files.chain(name)][-1]
    return files.method(last) == "sso" and "sso_session" not in files.settings(last)


def _asks_mfa(files: AwsFiles, name: str) -> bool:
    return any("mfa_serial" in files.settings(each) for each in files.chain(name))
