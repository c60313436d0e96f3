"""What was said so far in the lanes on the screen, and what comes next."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from bedrock_tui.core.call import Call
from bedrock_tui.core.comparison import Comparison, Lane, Said, Turn
from bedrock_tui.core.export.transcript import Transcript
from bedrock_tui.services.compare import Run


class Conversation:
    """The present turn, the runs that answer it, and the turns before."""

    def __init__(self) -> None:
        self.asked: Comparison | None = None
        """The present turn; None before anything was asked."""
        self.runs: dict[str, Run] = {}
        """The newest run of each lane, by the lane's id."""
        self.rewound = False
        """True while the next prompt is to be asked instead of the present one."""
        self._earlier: tuple[Call, ...] = ()

    @property
    def turn(self) -> int:
        """The number of the turn that comes next, from 1."""
        if self.asked is None:
            return 1
        past = max((len(lane.past) for lane in self.asked.lanes), default=0)
        return past + (1 if self.rewound else 2)

    def next(self, prompt: str, lanes: Iterable[Lane], system: str) -> Comparison:
        """Return the turn after the present one, or instead of it."""
        lanes = tuple(replace(lane, past=self._past(lane)) for lane in lanes)
        if self.asked is None or self.rewound:
            return Comparison(lanes, Turn(prompt), system)
        return self.asked.next(prompt, lanes, system)

    def begin(self, comparison: Comparison) -> bool:
        """Take a turn as the present one; True if it follows the one before."""
        follows = not self.rewound
        if follows and self.asked is not None:
            self._earlier += self._present(self.asked.lanes)
        self.asked, self.rewound = comparison, False
        return follows

    def answered_by(self, run: Run, lanes: Iterable[Lane]) -> None:
        """Take note of who answers in some lanes from now on."""
        self.runs |= {lane.id: run for lane in lanes}

    def forget(self) -> None:
        """Begin anew."""
        self.runs.clear()
        self.asked, self.rewound, self._earlier = None, False, ()

    def transcript(
        self, lanes: Sequence[Lane], *, simulated: bool
    ) -> Transcript | None:
        """Return all that was said; None before anything was asked."""
        calls = (*self._earlier, *self._present(lanes))
        if self.asked is None or not calls:
            return None
        return Transcript(self.asked.id, calls, simulated)

    def _past(self, lane: Lane) -> tuple[Said, ...]:
        """Return what was said in a lane before the next turn."""
        run = self.runs.get(lane.id)
        if run is None or self.rewound:
            return lane.past
        call = run.call(lane)
        return (*lane.past, Said(call.prompt, call.text, call.id))

    def _present(self, lanes: Sequence[Lane]) -> tuple[Call, ...]:
        """Return the newest call of each lane."""
        asked = self.asked
        calls = [
            self.runs[lane.id].call(lane) for lane in lanes if lane.id in self.runs
        ]
        # A lane that came after the prompt answered it in a comparison of its own.
        return tuple(
            replace(call, turn_id=asked.turn.id) if asked is not None else call
            for call in calls
        )
