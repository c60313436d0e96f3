"""A lane that shows its reply with Textual's own `Markdown` and `MarkdownStream`."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.getters import query_one
from textual.widgets import Markdown
from textual.widgets.markdown import MarkdownStream

from bedrock_tui.core.comparison import Lane
from bedrock_tui.ui.widgets.lane import LaneView


class StockView(VerticalScroll):
    """Does what `ReplyView` does for its owner, the way Textual's guide shows.

    The pieces are handed to the stream when the owner flushes, so that both views get
    them at the same pace; the stream collects those that it cannot show in time.
    """

    DEFAULT_CSS = "StockView { height: 1fr; }"

    document = query_one(Markdown)

    placeholder = ""

    def __init__(self) -> None:
        super().__init__()
        self._pending: list[str] = []
        self._stream: MarkdownStream | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    def compose(self) -> ComposeResult:
        """Yield the document."""
        yield Markdown()

    def on_mount(self) -> None:
        """Follow what comes."""
        self.anchor()

    @property
    def settled(self) -> bool:
        """True when nothing is left to be shown."""
        return not self._pending and not self._tasks

    @property
    def reply_text(self) -> str:
        """What the document was made from."""
        return self.document.source

    def append_text(self, text: str) -> None:
        """Keep a piece of the answer until the next flush."""
        self._pending.append(text)

    def append_reasoning(self, text: str) -> None:
        """Refuse: no benchmark asks for it."""
        raise NotImplementedError(text)

    append_note = append_tool_input = append_reasoning

    def flush(self) -> bool:
        """Hand the pieces to the stream."""
        if not self._pending:
            return False
        text = "".join(self._pending)
        self._pending.clear()
        if self._stream is None:
            self._stream = Markdown.get_stream(self.document)
        self._do(self._stream.write(text))
        return True

    def finish(self) -> None:
        """End the stream when it has shown everything."""
        self.flush()
        stream, self._stream = self._stream, None
        if stream is not None:
            self._do(stream.stop())

    def begin(self, prompt: str, *, follows: bool = False) -> None:
        """Expect a reply; this view has no earlier turns to keep."""
        del prompt, follows
        self.clear()

    def clear(self) -> None:
        """Forget the reply."""
        self._pending.clear()
        self._stream = None
        self._do(self._update(""))

    async def _update(self, text: str) -> None:
        await self.document.update(text)

    def _do(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


class StockLane(LaneView):
    """The same lane around the other view."""

    view = query_one(StockView)  # type: ignore[assignment]  # the same for its owner

    def __init__(self, lane: Lane) -> None:
        super().__init__(lane, make_view=StockView)  # type: ignore[arg-type]
