from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = (
    "textual",
    "rich",
    "boto3",
    "botocore",
    "sqlite_utils",
    "urllib3",
    "genai_prices",
    "pydantic",
)
ROOT = Path(__file__).parent.parent


def loaded(statement: str) -> set[str]:
    """The top packages that a fresh interpreter has after a statement."""
    code = f"import sys; {statement}; print(*{{n.split('.')[0] for n in sys.modules}})"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr
    return set(done.stdout.split())


@pytest.mark.parametrize(
    "module",
    [
        "bedrock_tui.services.compare",
        "bedrock_tui.services.workbench",
        "bedrock_tui.services.models",
        "bedrock_tui.services.targets",
        "bedrock_tui.services.prices.resolver",
        "bedrock_tui.core.reply",
        "bedrock_tui.settings",
        "bedrock_tui.cli.main",
        "bedrock_tui.cli.compare",
        "bedrock_tui.cli.history",
        "bedrock_tui.cli.models",
        "bedrock_tui.cli.policy",
        "bedrock_tui.cli.snippet",
        "bedrock_tui.sandbox.child",
    ],
)
def test_a_module_is_light_to_import(module: str) -> None:
    assert loaded(f"import {module}").isdisjoint(HEAVY)


def test_the_package_itself_imports_nothing() -> None:
    before = loaded("pass")
    assert loaded("import bedrock_tui") - before == {"bedrock_tui"}


def test_the_screen_comes_without_boto3() -> None:
    found = loaded("import bedrock_tui.ui.app")
    assert "textual" in found
    assert found.isdisjoint({"boto3", "botocore", "sqlite_utils"})


def test_the_layers_import_in_one_direction() -> None:
    command = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"]
    done = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 broken" in done.stdout
