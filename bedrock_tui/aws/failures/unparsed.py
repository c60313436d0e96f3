"""Which file of the AWS settings cannot be parsed, and where in it."""

from __future__ import annotations

import configparser
import os
from dataclasses import replace
from pathlib import Path

from bedrock_tui.aws.profiles import expanded
from bedrock_tui.aws.sources import short
from bedrock_tui.core.failure import Failure, readable

_CREDENTIALS = "AWS_SHARED_CREDENTIALS_FILE"


def name_file(failure: Failure, error: BaseException) -> Failure:
    """A failure to parse a file with the file and line to correct.

    botocore has the path, but keeps the line to itself (configloader.py).
    """
    path = getattr(error, "kwargs", {}).get("path")
    if failure.code != "ConfigParseError" or not path:
        return failure
    file = Path(path)
    usual = os.environ.get(_CREDENTIALS) or "~/.aws/credentials"
    kind = "credentials" if file == expanded(usual) else "config"
    variable = _CREDENTIALS if kind == "credentials" else "AWS_CONFIG_FILE"
    line = _broken_line(file)
    where = f"line {line} of {short(file)}" if line else short(file)
    named = f", which {variable} names" if os.environ.get(variable) else ""
    return replace(
        failure,
        title=f"The AWS {kind} file is unreadable",
        remedy=readable(f"Correct {where}{named}."),
    )


def _broken_line(file: Path) -> int:
    """The number of the first line that is no setting; 0 where none is told."""
    try:
        configparser.RawConfigParser().read(file)
    except configparser.ParsingError as error:
        lines = [number for number, _ in getattr(error, "errors", ())]
        return lines[0] if lines else getattr(error, "lineno", 0)
    except (configparser.Error, UnicodeDecodeError) as error:
        return getattr(error, "lineno", None) or 0
    return 0
