"""Reading targets as people write them: ids, aliases of their own, short names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from bedrock_tui.core.arn import parse_arn
from bedrock_tui.core.comparison import MOST_LANES
from bedrock_tui.core.target import Target, parse_target
from bedrock_tui.errors import UsageError
from bedrock_tui.services.workbench import Workbench
from bedrock_tui.settings import Settings

_ANY_REGION = "us-east-1"


@dataclass(frozen=True, slots=True)
class Read:
    """What was meant."""

    targets: list[Target]
    notes: list[str]
    """What was chosen for short names, and why; and which of them nobody knows."""


def read_targets(texts: Sequence[str], workbench: Workbench) -> Read:
    """Return the targets that were named, or the default ones; blocks.

    Raises UsageError for none, too many, or one without a region; CallFailed when the
    aws profile cannot be read.
    """
    texts = list(texts) or workbench.default_targets()
    if not texts:
        raise UsageError("No target.", hint="Name one or more: -t ID or -t ID@REGION.")
    _check_number(texts)
    return read_names(texts, workbench)


def first_targets(texts: Sequence[str], workbench: Workbench) -> Read:
    """Return what a new screen starts with; blocks.

    That is what was named, else the lanes of last time, else the default ones; there
    may be none at all. Raises as `read_targets` does.
    """
    if not texts and (last := workbench.last_lanes()) is not None:
        return Read(last, [])
    if not texts and not workbench.default_targets():
        return Read([], [])
    return read_targets(texts, workbench)


def read_names(texts: Iterable[str], workbench: Workbench) -> Read:
    """Return the target that each text names, however many they are; blocks.

    Raises as `read_targets` does.
    """
    named = [resolve(_parse(text, workbench), workbench) for text in texts]
    return Read([target for target, _ in named], [note for _, note in named if note])


def check_targets(texts: Sequence[str], settings: Settings) -> None:
    """Raise UsageError for what makes no sense in any region; asks nobody."""
    _check_number(texts)
    for text in texts:
        parse_target(expand(text, settings.aliases), region=_ANY_REGION)


def targets_of_sets(names: Iterable[str], settings: Settings) -> list[str]:
    """Return what the sets of lanes with these names hold, as it is written there.

    Raises UsageError for a name that no set has.
    """
    sets = settings.lane_sets
    for name in names:
        if name not in sets:
            raise UsageError(f"No set of lanes is called '{name}'.", hint=_sets(sets))
    return [text for name in names for text in sets[name]]


def expand(text: str, aliases: Mapping[str, str]) -> str:
    """Return what an alias stands for, in the region named with it if there is one.

    What is no alias comes back as it is; an alias of an alias stands for nothing.
    """
    name, at, region = text.strip().rpartition("@")
    meant = aliases.get(name.strip() if at else region)
    if meant is None or (at and not region.strip()):
        return text
    return f"{meant.partition('@')[0]}@{region.strip()}" if at else meant


def resolve(target: Target, workbench: Workbench) -> tuple[Target, str]:
    """Return the target that a short name stands for in its region, and why; blocks.

    Ids with a dot and ARNs are what they are. The note is empty where nothing had to be
    chosen. What nobody knows comes back as it is, with a note.
    """
    from bedrock_tui.core import modelkeys  # start-up time

    if "." in target.id or parse_arn(target.id) is not None:
        return target, ""
    found = modelkeys.resolve(target.id, workbench.known_ids(target.region))
    note = found.note
    if found.id == target.id and note:
        note = f"{target}: {note}"
    return replace(target, id=found.id), note


def how_to_write_sets() -> str:
    """Return how and where people write sets of lanes."""
    from bedrock_tui.paths import settings_file  # start-up time

    return f'Write [lanes] and NAME = ["ID", "ID@REGION"] into {settings_file()}.'


def _sets(sets: Iterable[str]) -> str:
    known = ", ".join(sets)
    if known:
        return f"settings.toml has: {known}."
    return f"settings.toml has none. {how_to_write_sets()}"


def _check_number(texts: Sequence[str]) -> None:
    if len(texts) > MOST_LANES:
        raise UsageError(f"{len(texts)} targets.", hint=f"{MOST_LANES} at most.")


def _parse(text: str, workbench: Workbench) -> Target:
    profile = workbench.settings.aws_profile
    text = expand(text, workbench.settings.aliases)
    try:
        return parse_target(text, region=workbench.region, aws_profile=profile)
    except UsageError:
        if workbench.region:
            raise
    # Only now: asking the aws profile for its region imports boto3.
    return parse_target(text, region=workbench.find_region(), aws_profile=profile)
