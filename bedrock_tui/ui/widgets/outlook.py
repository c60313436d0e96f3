"""The line above the prompt: what it will cost, or what was asked last."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual import work
from textual.widgets import Static

from bedrock_tui.core.comparison import Comparison
from bedrock_tui.core.forecast import Forecast, forecast, in_words
from bedrock_tui.core.prices import Price, Unpriced
from bedrock_tui.core.target import Target
from bedrock_tui.services import bridge
from bedrock_tui.services.workbench import Workbench
from bedrock_tui.ui.text import fit, plain

UNKNOWN = Unpriced("its price is being looked up")


class Outlook(Static):
    """Says what the prompt that is being written will take, and asks prices for it."""

    DEFAULT_CSS = "Outlook { height: 1; }"

    def __init__(
        self, bench: Workbench, next_turn: Callable[[str], Comparison | None]
    ) -> None:
        super().__init__()
        self._bench = bench
        self._next_turn = next_turn
        """Returns what a prompt would be sent as; None without lanes."""
        self._prices: dict[Target, Price | Unpriced] = {}
        self._prompt = ""
        self._asked = ""

    def ask(self, prompt: str) -> None:
        """Show what was asked, until another prompt is written."""
        self._asked, self._prompt = prompt, ""
        self.paint()

    def preview(self, prompt: str) -> None:
        """Show what this prompt will take."""
        self._prompt = prompt
        self.paint()

    def forecasts(self, prompt: str) -> list[Forecast]:
        """Return what this prompt will take of each lane, by the prices at hand."""
        comparison = self._next_turn(prompt) if self._bench.ready else None
        if comparison is None:
            return []
        targets = [lane.target for lane in comparison.lanes]
        if missing := [each for each in targets if each not in self._prices]:
            self._look_up(missing)
        found = []
        for lane in comparison.lanes:
            _, notes = self._bench.compare.fit(lane)
            price = self._prices.get(lane.target, UNKNOWN)
            request = comparison.request(lane)
            found.append(forecast(lane.target.id, request, price, notes))
        return found

    @work(exclusive=True, group="prices")
    async def _look_up(self, targets: Sequence[Target]) -> None:
        costs = self._bench.costs
        found = await bridge.call(
            "prices", lambda: {target: costs.price(target) for target in targets}
        )
        self._prices |= found
        self.paint()

    def on_resize(self) -> None:
        """Fit the line to the new width."""
        self.paint()

    def paint(self) -> None:
        """Say it anew: lanes or parameters may have changed."""
        if self._asked and not self._prompt.strip():
            text = f"❯ {self._asked}"
        else:
            words = in_words(self.forecasts(self._prompt))
            text = fit(words, max(1, self.content_size.width))
        self.display = bool(text)
        self.update(plain(text), layout=False)
