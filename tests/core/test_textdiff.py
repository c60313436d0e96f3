from __future__ import annotations

import shutil
import subprocess
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedrock_tui.core.patch import unified
from bedrock_tui.core.subsequence import common
from bedrock_tui.core.textdiff import Diff, Kind, Pieces, compare

WORDS = st.lists(
    st.sampled_from(
        ["the", "cat", "sat", ".", " ", "  ", "\n", "\n\n", "é", "漢字", "👩‍💻"]
    ),
    max_size=40,
).map("".join)


def text(pieces: Pieces) -> str:
    return "".join(piece.text for piece in pieces)


def marked(pieces: Pieces | None) -> str:
    """A line with brackets around what the other text has not."""
    if pieces is None:
        return "–"
    return "".join(p.text if p.kind is Kind.SAME else f"[{p.text}]" for p in pieces)


def unmarked(pieces: Pieces) -> str:
    same = "".join(piece.text for piece in pieces if piece.kind is Kind.SAME)
    return "".join(same.split())


def rows(diff: Diff) -> list[tuple[str, str]]:
    return [(marked(row.left), marked(row.right)) for row in diff.rows]


def lines(written: str) -> list[str]:
    return written.removesuffix("\n").split("\n") if written else []


def test_words_are_marked_within_the_lines_that_belong_together():
    diff = compare("Queues help.\nThe cat sat.", "Queues help.\nThe dog sat.")
    assert rows(diff) == [
        ("Queues help.", "Queues help."),
        ("The [cat] sat.", "The [dog] sat."),
    ]
    assert diff.differing_words == (1, 1)
    assert diff.alike == 80
    assert diff.differences == [1]


def test_lines_that_share_little_stand_alone():
    diff = compare("Same\nOne thing here\nEnd", "Same\nSomething else entirely\nEnd")
    assert rows(diff) == [
        ("Same", "Same"),
        ("[One thing here]", "–"),
        ("–", "[Something else entirely]"),
        ("End", "End"),
    ]


def test_a_paragraph_that_was_put_in_moves_no_other():
    left = "First of all.\n\nThird of all.\n"
    right = "First of all.\n\nA second that is new.\n\nThird of all?\n"
    assert rows(compare(left, right)) == [
        ("First of all.", "First of all."),
        ("–", ""),
        ("–", "[A second that is new.]"),
        ("", ""),
        ("Third of all[.]", "Third of all[?]"),
    ]


def test_white_space_counts_only_when_it_is_wanted():
    left, right = "def f():\n    return  1", "def f():\n\n  return 1"
    assert compare(left, right).identical
    assert compare(left, right).alike == 100
    diff = compare(left, right, ignore_space=False)
    assert rows(diff) == [
        ("def f():", "def f():"),
        ("–", ""),
        ("[    ]return[  ]1", "[  ]return[ ]1"),
    ]
    assert diff.differences == [1]
    assert diff.alike == 100


def test_words_that_are_alike_by_chance_are_no_anchors():
    diff = compare("same words: alpha beta the gamma", "same words: delta the epsilon")
    assert rows(diff) == [
        ("same words: [alpha beta the gamma]", "same words: [delta the epsilon]")
    ]


@pytest.mark.parametrize(
    ("left", "right", "alike", "differing"),
    [
        ("", "", 100, (0, 0)),
        ("", "one two", 0, (0, 2)),
        ("...", "...", 100, (0, 0)),
        ("...", "!!!", 0, (0, 0)),
        ("don't stop", "don't go", 50, (1, 1)),
        ("東京は大きい", "東京は広い", 72, (2, 1)),
    ],
)
def test_how_much_is_alike(left, right, alike, differing):
    diff = compare(left, right)
    assert diff.alike == alike
    assert diff.differing_words == differing


def test_an_emoji_is_never_cut():
    diff = compare("a 👩‍💻 b", "a 👩 b")
    assert rows(diff) == [("a [👩‍💻] b", "a [👩] b")]


@given(WORDS, WORDS, st.booleans())
def test_all_lines_of_both_texts_are_there_in_order(left, right, ignore_space):
    diff = compare(left, right, ignore_space=ignore_space)
    assert [text(r.left) for r in diff.rows if r.left is not None] == lines(left)
    assert [text(r.right) for r in diff.rows if r.right is not None] == lines(right)
    assert all(p.kind is not Kind.ADDED for r in diff.rows for p in r.left or ())
    assert all(p.kind is not Kind.REMOVED for r in diff.rows for p in r.right or ())
    assert diff.same_words <= min(diff.left_words, diff.right_words)


@given(WORDS, WORDS)
def test_what_is_not_marked_is_the_same_in_both(left, right):
    diff = compare(left, right, ignore_space=False)
    for row in diff.rows:
        if row.left is not None and row.right is not None:
            assert unmarked(row.left) == unmarked(row.right)
    assert diff.identical is (lines(left) == lines(right))
    mirrored = compare(right, left, ignore_space=False)
    assert mirrored.identical is diff.identical


@given(st.text("abc", max_size=12), st.text("abc", max_size=12))
def test_the_common_subsequence_is_a_longest_one(a, b):
    found = common(a, b)
    assert all(a[i] == b[j] for i, j in found)
    assert all(x < y and i < j for (x, i), (y, j) in pairwise(found))
    best = [[0] * (len(b) + 1) for _ in range(len(a) + 1)]
    for i, x in enumerate(a):
        for j, y in enumerate(b):
            best[i + 1][j + 1] = (
                best[i][j] + 1 if x == y else max(best[i][j + 1], best[i + 1][j])
            )
    assert len(found) == best[-1][-1]


def test_a_unified_diff_is_what_reviewers_read():
    left = "".join(f"line {n}\n" for n in range(20))
    right = left.replace("line 3\n", "line three\n").replace("line 15\n", "")
    assert unified(left, right, "nova", "sonnet") == (
        "--- nova\n+++ sonnet\n"
        "@@ -1,7 +1,7 @@\n line 0\n line 1\n line 2\n-line 3\n+line three\n"
        " line 4\n line 5\n line 6\n"
        "@@ -13,7 +13,6 @@\n line 12\n line 13\n line 14\n-line 15\n"
        " line 16\n line 17\n line 18\n"
    )
    assert unified(left, left, "a", "b") == ""


@given(WORDS, WORDS)
def test_a_unified_diff_turns_one_text_into_the_other(left, right):
    assert patched(lines(left), unified(left, right, "a", "b")) == lines(right)


def patched(old: list[str], diff: str) -> list[str]:
    """The lines that a unified diff makes of others."""
    new: list[str] = []
    at = 0
    for line in diff.removesuffix("\n").split("\n")[2:] if diff else []:
        if line.startswith("@@"):
            start, _, length = line.split()[1][1:].partition(",")
            first = int(start) - (length != "0")
            new += old[at:first]
            at = first
            continue
        if line[0] in " -":
            assert old[at] == line[1:]
            at += 1
        if line[0] in " +":
            new.append(line[1:])
    return new + old[at:]


@pytest.mark.skipif(shutil.which("patch") is None, reason="no patch here")
def test_patch_takes_it(tmp_path):
    left, right = "one\ntwo\n\nthree\n", "one\n2\nthree\nfour\n"
    (tmp_path / "old").write_text(left)
    (tmp_path / "diff").write_text(unified(left, right, "old", "old"))
    subprocess.run(["patch", "-s", "old", "diff"], cwd=tmp_path, check=True)
    assert (tmp_path / "old").read_text() == right
