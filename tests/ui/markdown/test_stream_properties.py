from __future__ import annotations

from itertools import pairwise

from hypothesis import example, given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from bedrock_tui.core.plain import clean
from bedrock_tui.ui.markdown.palette import Palette
from bedrock_tui.ui.markdown.spans import Line
from bedrock_tui.ui.markdown.stream import MarkdownStream, render_document

WIDTH = 34
BLOCKS = [
    "A paragraph with **strong**, *soft* and `code` text.\nSecond line of it.",
    "word " * 30,
    "x" * 90,
    "# Title",
    "Setext title\n===",
    "Second\nlines\n---",
    "- one\n- two\n- three",
    "- one\n\n- two\n\n\n- three",
    "- a\n  - b\n    - c\n- d\n\n  second paragraph\n- e",
    "- a\nlazy line\n    - deep\n* other list",
    "3. three\n4. four\n\n9. five\n1) one",
    "1. step\n   ```sh\n   ls -l\n   ```\n2. next",
    "10. ten\n    continued\n\n    para\n11. eleven\n-",
    " - a\n  - b\n   - c\n    - d",
    "> quote\n> more\nlazy\n>\n> - list\n>   deep",
    ">> nested\n> ```\n> code",
    "```python\ndef f():\n    '''It's\n    a'''\n\n    return 1\n```",
    "~~~~ c\n/* open\ncomment */ int x;\n~~~\n~~~~",
    "```\nunclosed <b>\n\ttab",
    "  ```js\n  let x = `a\n b`;\n   \tx\n  ```",
    "````md\n```py\nx\n```\n````",
    "    indented\n\n\n      code",
    "| a | b |\n|---|--:|\n| 1 | **2** |\n| x \\| y | z | extra |\n| short |",
    "para\n| h |\n|---|\n| r |\nnot | row\n> quote",
    "| a |\n|---|",
    "[ref]: https://example.com/x 'title'",
    "see [ref] and [other][ref]",
    "[ref]: /url\n'open title\nends'",
    '[a](http://b) <http://c> ![img](d "t") &amp; &#27;[31m &#x202e;',
    "<div>\n<b>html</b>\n</div>",
    "***",
    "* * *",
    "hard  \nbreak\\\nline",
    "漢字かな交じり文。" * 6,
    "👩\u200d👩\u200d👧 🇩🇪 ❤\ufe0f e\u0301 " * 5,
    "👩\u200d\n\n❤*\ufe0f* 👩*\u200d* x",
    "*open **emphasis\n`open code",
    "[/foo] [@click=app.quit]x[/]",
]
documents = st.lists(
    st.tuples(
        st.sampled_from(BLOCKS), st.sampled_from(["\n", "\n\n", "\n\n\n", "\n  "])
    ),
    max_size=7,
).map(lambda parts: "".join(block + end for block, end in parts))
nasty = st.lists(
    st.sampled_from(
        [*"\n\n\n  \t-*+>#`~|[]():!1.23=_&<a漢\\", "\n- ", "\n    ", "```"]
    ),
    max_size=70,
).map("".join)
texts = st.one_of(documents, nasty, st.text(max_size=60).map(clean))
cuts = st.lists(st.integers(0, 2000), max_size=12)


def pieces(text: str, places: list[int]) -> list[str]:
    edges = [0, *sorted(place % (len(text) + 1) for place in places), len(text)]
    return [text[a:b] for a, b in pairwise(edges)]


def plain(lines: list[Line]) -> list[tuple[str, str | None, int]]:
    return [(line.strip.text, line.join, line.lead) for line in lines]


def styled(lines: list[Line]) -> list[object]:
    return [list(line.strip) for line in lines]


def streamed(parts: list[str]) -> MarkdownStream:
    stream = MarkdownStream(WIDTH, Palette())
    for part in parts:
        stream.feed(part)
    return stream


@given(texts, cuts)
@example("- a\n-- b\n- c", [5, 6])
@example("a\n\n```\nb\n\n", [4])
@settings(deadline=None, max_examples=400)
def test_cuts_make_no_difference(text: str, places: list[int]) -> None:
    whole, cut = streamed([text]), streamed(pieces(text, places))
    assert plain(cut.committed) == plain(whole.committed)
    assert styled(cut.tail) == styled(whole.tail)


@given(texts, cuts)
@example("[ref]: /url\n'open title\nends'\n\nsee [ref]", [14, 20])
@settings(deadline=None, max_examples=600)
def test_a_finished_stream_equals_the_whole_document(
    text: str, places: list[int]
) -> None:
    stream = streamed(pieces(text, places))
    stream.finish()
    whole = render_document(text, WIDTH, Palette())
    assert plain(stream.committed) == plain(whole)
    assert styled(stream.committed) == styled(whole)
    assert stream.tail == []


@given(texts, st.integers(1, 60), cuts)
@settings(deadline=None, max_examples=150)
def test_another_width_is_as_if_it_had_been_so_from_the_start(
    text: str, width: int, places: list[int]
) -> None:
    stream = streamed(pieces(text, places))
    stream.lay_out(width, Palette())
    fresh = MarkdownStream(width, Palette())
    fresh.feed(text)
    assert styled(stream.committed + stream.tail) == styled(
        fresh.committed + fresh.tail
    )


@given(texts, st.integers(1, 60))
@settings(deadline=None, max_examples=200)
def test_every_line_is_exactly_as_wide_as_asked(text: str, width: int) -> None:
    for line in render_document(text, width, Palette()):
        wanted = max(width, 10)
        assert sum(cell_len(segment.text) for segment in line.strip) == wanted
        assert line.strip.cell_length == wanted
        for segment in line.strip:
            assert segment.control is None
            assert clean(segment.text) == segment.text
            assert "\n" not in segment.text
            assert "\t" not in segment.text
            assert segment.style is not None
            assert segment.style.link is None
            assert not segment.style.meta


def test_a_no_break_space_is_text_and_not_an_empty_line() -> None:
    stream = MarkdownStream(36, Palette())
    stream.feed("\xa0")
    stream.finish()
    whole = render_document("\xa0", 36, Palette())
    assert len(stream.committed) + len(stream.tail) == len(whole) == 1
