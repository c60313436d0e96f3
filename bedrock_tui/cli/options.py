"""The options that every command takes, before or after its name."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import wraps
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

import click

from bedrock_tui import paths, settings_file
from bedrock_tui.errors import UsageError
from bedrock_tui.settings import Flags, Settings, resolve

P = ParamSpec("P")
R = TypeVar("R")

_REGION = click.option("-r", "--region", help="AWS region of targets that name none.")
_REGIONS = click.option(
    "-r",
    "--region",
    "regions",
    multiple=True,
    help="AWS region to ask; repeat for more, or write a,b.",
)
_OTHERS = (
    click.option("-p", "--profile", "aws_profile", help="AWS profile to use."),
    click.option("--endpoint-url", metavar="URL", help="Send everything to URL."),
    click.option("--demo", is_flag=True, help="Use a simulated Bedrock; no account."),
    click.option("--read-only", is_flag=True, help="Send nothing that costs."),
    click.option(
        "--db",
        "database",
        type=click.Path(dir_okay=False, path_type=Path),
        help="Keep the history in this file.",
    ),
)

lanes_option = click.option(
    "--lanes",
    "sets",
    metavar="NAME",
    multiple=True,
    help="Add the targets of this set of settings.toml; repeat for more.",
)


def global_options(command: Callable[P, R]) -> Callable[..., R]:
    """Add the global options; what they say is found through `settings_of`."""
    return _with(_REGION, command)


def options_of_many_regions(command: Callable[P, R]) -> Callable[..., R]:
    """Add the same options, with --region for more than one.

    The command is told `regions`; the first of them is the region in force.
    """
    return _with(_REGIONS, command)


def _with(region: Callable[..., Any], command: Callable[P, R]) -> Callable[..., R]:
    @wraps(command)
    def wrapper(*args: Any, **kwargs: Any) -> R:  # noqa: ANN401  click passes by name
        said = {name: kwargs.pop(name, None) for name in Flags.__dataclass_fields__}
        if texts := kwargs.get("regions"):
            regions = tuple(each.strip() for t in texts for each in t.split(","))
            kwargs["regions"], said["region"] = regions, regions[0]
        ctx = click.get_current_context()
        before = ctx.obj if isinstance(ctx.obj, Flags) else Flags()
        ctx.obj = replace(before, **{k: v for k, v in said.items() if v})
        return command(*args, **kwargs)

    decorated: Callable[..., R] = wrapper
    for option in (*reversed(_OTHERS), region):
        decorated = option(decorated)
    return decorated


def settings_of(ctx: click.Context) -> Settings:
    """Return the settings in force; wrong ones end the command with code 2.

    To be called once: it says what is wrong with `settings.toml`, which ends nothing.
    """
    file = settings_file.read(paths.settings_file())
    _tell(file.problems)
    try:
        return resolve(ctx.obj, os.environ, file)
    except UsageError as error:
        raise click.UsageError(str(error), ctx) from error


def _tell(problems: Iterable[str]) -> None:
    for problem in problems:
        from bedrock_tui.cli.session import one_line, say  # start-up time

        say(one_line(problem))
