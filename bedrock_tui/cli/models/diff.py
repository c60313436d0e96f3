"""`bedrock-tui models diff`: what changed from one look at a region to the next."""

from __future__ import annotations

import asyncio
import re
from datetime import UTC, datetime, timedelta

import click

from bedrock_tui.cli.listing import terminal_width
from bedrock_tui.cli.models import shapes
from bedrock_tui.cli.models.asking import checked, opened
from bedrock_tui.cli.models.columns import Column, table
from bedrock_tui.cli.options import global_options, settings_of
from bedrock_tui.cli.output import Json, dumps
from bedrock_tui.cli.session import say
from bedrock_tui.core.changes import Change
from bedrock_tui.core.moments import day, utc
from bedrock_tui.services import bridge
from bedrock_tui.services.workbench import Workbench

_AGO = re.compile(r"(\d{1,4})([hdw])")
_UNITS = {"h": "hours", "d": "days", "w": "weeks"}
_MOST = 100_000
"""Changes that are read at most."""
_FEW = 4
"""Regions that a sentence names at most."""
_NONE = (
    "No changes are known. What a region offers is compared each time that it is asked:"
    "\n  bedrock-tui models"
)


class _Since(click.ParamType[datetime]):
    """A date, a moment, or how long ago."""

    name = "when"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> datetime:
        if isinstance(value, datetime):
            return value
        text = str(value).strip()
        if ago := _AGO.fullmatch(text):
            number, unit = ago.groups()
            return datetime.now(UTC) - timedelta(**{_UNITS[unit]: int(number)})
        try:
            return datetime.fromisoformat(text).astimezone(UTC)
        except (ValueError, OverflowError):
            self.fail(f"'{text}' is no date: write 2026-11-01, 24h, 7d or 2w.")


@click.command("diff")
@click.option(
    "--since",
    type=_Since(),
    metavar="WHEN",
    help="Only from then on: 2026-11-01, or how long ago: 24h, 7d, 2w.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option("--csv", "as_csv", is_flag=True, help="Print CSV with a header.")
@global_options
@click.pass_context
def diff(
    ctx: click.Context, since: datetime | None, as_json: bool, as_csv: bool
) -> None:
    """List what changed in the models of the regions that were asked, newest first.

    Nobody is asked: these are the changes that earlier scans have found. --region
    leaves out other regions.

    Exit codes: 0 listed, 1 the log could not be read, 2 wrong usage, 130 interrupted.
    """
    if as_json and as_csv:
        raise click.UsageError("Choose one of --json and --csv.")
    settings = settings_of(ctx)
    with opened(ctx, settings) as bench:
        chosen = settings.region_source == "--region"
        region = checked(settings.region) if chosen else ""
        known = asyncio.run(_changes(bench))
    changes = [each for each in known if _is_meant(each, region, since)]
    if as_json:
        click.echo(dumps({"changes": [_as_json(each) for each in changes]}))
    elif as_csv:
        click.echo(shapes.as_csv(map(_as_json, changes)), nl=False)
    elif changes:
        click.echo("\n".join(table(changes, _COLUMNS, terminal_width(), cut_last=True)))
    if not changes:
        say(_none_of(known) if known else _NONE)


async def _changes(bench: Workbench) -> list[Change]:
    await bridge.call("open", bench.open)
    if bench.store_error is not None:
        raise bench.store_error
    return await bench.models.changes(_MOST)


def _is_meant(change: Change, region: str, since: datetime | None) -> bool:
    recent = since is None or utc(change.at) >= since
    return recent and region in ("", change.region)


def _none_of(known: list[Change]) -> str:
    """Return that there are changes, but none that were asked for."""
    regions = sorted({each.region for each in known})
    number = "1 change is" if len(known) == 1 else f"{len(known):,} changes are"
    where = ", ".join(regions[:_FEW]) + (", …" if len(regions) > _FEW else "")
    newest = max(utc(each.at) for each in known)
    return f"None matches: {number} known, in {where}, the newest of {day(newest)}."


def _as_json(change: Change) -> Json:
    return {
        "at": shapes.moment(change.at),
        "kind": str(change.kind),
        "region": change.region,
        "model_id": change.model_id,
        "name": change.title or None,
        "detail": change.detail or None,
    }


_COLUMNS: tuple[Column[Change], ...] = (
    Column("when", lambda each: f"{utc(each.at).astimezone():%Y-%m-%d %H:%M}", spare=2),
    Column("what", lambda each: each.kind),
    Column("region", lambda each: each.region, spare=1),
    Column("model", lambda each: each.model_id),
    Column("detail", lambda each: each.detail),
)
