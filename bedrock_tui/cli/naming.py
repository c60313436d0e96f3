"""Targets as the command line names them: -t, --lanes, and what they stand for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import click

from bedrock_tui.cli.session import brief, one_line, say
from bedrock_tui.core.target import Target
from bedrock_tui.errors import UsageError
from bedrock_tui.services import bridge
from bedrock_tui.services.targets import Read, read_targets, targets_of_sets
from bedrock_tui.services.workbench import Workbench
from bedrock_tui.settings import Settings

_MOST = 400
"""Characters of what is said of a name, which may itself be long."""


def named(
    ctx: click.Context,
    settings: Settings,
    targets: Iterable[str],
    sets: Iterable[str] = (),
) -> list[str]:
    """Return what -t and --lanes name, before and after the command's own name.

    A set that is not there ends the command with code 2.
    """
    root = ctx.find_root()
    before = root.params if root is not ctx else {}
    try:
        of_sets = targets_of_sets((*before.get("sets", ()), *sets), settings)
    except UsageError as error:
        raise click.UsageError(one_line(str(error))) from error
    return [*before.get("targets", ()), *targets, *of_sets]


async def targets_of(
    bench: Workbench,
    texts: Sequence[str],
    read: Callable[[Sequence[str], Workbench], Read] = read_targets,
) -> list[Target]:
    """Return the targets that are meant, and say what short names stand for.

    Raises what `read` raises.
    """
    found = await bridge.call("targets", lambda: read(texts, bench))
    for note in found.notes:
        say(brief(note, _MOST))
    return found.targets
