"""Where the prompt is written."""

from __future__ import annotations

from dataclasses import dataclass

from textual import events
from textual.message import Message
from textual.widgets import TextArea

from bedrock_tui.ui.commands import PROMPT, bindings


class PromptEditor(TextArea):
    """A text area in which Enter sends; it grows with what is written."""

    HELP = (
        "Write the prompt. Enter sends it to every lane; pasted text keeps its lines."
    )

    BINDINGS = bindings(PROMPT)

    @dataclass
    class Submitted(Message):
        """The person wants this prompt sent."""

        text: str

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002  Textual's name
        super().__init__(
            id=id,
            placeholder="Ask every lane the same…",
            compact=True,
            highlight_cursor_line=False,
            show_line_numbers=False,
        )

        self._sent: list[str] = []
        self._recalled = 0  # 1 is the newest prompt that was sent

    def on_key(self, event: events.Key) -> None:
        """Send on Enter; recall sent prompts with the arrows at the edges."""
        row, last_row = self.cursor_location[0], self.document.line_count - 1
        match event.key:
            case "enter":
                self.action_send()
            case "up" if row == 0 and self._recalled < len(self._sent):
                self._recall(self._recalled + 1)
            case "down" if row == last_row and self._recalled:
                self._recall(self._recalled - 1)
            case _:
                return
        event.stop()
        event.prevent_default()

    def remember(self, prompt: str) -> None:
        """Keep a prompt that was sent for recall, and start an empty one."""
        if not self._sent or self._sent[-1] != prompt:
            self._sent.append(prompt)
        self._recalled = 0
        self.clear()

    def bring_back(self, prompt: str) -> None:
        """Put a prompt in place of what is there, which can be recalled."""
        if self.text.strip() and self.text != prompt:
            self.remember(self.text)
        self.text = prompt
        self.move_cursor(self.document.end)

    def action_send(self) -> None:
        """Tell that the prompt is ready, if there is one."""
        if self.text.strip():
            self.post_message(self.Submitted(self.text.rstrip("\n")))

    def action_newline(self) -> None:
        """Start a new line at the cursor."""
        self.insert("\n")

    def _recall(self, position: int) -> None:
        self._recalled = position
        self.text = self._sent[-position] if position else ""
        self.move_cursor(self.document.end)
