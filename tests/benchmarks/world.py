"""A home, settings and AWS credentials of a benchmark's own, and compiled modules."""

from __future__ import annotations

import compileall
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from bedrock_tui import paths

CHECKOUT = Path(__file__).parents[2]
_OURS = ("AWS_", "XDG_", "BEDROCK_", "TEXTUAL")
_PROXIES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY")
_OTHERS = (
    "NO_COLOR",
    "FORCE_COLOR",
    "COLUMNS",
    "LINES",
    "PYTHONDONTWRITEBYTECODE",
    "PYTHONPROFILEIMPORTTIME",
    "PYTHONOPTIMIZE",
)


@contextmanager
def isolated() -> Iterator[Path]:
    """Give this process and its children a new home and return it; it is removed.

    Our modules are compiled first, and children may write compiled modules: nothing
    that is timed compiles anything.
    """
    before = dict(os.environ)
    sys.dont_write_bytecode = False
    _compile()
    with TemporaryDirectory(prefix="benchmark-", ignore_cleanup_errors=True) as folder:
        home = Path(folder)
        _clear()
        os.environ["HOME"] = folder
        for name in ("CONFIG", "DATA", "CACHE", "STATE"):
            os.environ[f"XDG_{name}_HOME"] = str(home / name.lower())
        os.environ |= {
            "AWS_ACCESS_KEY_ID": "AKIDEXAMPLE",
            "AWS_SECRET_ACCESS_KEY": "example",
            "AWS_EC2_METADATA_DISABLED": "true",
            "TERM": "xterm-256color",
            "COLORTERM": "truecolor",
            "LANG": "C.UTF-8",
        }
        try:
            yield home
        finally:
            os.environ.clear()
            os.environ.update(before)


def agree_to_all_lanes() -> None:
    """Let the program of this home send to eight lanes without asking."""
    path = paths.settings_file()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("compare.confirm_above_lanes = 8\n", encoding="utf-8")


def _clear() -> None:
    for name in list(os.environ):
        ours = name.startswith(_OURS) or name.upper() in _PROXIES
        if ours or name in _OTHERS:
            del os.environ[name]


def _compile() -> None:
    for folder in ("bedrock_tui", "tests/benchmarks"):
        compileall.compile_dir(CHECKOUT / folder, quiet=2)
