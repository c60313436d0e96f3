from __future__ import annotations

import logging
import os
import signal
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

from bedrock_tui.ui import clipboard
from bedrock_tui.ui.clipboard import Clipboard, find_tool
from tests.support import alive, threads, until

TOOLS = ("pbcopy", "wl-copy", "xclip", "xsel", "clip.exe")
DESKTOP = ("SSH_CONNECTION", "WAYLAND_DISPLAY", "DISPLAY", "WSL_DISTRO_NAME")
FAKE = """\
#!{python} -IS
import os, sys
place = {place!r}
with open(place + ".args", "a") as file:
    print(*sys.argv[1:], os.environ.get("LC_ALL", ""), sep="|", file=file)
data = sys.stdin.buffer.read()
with open(place + ".part", "wb") as file:
    file.write(data)
os.replace(place + ".part", place)
sys.exit({code})
"""
HANGS = """\
#!/bin/sh
sleep 600 &
echo $! > {place}.child
echo $$ > {place}.pid
wait
"""


class Tools:
    """Programs on a PATH of its own, and what they got."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir()

    def add(self, name: str, *, code: int = 0) -> Path:
        place = self.folder / f"{name}.got"
        return self._write(
            name, FAKE.format(python=sys.executable, place=str(place), code=code)
        )

    def add_hanging(self, name: str) -> Path:
        place = self.folder / f"{name}.got"
        return self._write(name, HANGS.format(place=place))

    def _write(self, name: str, script: str) -> Path:
        path = self.folder / name
        path.write_text(script)
        path.chmod(0o700)
        return self.folder / f"{name}.got"

    def pid(self, name: str, kind: str) -> int:
        path = self.folder / f"{name}.got.{kind}"
        until(lambda: path.exists() and path.read_text().strip())
        return int(path.read_text())


@pytest.fixture
def tools(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Tools:
    """A desktop of which nothing is known yet."""
    made = Tools(tmp_path / "bin")
    monkeypatch.setenv("PATH", f"{made.folder}{os.pathsep}/usr/bin{os.pathsep}/bin")
    for name in DESKTOP:
        monkeypatch.delenv(name, raising=False)
    return made


def chosen(path: Path, **environment: str) -> str:
    tool = find_tool({"PATH": str(path), **environment})
    return "" if tool is None else Path(tool.command[0]).name


@pytest.mark.parametrize(
    ("there", "environment", "tool"),
    [
        (TOOLS, {}, "pbcopy"),
        (TOOLS[1:], {}, ""),
        (TOOLS[1:], {"WAYLAND_DISPLAY": "wayland-0", "DISPLAY": ":0"}, "wl-copy"),
        (TOOLS[1:], {"DISPLAY": ":0"}, "xclip"),
        (("xsel",), {"DISPLAY": ":0"}, "xsel"),
        (("xsel",), {"WAYLAND_DISPLAY": "wayland-0"}, ""),
        (TOOLS[1:], {"WSL_DISTRO_NAME": "Debian", "DISPLAY": ":0"}, "clip.exe"),
        (("wl-copy",), {"WSL_INTEROP": "x", "WAYLAND_DISPLAY": "y"}, "wl-copy"),
        (TOOLS, {"SSH_CONNECTION": "a 1 b 22", "DISPLAY": "localhost:10.0"}, ""),
        ((), {"WAYLAND_DISPLAY": "wayland-0", "DISPLAY": ":0"}, ""),
    ],
)
def test_the_tool_is_the_one_of_this_desktop(
    tools: Tools, there: tuple[str, ...], environment: dict[str, str], tool: str
) -> None:
    for name in there:
        tools.add(name)
    assert chosen(tools.folder, **environment) == tool


def test_a_tool_gets_the_text_as_it_is_and_no_shell_reads_it(
    tools: Tools, monkeypatch: pytest.MonkeyPatch
) -> None:
    got = tools.add("xclip")
    monkeypatch.setenv("DISPLAY", ":0")
    text = "Größe 漢字 👩‍💻 $(touch owned) `x` \\ 'y' \"z\"\n\n" + "long " * 50_000
    Clipboard().fill(text)
    until(got.exists)
    assert got.read_bytes() == text.encode()
    assert Path(f"{got}.args").read_text() == "-selection|clipboard|-in|\n"


def test_pbcopy_and_clip_get_the_encoding_they_read(
    tools: Tools, monkeypatch: pytest.MonkeyPatch
) -> None:
    got = tools.add("pbcopy")
    Clipboard().fill("Größe \ud83d")
    until(got.exists)
    assert got.read_bytes() == "Größe ?".encode()
    assert Path(f"{got}.args").read_text() == "en_US.UTF-8\n"
    (tools.folder / "pbcopy").unlink()
    got = tools.add("clip.exe")
    monkeypatch.setenv("WSL_DISTRO_NAME", "Debian")
    Clipboard().fill("Größe 漢字")
    until(got.exists)
    assert got.read_bytes() == "Größe 漢字".encode("utf-16-le")


def test_a_tool_that_hangs_is_ended_and_holds_nothing_up(
    tools: Tools, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(clipboard, "PATIENCE", 0.5)
    tools.add_hanging("pbcopy")
    begun = time.monotonic()
    board = Clipboard()
    board.fill("secret words " * 100_000)  # more than a pipe holds
    assert time.monotonic() - begun < 0.4
    tool, child = tools.pid("pbcopy", "pid"), tools.pid("pbcopy", "child")
    try:
        until(lambda: not alive(tool) and not alive(child))
        until(lambda: "took longer than 0.5 s" in caplog.text)
    finally:
        for pid in (tool, child):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
    assert "secret" not in caplog.text


def test_after_a_tool_that_hung_the_newest_text_comes(
    tools: Tools, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clipboard, "PATIENCE", 0.5)
    tools.add_hanging("pbcopy")
    board = Clipboard()
    board.fill("first")
    tools.pid("pbcopy", "pid")
    got = tools.add("pbcopy")
    board.fill("second")
    board.fill("third")
    until(got.exists)
    assert got.read_text() == "third"
    assert Path(f"{got}.args").read_text().count("\n") == 1


@pytest.mark.parametrize(
    ("script", "told"),
    [("#!/bin/sh\nexit 3\n", "ended with 3"), ("no program", "did not start")],
)
def test_failures_are_only_logged(
    tools: Tools, caplog: pytest.LogCaptureFixture, script: str, told: str
) -> None:
    tools._write("pbcopy", script)
    with caplog.at_level(logging.WARNING):
        Clipboard().fill("secret")
        until(lambda: told in caplog.text)
    assert "secret" not in caplog.text


async def test_y_copies_through_the_terminal_and_the_tool(launch, tools):
    got = tools.add("pbcopy")
    async with launch("amazon.nova-pro-v1:0") as desk:
        await desk.ask("hi pace:900 ttft:0.02 tokens:40")
        await desk.until_idle()
        desk.compare.comparing.deck.focus_current()
        await desk.pilot.press("y")
        await desk.until(got.exists)
        assert got.read_text() == desk.lanes[0].reply.text == desk.app.clipboard
        desk.app.copy_to_clipboard("half \ud83d")
        assert desk.app.clipboard == "half ?"


async def test_over_ssh_only_the_terminal_is_told(launch, tools, monkeypatch):
    got = tools.add("pbcopy")
    monkeypatch.setenv("SSH_CONNECTION", "a 1 b 22")
    async with launch("amazon.nova-pro-v1:0") as desk:
        await desk.ask("hi pace:900 ttft:0.02 tokens:40")
        await desk.until_idle()
        desk.compare.comparing.deck.focus_current()
        await desk.pilot.press("y")
        await desk.until(lambda: desk.app.clipboard)
        until(lambda: not threads("clipboard"))
        assert not got.exists()
