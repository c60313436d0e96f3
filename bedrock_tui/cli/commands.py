"""Commands of our own in what is printed: they keep the options that are in force.

Whoever copies one asks the same account, or the same sandbox, as before.
"""

from __future__ import annotations

import re
import shlex

import click

from bedrock_tui.core.plain import clean
from bedrock_tui.settings import Flags

_COMMAND = re.compile(r"\bbedrock-tui (?=(?:compare|doctor|history|models|policy)\b)")


def completed(text: str, ctx: click.Context | None = None) -> str:
    """Return a text whose commands repeat --demo, --profile and --endpoint-url.

    They are those of `ctx`, or of the command that runs.
    """
    ctx = ctx or click.get_current_context(silent=True)
    if ctx is None or not isinstance(ctx.obj, Flags):
        return text
    options = "".join(f"{each} " for each in _options(ctx.obj))
    return _COMMAND.sub(lambda found: f"{found[0]}{options}", text)


def _options(flags: Flags) -> list[str]:
    named = {"--profile": flags.aws_profile, "--endpoint-url": flags.endpoint_url}
    said = (f"{name} {shlex.quote(clean(v))}" for name, v in named.items() if v)
    return [*(["--demo"] if flags.demo else []), *said]
