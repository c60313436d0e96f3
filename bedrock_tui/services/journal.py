"""Writing nothing down, for comparisons that leave no history."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Future

from bedrock_tui.core.call import Call, Progress
from bedrock_tui.core.comparison import Comparison


class NoJournal:
    """A journal that keeps nothing."""

    def begin(self, comparison: Comparison, calls: Sequence[Call]) -> Future[None]:
        """Do nothing."""
        del comparison, calls
        return _done()

    def progress(self, call_id: str, read: Callable[[], Progress]) -> None:
        """Do nothing."""

    def end(self, call: Call) -> Future[None]:
        """Do nothing."""
        del call
        return _done()


def _done() -> Future[None]:
    future: Future[None] = Future()
    future.set_result(None)
    return future
