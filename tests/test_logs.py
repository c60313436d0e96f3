from __future__ import annotations

import logging

import pytest

from bedrock_tui import paths
from bedrock_tui.logs import start_log, stop_log


@pytest.mark.parametrize("there", [False, True])
def test_the_log_is_for_its_owners_eyes_alone(there: bool) -> None:
    file = paths.log_file()
    if there:
        file.parent.mkdir(parents=True)
        file.touch(mode=0o644)
    handler = start_log()
    try:
        logging.getLogger("test").warning("A line.")
    finally:
        stop_log(handler)
    assert "A line." in file.read_text()
    assert file.stat().st_mode & 0o777 == 0o600
