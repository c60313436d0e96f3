"""One reply, shown while it streams: Markdown, reasoning, notes and tool input."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.reactive import reactive

from bedrock_tui.core.plain import clean
from bedrock_tui.ui.markdown.kind import Kind
from bedrock_tui.ui.markdown.layout import Layout
from bedrock_tui.ui.markdown.palette import Palette
from bedrock_tui.ui.markdown.spans import Line, Span
from bedrock_tui.ui.markdown.theming import (
    COMPONENT_CSS,
    ROLES,
    component,
    read_palette,
)
from bedrock_tui.ui.markdown.wrap import wrap
from bedrock_tui.ui.widgets.line_view import LineView

if TYPE_CHECKING:
    from bedrock_tui.ui.markdown.document import ReplyDocument


class ReplyView(LineView):
    """A view of lines that grow at the end.

    Pieces of a reply are only buffered when they are appended; whoever owns the view
    calls `flush` at its own pace.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = set(map(component, ROLES))

    DEFAULT_CSS = f"""
    ReplyView {{
        background: $surface;
        color: $foreground;
        {COMPONENT_CSS}
    }}
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("t", "toggle_reasoning", "Reasoning", show=False),
    ]

    placeholder: reactive[str] = reactive("")
    """Shown while there is nothing else; plain text."""

    reasoning_tokens: reactive[int | None] = reactive[int | None](None)
    """The number of reasoning tokens once the service has told it."""

    def __init__(
        self,
        *,
        placeholder: str = "",
        name: str | None = None,
        id: str | None = None,  # noqa: A002  # Textual's own name for it
        classes: str | None = None,
    ) -> None:
        super().__init__(name=name, id=id, classes=classes)
        self._pending: list[tuple[Kind | None, str]] = []
        self._prompt = ""
        self._document: ReplyDocument | None = None
        self._palette = Palette()
        self._reasoning_open = False
        self.set_reactive(ReplyView.placeholder, placeholder)

    # -- what the owner calls

    def append_text(self, text: str) -> None:
        """Add a raw piece of the answer."""
        self._append(Kind.TEXT, text)

    def append_reasoning(self, text: str) -> None:
        """Add a raw piece of the model's reasoning."""
        self._append(Kind.REASONING, text)

    def append_note(self, text: str) -> None:
        """Add a short line about something that is not shown itself."""
        self._append(Kind.NOTE, text)

    def append_tool_input(self, text: str) -> None:
        """Add a raw piece of the JSON that a tool is called with."""
        self._append(Kind.TOOL, text)

    def flush(self) -> bool:
        """Show what was appended since the last time; True when something changed."""
        if not self._pending or not self._prepare():
            return False
        before = self._shown
        self._drain()
        self._show(self._read_lines())
        return len(before) != len(self._shown) or any(
            old.strip is not new.strip
            for old, new in zip(before, self._shown, strict=True)
        )

    def finish(self) -> None:
        """End all streams: what was held back is shown."""
        self._finished = True
        self._pending.append((None, ""))
        self.flush()

    def clear(self) -> None:
        """Forget everything."""
        self._pending.clear()
        self._document = None
        self._prompt = ""
        self._renew()

    def begin(self, prompt: str, *, follows: bool = False) -> None:
        """Expect a reply to `prompt`.

        It comes below what is there if it follows that, else in the last turn's place.
        """
        if follows:
            self._pending.append((Kind.PROMPT, prompt))
        else:
            self._restart(prompt)
        self._renew()

    def _restart(self, prompt: str) -> None:
        turns = [
            at for at, (kind, _) in enumerate(self._pending) if kind is Kind.PROMPT
        ]
        if turns:  # the last turn waits for the view to be seen, with all that came
            del self._pending[turns[-1] :]
            self._pending.append((Kind.PROMPT, prompt))
            return
        self._pending.clear()
        self._prompt = prompt
        if self._document is not None:
            self._document.restart(prompt)

    def _renew(self) -> None:
        self._finished = False
        self.set_reactive(ReplyView.reasoning_tokens, None)
        if self._prepare():
            self._drain()
            self._following = True
            self._show(self._read_lines())

    def toggle_reasoning(self) -> None:
        """Open or close all reasoning."""
        self._reasoning_open = not self._reasoning_open
        self._refold()

    @property
    def reply_text(self) -> str:
        """The answer so far as it was shown: clean, and without reasoning or notes."""
        return self._document.text if self._document else ""

    # -- from text to lines

    def _append(self, kind: Kind, text: str) -> None:
        if text:
            self._finished = False
            self._pending.append((kind, text))

    def _prepare(self) -> bool:
        """Make lines fit for the present width; False while there is none."""
        width = self.size.width
        if not width:
            return False
        if width != self._width:
            self._width = width
            self._palette = read_palette(self)
            self._lay_out()
        return True

    def _drain(self) -> None:
        if not self._pending:
            return
        if self._document is None:
            # An empty view needs no Markdown: it is read when the first text comes.
            from bedrock_tui.ui.markdown.document import ReplyDocument

            self._document = ReplyDocument(self._width, self._palette)
            self._document.prompt = self._prompt
            self._document.fold(self._reasoning_open, self.reasoning_tokens)
        pending, self._pending = self._pending, []
        for kind, pieces in groupby(pending, key=lambda piece: piece[0]):
            if kind is None:
                self._document.finish()
            elif kind is Kind.PROMPT:
                for _, prompt in pieces:
                    self._document.next_turn(prompt)
            elif kind is Kind.NOTE:
                for _, text in pieces:
                    self._document.feed(kind, text)
            else:
                self._document.feed(kind, "".join(text for _, text in pieces))

    def _lay_out(self) -> None:
        layout = Layout(self._width, self._palette)
        self._base = self._palette.base
        self._blank = layout.blank.strip.crop(0, self._width)
        if self._document is not None:
            self._document.lay_out(self._width, self._palette)

    def _read_lines(self) -> list[Line]:
        if self._document is not None:
            self._document.collect()
            if self._document.lines:
                return self._document.lines
        if not self.placeholder:
            return []
        layout = Layout(self._width, self._palette)
        spans = (Span(" ".join(clean(self.placeholder).split()), ("placeholder",)),)
        return layout.rows(wrap(spans, layout.inner), (), ())

    def _refold(self) -> None:
        if self._document is not None and self._prepare():
            self._document.fold(self._reasoning_open, self.reasoning_tokens)
            self._show(self._read_lines())

    # -- colours and size

    def notify_style_update(self) -> None:
        """Read the colours again when the theme may have changed."""
        super().notify_style_update()
        if self.is_mounted:
            self.call_later(self._recolour)

    def _recolour(self) -> None:
        if not self._width or (palette := read_palette(self)) == self._palette:
            return
        self._palette = palette
        self._lay_out()
        self._show(self._read_lines(), everything=True)

    def on_resize(self) -> None:
        """Wrap again and keep the reader about where they were."""
        following = self._following
        place = self.scroll_y / max(1, len(self._shown))
        if not self._prepare():
            return
        self._drain()
        self._show(self._read_lines(), everything=True)
        top = self.max_scroll_y if following else int(place * len(self._shown))
        self.scroll_to(y=top, animate=False, force=True)

    def action_toggle_reasoning(self) -> None:
        """Open or close all reasoning."""
        self.toggle_reasoning()

    def on_click(self, event: events.Click) -> None:
        """Open or close the reasoning when its line is clicked."""
        line = event.y + self.scroll_offset.y
        if self._document is not None and line in self._document.folds:
            event.stop()
            self.toggle_reasoning()

    def watch_placeholder(self) -> None:
        """Show the new placeholder if there is nothing else."""
        if self._prepare():
            self._show(self._read_lines())

    def watch_reasoning_tokens(self) -> None:
        """Replace the estimate."""
        self._refold()
