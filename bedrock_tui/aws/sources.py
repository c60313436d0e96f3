"""Where credentials come from, in words a person knows, without any secret."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from bedrock_tui.aws.profiles import AwsFiles, Settings
from bedrock_tui.core.identity import Source

ENV_KEY = "AWS_ACCESS_KEY_ID"
SECRET_KEY = "AWS_SECRET_ACCESS_KEY"
EXPIRATION = "AWS_CREDENTIAL_EXPIRATION"
API_KEY = "AWS_BEARER_TOKEN_BEDROCK"
BEARER = "api-key"
"""Our word for a Bedrock API key; botocore has no provider for it."""
_ENVIRONMENT = (
    ENV_KEY,
    SECRET_KEY,
    "AWS_SECURITY_TOKEN",
    "AWS_SESSION_TOKEN",
    EXPIRATION,
)
_CONTAINER = (
    "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
    "AWS_CONTAINER_CREDENTIALS_FULL_URI",
)
_TOKEN_FILE = "AWS_WEB_IDENTITY_TOKEN_FILE"
_IMDS = "http://169.254.169.254"
_QUERY = re.compile(r"""(\bhttps?://[^\s?"'<>]*)\?[^\s"'<>]+""")
_WORDS = {
    "env": "environment variables",
    "assume-role": "an assumed role",
    "assume-role-with-web-identity": "a role by web identity",
    "sso": "IAM Identity Center (SSO)",
    "shared-credentials-file": "keys in the credentials file",
    "login": "aws login",
    "custom-process": "a credential process",
    "config-file": "keys in the config file",
    "ec2-credentials-file": "keys in an EC2 credential file",
    "boto-config": "keys in a boto configuration file",
    "container-role": "the role of this container",
    "iam-role": "the role of this instance",
    "explicit": "keys given in code",
    BEARER: "a Bedrock API key",
}


def source(method: str, files: AwsFiles, name: str, *, chosen: bool) -> Source:
    """The source for a provider's `method` and an aws profile.

    `chosen` tells that the profile was named in code, which silences the environment
    (botocore credentials.py, disable_env_vars).
    """
    where = _where(method, files, name, chosen=chosen)
    return Source(method, _WORDS.get(method, method), where)


def expected(files: AwsFiles, name: str, *, chosen: bool) -> str:
    """The method botocore would try, when trying it failed; empty where unknown."""
    if os.environ.get(ENV_KEY) and not chosen:
        return "env"
    if os.environ.get(_TOKEN_FILE) and not chosen:
        role = files.method(name) == "assume-role"
        return "assume-role" if role else "assume-role-with-web-identity"
    if method := files.method(name):
        return method
    return "container-role" if any(each in os.environ for each in _CONTAINER) else ""


def masked(address: str) -> str:
    """An address without user name, password and query.

    All before the last `@` goes: a password may hold any other mark.
    """
    scheme, mark, rest = address.strip().partition("://")
    if not mark:
        scheme, rest = "", scheme
    _, at, tail = rest.rpartition("@")
    place = re.split(r"[?#]", tail)[0]
    return f"{scheme}{mark}…@{place}" if at else f"{scheme}{mark}{place}"


def without_queries(message: str) -> str:
    """A message without the queries of addresses: they may hold a token."""
    return _QUERY.sub(r"\1?…", message)


def short(path: Path) -> str:
    """A path that begins with `~` where it can."""
    try:
        return str(Path("~", path.relative_to(Path.home())))
    except (ValueError, RuntimeError):  # elsewhere, or nobody is at home
        return str(path)


def _where(method: str, files: AwsFiles, name: str, *, chosen: bool) -> str:
    settings = files.settings(name)
    match method:
        case "env":
            return _set(_ENVIRONMENT)
        case "assume-role":
            return _role(files, name)
        case "assume-role-with-web-identity":
            return _web_identity(settings, chosen=chosen)
        case "sso":
            return _sso(files, settings)
        case "shared-credentials-file":
            return f"[{name}] in {short(files.credentials)}"
        case "login":
            return settings.get("login_session", "")
        case "custom-process":
            program = settings.get("credential_process") or "the program"
            return f"{program}, named in [{_section(name)}] of {short(files.config)}"
        case "config-file":
            return f"[{_section(name)}] in {short(files.config)}"
        case "ec2-credentials-file":
            return os.environ.get("AWS_CREDENTIAL_FILE", "")
        case "boto-config":
            return os.environ.get("BOTO_CONFIG", "/etc/boto.cfg or ~/.boto")
        case "container-role":
            return _container()
        case "iam-role":
            return _instance(settings)
    return API_KEY if method == BEARER else ""


def _section(name: str) -> str:
    return name if name == "default" else f"profile {name}"


def _set(names: Iterable[str]) -> str:
    return ", ".join(each for each in names if os.environ.get(each))


def _role(files: AwsFiles, name: str) -> str:
    """`arn of the role, through base (IAM Identity Center …)`, to the chain's end."""
    steps: list[str] = []
    chain = list(files.chain(name))
    for each in chain:
        settings = files.settings(each)
        if each != chain[0]:
            steps.append(f"through profile {each}")
        if files.method(each) == "assume-role":
            steps.append(settings["role_arn"])
        elif method := files.method(each):
            steps.append(f"({_WORDS[method]})")
    last = files.settings(chain[-1])
    if "credential_source" in last:
        steps.append(f"through {last['credential_source']}")
    elif last.get("source_profile") == chain[-1]:
        steps.append("through keys of its own")
    return " ".join(steps)


def _web_identity(settings: Settings, *, chosen: bool) -> str:
    variables: Any = {} if chosen else os.environ
    role = variables.get("AWS_ROLE_ARN") or settings.get("role_arn", "")
    token = variables.get(_TOKEN_FILE) or settings.get("web_identity_token_file", "")
    return f"{role} with the token in {token}".strip()


def _sso(files: AwsFiles, settings: Settings) -> str:
    session = settings.get("sso_session", "")
    url = settings.get("sso_start_url", "")
    if session:
        url = files.sso_sessions.get(session, {}).get("sso_start_url", url)
    place = f"session {session} at {masked(url)}" if session else masked(url)
    if session and not url:
        place = f"session {session}, which {short(files.config)} does not have"
    account, role = settings.get("sso_account_id"), settings.get("sso_role_name")
    parts = (place, account and f"account {account}", role and f"role {role}")
    return ", ".join(filter(None, parts))


def _container() -> str:
    """The address asked; a relative one is asked of ECS's own host."""
    for name in _CONTAINER:
        if name in os.environ:
            return f"{masked(os.environ[name])} ({name})"
    return ""


def _instance(settings: Settings) -> str:
    address = os.environ.get("AWS_EC2_METADATA_SERVICE_ENDPOINT") or settings.get(
        "ec2_metadata_service_endpoint", _IMDS
    )
    return f"instance metadata at {masked(address)}"
