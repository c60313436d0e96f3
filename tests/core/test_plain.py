from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bedrock_tui.core.plain import STRING_LIMIT, Cleaner, clean

NASTY = st.text(
    st.sampled_from(
        [
            *"\x1b\x1b\x1b[]PX^_\\;?0138mHJK(B \n\r\t\x07\x00\x08\x18\x7fa漢",
            *["\x9b", "\x9d", "\x90", "\x9c", "\x85", "\u202e", "\u2066", "\u200f"],
            *["\u2028", "\ufeff", "\u200b", "\ud83d", "\ude00", "\udb40", "\udc41"],
            *["\u200d", "\ufe0f", "👩", "\U000e0041"],
        ]
    ),
    max_size=60,
)
FORBIDDEN = set(range(0x20)) - {9, 10} | set(range(0x7F, 0xA0))
FORBIDDEN |= {0x61C, 0x200E, 0x200F, 0xFEFF, 0x200B, *range(0x202A, 0x202F)}
FORBIDDEN |= {*range(0x2066, 0x206A), *range(0xD800, 0xE000), 0x2028, 0x2029}
FORBIDDEN |= set(range(0xE0000, 0xE0080))


def in_pieces(text: str, cuts: list[int]) -> str:
    cleaner = Cleaner()
    places = [0, *sorted(cut % (len(text) + 1) for cut in cuts), len(text)]
    pieces = [text[a:b] for a, b in pairwise(places)]
    return "".join(map(cleaner.feed, pieces)) + cleaner.finish()


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("plain text, tab\tand\nnewline", "plain text, tab\tand\nnewline"),
        ("\x1b[31mred\x1b[0m", "red"),
        ("a\x1b[2J\x1b[Hb", "ab"),
        ("\x9b31mred", "red"),
        ("\x1b]0;title\x07text", "text"),
        ("\x1b]52;c;aGk=\x1b\\text", "text"),
        ("\x1b]8;;https://evil.example\x1b\\click\x1b]8;;\x1b\\", "click"),
        ("\x9d8;;x\x9ctext", "text"),
        ("\x1bPq#0;2;0\x1b\\text", "text"),
        ("\x1b_app\x1b\\\x1b^pm\x1b\\\x1bXsos\x1b\\t", "t"),
        ("\x1b(Bx\x1b7y\x1bcz", "xyz"),
        ("\x1b]never ended\nnext line", "\nnext line"),
        ("\x1b]cut by\x1b[31mred", "red"),
        ("\x1b[31\nm", "\nm"),
        ("\x1b漢", "漢"),
        ("end\x1b", "end"),
        ("end\x1b[3", "end"),
        ("bell\x07 back\x08 nul\x00 del\x7f c1\x84", "bell back nul del c1"),
        ("a\r\nb\rc\n\rd", "a\nb\nc\n\nd"),
        ("a\u2028b\u2029c", "a\nb\nc"),
        ("user\u202etxt.exe\u2066x\u2069\u200e\u200f\u061c", "usertxt.exex"),
        ("\ufefftop\u200bsecret\u2060\xad", "topsecret"),
        ("hi\U000e0068\U000e0069", "hi"),
        ("\ud83d\ude00", "😀"),
        ("\ud83d!", "\ufffd!"),
        ("\ude00\ud83d", "\ufffd\ufffd"),
        ("\udb40\udc41tag", "tag"),
        (
            "👩\u200d👩\u200d👧 ❤\ufe0f 🇩🇪 e\u0301",
            "👩\u200d👩\u200d👧 ❤\ufe0f 🇩🇪 e\u0301",
        ),
        ("[/foo] [@click=app.quit]x[/]", "[/foo] [@click=app.quit]x[/]"),
    ],
)
def test_what_is_shown(raw: str, shown: str) -> None:
    assert clean(raw) == shown
    assert in_pieces(raw, list(range(len(raw)))) == shown


@given(NASTY, st.lists(st.integers(0, 60), max_size=8))
@settings(deadline=None, max_examples=500)
def test_pieces_give_the_same_as_the_whole(text: str, cuts: list[int]) -> None:
    assert in_pieces(text, cuts) == clean(text)


@given(st.one_of(NASTY, st.text()))
@settings(deadline=None, max_examples=300)
def test_nothing_forbidden_passes_and_clean_text_stays(text: str) -> None:
    once = clean(text)
    assert not FORBIDDEN & set(map(ord, once))
    assert clean(once) == once


@pytest.mark.parametrize("opening", ["\x1b]", "\x1bP", "\x9d", "\x1b_", "\x1bX"])
def test_an_unended_string_hides_no_more_than_its_limit(opening: str) -> None:
    hidden = opening + "x" * STRING_LIMIT
    assert clean(hidden + "seen") == "seen"
    assert in_pieces(hidden + "seen", [100, 2000, 4099]) == "seen"


def test_an_endless_csi_hides_no_more_than_its_limit() -> None:
    assert clean("\x1b[" + "1" * 100 + "m") == "1" * 36 + "m"


def test_a_finished_cleaner_can_be_used_again() -> None:
    cleaner = Cleaner()
    assert cleaner.feed("a\x1b[3") + cleaner.finish() == "a"
    assert cleaner.feed("1m\r") + cleaner.finish() + cleaner.feed("\n") == "1m\n\n"
