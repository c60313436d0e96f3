"""What the person chose, and where each choice came from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from bedrock_tui.errors import UsageError
from bedrock_tui.settings_fields import (
    ALIASES,
    CONFIRM_DOLLARS,
    CONFIRM_LANES,
    CRITERIA,
    DEFAULT_MODEL,
    FAVOURITE_REGIONS,
    LANES,
    MAX_RETRIES,
    RATE_LIMIT,
    SCAN_HOURS,
)
from bedrock_tui.settings_file import SettingsFile

if TYPE_CHECKING:
    from bedrock_tui.core.criteria import Criterion

DEFAULT_RETRIES = MAX_RETRIES.default
SCAN_TTL = timedelta(hours=SCAN_HOURS.default)
_PROFILES = ("AWS_DEFAULT_PROFILE", "AWS_PROFILE")  # botocore's own order
DEMO_REGION = "us-east-1"


@dataclass(frozen=True, slots=True)
class Flags:
    """What the command line said; None or False where it said nothing."""

    aws_profile: str | None = None
    region: str | None = None
    endpoint_url: str | None = None
    database: Path | None = None
    demo: bool = False
    read_only: bool = False


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings in force: flag before environment before file before default."""

    aws_profile: str = ""
    """Empty: botocore's own choice, which reads `AWS_PROFILE`."""
    environment_profile: str = ""
    """What `AWS_DEFAULT_PROFILE` or `AWS_PROFILE` says, for display: botocore reads
    them itself, and keys in the environment win over them but not over a flag."""
    region: str = ""
    """Empty: the aws profile's region, which only botocore knows."""
    region_source: str = ""
    """`--region`, the environment variable's name, or empty."""
    endpoint_url: str = ""
    database: Path | None = None
    """Where the history lives; None is the usual place."""
    demo: bool = False
    read_only: bool = False
    max_retries: int = DEFAULT_RETRIES
    """Repetitions of a failed call, after the first attempt."""
    rate_limit: int = RATE_LIMIT.default
    """Requests of all lanes together within any minute; 0 sets no limit."""
    default_model: str = ""
    """The target when none is named, as people write targets; may be empty."""
    scan_ttl: timedelta = SCAN_TTL
    """After this a region's list of models is worth being asked for again."""
    favourite_regions: tuple[str, ...] = ()
    """Regions that come first where one is chosen."""
    confirm_dollars: float = CONFIRM_DOLLARS.default
    """Prompts that may cost more US dollars are asked about before they go."""
    confirm_lanes: int = CONFIRM_LANES.default
    """Prompts that go to more lanes are asked about before they go."""
    aliases: Mapping[str, str] = field(default_factory=dict)
    """Names of the person's own for targets, and what they stand for."""
    lane_sets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Targets to open together, as people write them, by the name of the set."""
    criteria: tuple[Criterion, ...] = ()
    """What the person expects of every reply."""
    problems: tuple[str, ...] = ()
    """What is wrong with `settings.toml`, and was left out."""


def resolve(
    flags: Flags,
    environment: Mapping[str, str],
    file: SettingsFile = SettingsFile(),  # noqa: B008  a value that never changes
) -> Settings:
    """Return the settings in force. Raises UsageError for a value that makes no sense.

    What the file has that makes no sense is no error: `problems` tells it.

    boto3 itself reads `AWS_DEFAULT_REGION` but not `AWS_REGION`; other SDKs, and so
    people, read the latter first.
    """
    region, source = _region(flags, environment)
    return Settings(
        aws_profile=flags.aws_profile or "",
        environment_profile=_environment_profile(flags, environment),
        region=region,
        region_source=source,
        endpoint_url=_endpoint(flags.endpoint_url or ""),
        database=flags.database,
        demo=flags.demo,
        read_only=flags.read_only,
        max_retries=_whole(environment, "BEDROCK_MAX_RETRIES", file.get(MAX_RETRIES)),
        rate_limit=_whole(
            environment, "BEDROCK_RATE_LIMIT_PER_MINUTE", file.get(RATE_LIMIT)
        ),
        default_model=_default_model(environment, file),
        scan_ttl=timedelta(hours=file.get(SCAN_HOURS)),
        favourite_regions=file.get(FAVOURITE_REGIONS),
        confirm_dollars=file.get(CONFIRM_DOLLARS),
        confirm_lanes=file.get(CONFIRM_LANES),
        aliases=file.entries(ALIASES),
        lane_sets=file.entries(LANES),
        criteria=file.get(CRITERIA),
        problems=file.problems,
    )


def _environment_profile(flags: Flags, environment: Mapping[str, str]) -> str:
    if flags.demo:
        return ""
    named = (environment.get(name, "") for name in _PROFILES)
    return next((name.strip() for name in named if name.strip()), "")


def _region(flags: Flags, environment: Mapping[str, str]) -> tuple[str, str]:
    if flags.region:
        return flags.region, "--region"
    if flags.demo:
        return DEMO_REGION, "--demo"
    for name in ("AWS_REGION", "AWS_DEFAULT_REGION"):
        if value := environment.get(name, "").strip():
            return value, name
    return "", ""


def _endpoint(url: str) -> str:
    from urllib.parse import urlsplit  # start-up time

    if not url:
        return ""
    try:
        parts = urlsplit(url)
        host = parts.hostname if parts.port != 0 else None
    except ValueError:  # half an IPv6 address, or a port that is none
        host = None
    if not host or parts.scheme not in ("http", "https"):
        raise UsageError(
            f"--endpoint-url is '{url}'.",
            hint="It must be http:// or https:// with a host.",
        )
    return url


def _default_model(environment: Mapping[str, str], file: SettingsFile) -> str:
    said = environment.get("BEDROCK_DEFAULT_MODEL", "").strip()
    return said or file.get(DEFAULT_MODEL)


def _whole(environment: Mapping[str, str], name: str, otherwise: int) -> int:
    text = environment.get(name, "").strip()
    if not text:
        return otherwise
    if not text.isdecimal():
        raise UsageError(
            f"{name} is '{text}'.",
            hint="Set it to a whole number from 0, or unset it.",
        )
    return int(text)
