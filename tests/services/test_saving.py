from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from bedrock_tui.errors import FileError
from bedrock_tui.services import saving


def test_a_name_is_in_the_folder_a_path_is_not(tmp_path: Path) -> None:
    assert saving.place(" a b.md ", tmp_path) == tmp_path / "a b.md"
    assert saving.place("/x/a.md", tmp_path) == Path("/x/a.md")
    assert saving.place("~/a.md", tmp_path) == Path.home() / "a.md"


@pytest.mark.parametrize(
    "text", ["", "  ", "a\0b", "folder/", "~nobody-at-all/a.md", ".", "..", "~", "/"]
)
def test_what_names_no_file_is_told(tmp_path: Path, text: str) -> None:
    with pytest.raises(FileError):
        saving.place(text, tmp_path)


def test_nothing_is_replaced_without_being_asked(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    assert saving.write(path, "Größe\n", replace=False) == 8
    with pytest.raises(saving.TakenError, match=r"a\.md already"):
        saving.write(path, "other", replace=False)
    assert path.read_bytes() == "Größe\n".encode()
    saving.write(path, "other", replace=True)
    assert path.read_text() == "other"


def test_what_cannot_be_written_says_why(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="is a folder"):
        saving.check(tmp_path)
    with pytest.raises(FileError, match="no folder"):
        saving.check(tmp_path / "none" / "a.md")
    (tmp_path / "file").touch()
    with pytest.raises(FileError, match="no folder"):
        saving.check(tmp_path / "file" / "a.md")
    with pytest.raises(FileError, match="could not be written: File name too long"):
        saving.write(tmp_path / ("n" * 300), "x", replace=True)


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is forbidden to root")
def test_what_must_not_be_written_says_so(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.touch(mode=0o400)
    with pytest.raises(FileError, match="must not be written"):
        saving.check(path)
    tmp_path.chmod(0o500)
    with pytest.raises(FileError, match="Nothing can be written"):
        saving.check(tmp_path / "b.md")
    tmp_path.chmod(0o700)


def test_a_name_is_proposed_that_is_free(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    folder, name = saving.proposed()
    assert folder == tmp_path
    assert re.fullmatch(r"comparison-\d{8}-\d{6}", name)
    for second in range(5):  # the clock may go on meanwhile
        later = int(name[-6:]) + second
        (tmp_path / f"{name[:-6]}{later:06d}.json").touch()
    assert saving.proposed()[1].endswith("-2")


def test_a_folder_that_was_removed_is_not_proposed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    assert saving.proposed()[0] == Path.home()
    monkeypatch.chdir(tmp_path)
