"""All that is known of one target when it is judged."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from bedrock_tui.core.arn import parse_arn
from bedrock_tui.core.availability import Availability, Probe
from bedrock_tui.core.catalogue import CallId, Listing, Model, RegionScan
from bedrock_tui.core.modelids import short_id, split_prefix
from bedrock_tui.core.moments import utc
from bedrock_tui.core.offer import Judgement, Past
from bedrock_tui.core.permissions import Evidence, Permission, Verdict
from bedrock_tui.core.successors import successor

DOCTOR_COMMAND = "bedrock-tui doctor"
"""What looks for causes; screens have a key for it."""
PROBE_COMMAND = "bedrock-tui models probe"
"""How the remedy begins that only a call can tell; screens have a key for it."""

_FEW = 4
"""Most regions that a sentence names."""


@dataclass(frozen=True, slots=True)
class Case:
    """What is known of a target: an id in a region, and the model behind it."""

    model: Model | None
    call_id: str
    """What would be called; empty leaves the choice among the model's ids."""
    scan: RegionScan | None
    permissions: Collection[Permission]
    availability: Availability
    past: Past
    probe: Probe | None
    elsewhere: Collection[str]
    """Other regions that the model can be called from, as far as they were asked."""
    now: datetime

    @property
    def region(self) -> str:
        """The region that is called."""
        if self.scan is not None:
            return self.scan.region
        return self.model.region if self.model is not None else ""

    @property
    def place(self) -> str:
        """The region, as a sentence names it."""
        return self.region or "the region"

    @property
    def title(self) -> str:
        """What is judged, as a sentence names it."""
        if self.call_id:
            return self.call_id
        return self.model.title if self.model is not None else "the model"

    @property
    def call(self) -> CallId | None:
        """The id of the model that would be called, if the region lists it."""
        calls = self.model.calls if self.model is not None else ()
        if not self.call_id:
            return calls[0] if calls else None
        names = {self.call_id, short_id(self.call_id)}
        return next((each for each in calls if names & {each.id, each.arn}), None)

    @property
    def opaque(self) -> bool:
        """True for an ARN that no public list can know: the account's own."""
        return parse_arn(self.call_id) is not None and short_id(self.call_id) == (
            self.call_id
        )

    @property
    def told(self) -> bool:
        """True if an account was asked and the region answered."""
        if self.scan is None:
            return self.model is not None
        return not (self.scan.closed or self.scan.public)

    def missing(self, *listings: Listing) -> str:
        """Return why one of these lists did not come; empty if all did."""
        gone = [each for each in listings if self.scan and each in self.scan.missing]
        if self.scan is None or not gone:
            return ""
        return self.scan.reason or f"its {listing([*gone])} did not come."

    @property
    def incomplete(self) -> str:
        """Why the region may list the id after all; empty if it told all there is."""
        if split_prefix(self.call_id)[0]:
            return self.missing(Listing.PROFILES)
        if self.call_id.count(".") > 1:
            return self.missing(Listing.MODELS, Listing.PROFILES)
        return self.missing(Listing.MODELS)

    @property
    def instead(self) -> str:
        """An id of the region's own to call in place of the model; often empty."""
        if self.scan is None:
            return ""
        model_id = self.model.id if self.model is not None else self.call_id
        offered = {
            call.id
            for model in self.scan.models
            if not has_ended(model, self.now)
            for call in model.calls
        }
        return successor(model_id, offered)

    @property
    def regions(self) -> str:
        """The other regions in words, such as `eu-west-1, us-east-1 or another`."""
        others = [each for each in self.elsewhere if each != self.region]
        return listing(others[:_FEW] + ["another"] * (len(others) > _FEW))

    @property
    def probe_command(self) -> str:
        """The remedy for what only a call can tell."""
        target = self.call.id if self.call is not None else self.call_id
        if not target:
            target = self.model.id if self.model is not None else "ID"
        place = self.region or "REGION"
        return f"{PROBE_COMMAND} -t {target}@{place} tries it with one token."

    def choose(self, *, otherwise: str) -> str:
        """Return what to choose instead: a successor, a region, or else `otherwise`."""
        if self.instead:
            return f"Use {self.instead} instead."
        if self.regions:
            return f"Choose a region that offers it: {self.regions}."
        return otherwise

    def no(self, reason: str, remedy: str) -> Judgement:
        """Judge by the lists that it cannot be called."""
        return Judgement(Verdict.NO, Evidence.LISTED, reason, remedy)

    def unknown(self, reason: str, remedy: str = "") -> Judgement:
        """Judge by the lists that there is no telling."""
        return Judgement(Verdict.UNKNOWN, Evidence.LISTED, reason, remedy)


def listing(words: Sequence[str]) -> str:
    """Return `a, b or c`."""
    head, last = words[:-1], words[-1:]
    return " or ".join(filter(None, [", ".join(head), *last]))


def has_ended(model: Model, now: datetime) -> bool:
    """Tell whether the model's end of life has come in its region."""
    ended = model.lifecycle.ended
    return ended is not None and utc(ended) <= utc(now)
