"""The aws profiles of this computer, as botocore reads them, without their secrets."""

from __future__ import annotations

import os
import shlex
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePath
from typing import Any

KEYS = "aws_access_key_id"
_KEPT = frozenset(
    (
        "aws_account_id",
        "ca_bundle",
        "credential_source",
        "ec2_metadata_service_endpoint",
        "endpoint_url",
        "ignore_configured_endpoint_urls",
        "login_session",
        "mfa_serial",
        "region",
        "role_arn",
        "services",
        "source_profile",
        "sso_account_id",
        "sso_region",
        "sso_registration_scopes",
        "sso_role_name",
        "sso_session",
        "sso_start_url",
        "use_dualstack_endpoint",
        "use_fips_endpoint",
        "web_identity_token_file",
    )
)
"""The settings that are looked at; what else a section holds is dropped at once."""
Settings = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class AwsFiles:
    """The config and credentials files, free of keys, tokens and arguments."""

    config: Path
    credentials: Path
    selected: str
    """The aws profile that the environment chooses, or `default`."""
    profiles: Mapping[str, Settings] = field(default_factory=dict)
    """Per profile, settings of both files. `aws_access_key_id` is there, but empty,
    where keys are; `credential_process` is the name of its program."""
    sso_sessions: Mapping[str, Settings] = field(default_factory=dict)
    services: Mapping[str, Mapping[str, Settings]] = field(default_factory=dict)
    """Per section of endpoints, the settings of each service."""
    keyed: frozenset[str] = frozenset()
    """The profiles whose keys are in the credentials file."""
    strays: frozenset[str] = frozenset()
    """Sections of the config file that are no profiles for want of that word."""

    def settings(self, name: str) -> Settings:
        """The settings of a profile; none if it does not exist."""
        return self.profiles.get(name, {})

    def chain(self, name: str) -> Iterator[str]:
        """The profile, and those whose credentials its role is assumed with."""
        seen: set[str] = set()
        while name not in seen and name in self.profiles:
            seen.add(name)
            yield name
            if self.method(name) != "assume-role":
                return
            name = self.profiles[name].get("source_profile", "")

    def method(self, name: str) -> str:
        """botocore's word for what the profile gives, or an empty text.

        In the order of botocore's credentials.py, create_credential_resolver.
        """
        settings = self.settings(name)
        if "web_identity_token_file" in settings:
            return "assume-role-with-web-identity"
        if "role_arn" in settings:
            return "assume-role"
        if "sso_account_id" in settings or "sso_role_name" in settings:
            return "sso"
        if name in self.keyed:
            return "shared-credentials-file"
        if "login_session" in settings:
            return "login"
        if "credential_process" in settings:
            return "custom-process"
        return "config-file" if KEYS in settings else ""


def read_files() -> AwsFiles:
    """Read both files. Raises what botocore raises for one that cannot be parsed.

    A session that is not asked for its profile reads them whatever AWS_PROFILE says
    (botocore session.py, full_config).
    """
    from botocore.session import Session

    session: Any = Session()
    everything: Mapping[str, Any] = session.full_config
    credentials = expanded(session.get_config_variable("credentials_file"))
    sections = ("profiles", "sso_sessions", "services")
    return AwsFiles(
        config=expanded(session.get_config_variable("config_file")),
        credentials=credentials,
        selected=session.get_config_variable("profile") or "default",
        profiles=_each(everything.get("profiles", {})),
        sso_sessions=_each(everything.get("sso_sessions", {})),
        services={
            name: _each(services)
            for name, services in everything.get("services", {}).items()
        },
        keyed=_keyed(credentials),
        strays=frozenset(everything) - frozenset(sections),
    )


def files_if_readable() -> AwsFiles | None:
    """Both files, or nothing where one cannot be parsed, which is told elsewhere."""
    from botocore.exceptions import BotoCoreError  # start-up time

    try:
        return read_files()
    except BotoCoreError:
        return None


def region_in_config(name: str) -> str:
    """The region of a profile by the config file alone; empty where there is none."""
    from botocore.configloader import load_config
    from botocore.exceptions import BotoCoreError
    from botocore.session import Session

    session: Any = Session()
    try:
        config = load_config(session.get_config_variable("config_file"))
    except BotoCoreError:
        return ""
    name = name or session.get_config_variable("profile") or "default"
    return str(config["profiles"].get(name, {}).get("region", ""))


def expanded(name: str) -> Path:
    """A path of the AWS settings, with its variables and `~` (configloader.py)."""
    path = Path(os.path.expandvars(name))
    try:
        return path.expanduser()
    except RuntimeError:  # a user without a home, as in some containers
        return path


def _each(sections: Mapping[str, Any]) -> dict[str, Settings]:
    return {
        name: _harmless(section)
        for name, section in sections.items()
        if isinstance(section, Mapping)
    }


def _harmless(section: Mapping[str, Any]) -> Settings:
    """The settings without anything secret."""
    kept = {
        name: value
        for name, value in section.items()
        if name in _KEPT and isinstance(value, str)
    }
    if KEYS in section:
        kept[KEYS] = ""
    if "credential_process" in section:
        kept["credential_process"] = _program(str(section["credential_process"]))
    return kept


def _program(command: str) -> str:
    """The name of a command's program: the arguments may hold secrets."""
    try:
        words = shlex.split(command)
    except ValueError:
        return ""
    return PurePath(words[0]).name if words else ""


def _keyed(credentials: Path) -> frozenset[str]:
    from botocore.configloader import raw_config_parse
    from botocore.exceptions import ConfigNotFound

    try:
        sections = raw_config_parse(str(credentials))
    except ConfigNotFound:
        return frozenset()
    return frozenset(name for name, section in sections.items() if KEYS in section)
