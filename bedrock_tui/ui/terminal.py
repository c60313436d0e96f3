"""The terminal that the program is shown on."""

from __future__ import annotations

import select
import sys


def hung_up() -> bool:
    """Tell whether the terminal of standard input is gone for good.

    Nobody is told by a signal if the terminal is not the session's own, and Textual
    would go on reading from it, without a pause.
    """
    if sys.__stdin__ is None or sys.__stdin__.closed:
        return True
    poll = select.poll()
    poll.register(sys.__stdin__.fileno(), select.POLLIN)
    return any(events & select.POLLHUP for _, events in poll.poll(0))
