"""What is to be checked, and the questions asked of AWS for it, each asked once."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bedrock_tui.aws.boundary import explained
from bedrock_tui.aws.clients import Clients
from bedrock_tui.aws.readiness.finding import unreached
from bedrock_tui.core.commands import for_profile
from bedrock_tui.core.failure import UNCONFIGURED, Category, Failure
from bedrock_tui.core.identity import Identity
from bedrock_tui.core.target import Target, may_be_region
from bedrock_tui.errors import CallFailed, StoreError

_UNUSABLE = (Category.LOGIN, Category.LOGIN_EXPIRED, Category.CREDENTIALS)
_UNKNOWN_KEY = ("UnrecognizedClientException", "InvalidClientTokenId")
"""Said of a key that is no key, and of any key in a region that is not enabled."""


@dataclass(frozen=True, slots=True)
class HistoryPlace:
    """Where the history is kept, and what is wrong with it."""

    file: Path | None
    """None where the history is switched off."""
    error: StoreError | None = None


@dataclass(frozen=True, slots=True)
class SettingsPlace:
    """Where the program's own settings are kept, and what is wrong with them."""

    file: Path | None = None
    """None where nobody has looked."""
    problems: tuple[str, ...] = ()
    """In words, each with its line."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a call brought: content or a failure, and when the service sent it."""

    content: dict[str, Any] = field(default_factory=dict)
    failure: Failure | None = None
    sent_at: datetime | None = None
    """By the service's clock; None where the answer carries no date."""
    heard_at: datetime = field(default_factory=lambda: datetime.now(UTC))
    """By the clock of this computer."""


@dataclass(slots=True)
class _Question:
    lock: threading.Lock = field(default_factory=threading.Lock)
    answer: Answer | None = None


class Situation:
    """One identity with its targets; checks run over it in several threads."""

    def __init__(
        self,
        clients: Clients,
        identity: Identity,
        targets: Sequence[Target] = (),
        *,
        probe: bool = False,
        history: HistoryPlace = HistoryPlace(None),
        settings: SettingsPlace = SettingsPlace(),
    ) -> None:
        self.identity = identity
        self.targets = tuple(targets)
        self.probe = probe
        self.history = history
        self.settings = settings
        self._clients = clients
        self._lock = threading.Lock()
        self._questions: dict[tuple[object, ...], _Question] = {}

    @property
    def regions(self) -> tuple[str, ...]:
        """The region in force, if any, and those of the targets."""
        return tuple(filter(may_be_region, self._named))

    @property
    def misnamed(self) -> tuple[str, ...]:
        """What was named as a region and cannot be one's name."""
        return tuple(each for each in self._named if not may_be_region(each))

    @property
    def _named(self) -> tuple[str, ...]:
        regions = [self.identity.region, *(each.region for each in self.targets)]
        return tuple(dict.fromkeys(filter(None, regions)))

    @property
    def unreadable(self) -> str:
        """Why the aws settings tell nothing, neither keys nor region; mostly empty."""
        failure = self.identity.failure
        if failure is None or failure.code not in UNCONFIGURED:
            return ""
        return failure.title

    @property
    def nowhere(self) -> str:
        """Why there is no region to ask in; empty where there is one."""
        if self.regions:
            return ""
        if self.unreadable:
            return f"{self.unreadable}, so no region is known."
        if self.misnamed:
            return f"{self.misnamed[0]!r} is no region's name."
        return "No region is chosen."

    @property
    def out_of_reach(self) -> Failure | None:
        """Why there are no keys where only the way to whom gives them is to blame."""
        failure = self.identity.failure
        if failure is None or self.identity.key_id or not unreached(failure):
            return None
        return failure

    @property
    def silent(self) -> bool:
        """Whether nothing of AWS has answered so far."""
        with self._lock:
            asked = [each.answer for each in self._questions.values()]
        heard = [each.failure for each in asked if each is not None]
        return not self.identity.arn and all(
            failure is not None and unreached(failure) for failure in heard
        )

    def command(self, command: str) -> str:
        """Return a command that acts on the aws profile in force."""
        return for_profile(command, self.identity.aws_profile)

    @property
    def home(self) -> str:
        """A region of the partition that is never switched off."""
        region = next(iter(self.regions), "")
        for prefix, home in (("us-gov-", "us-gov-west-1"), ("cn-", "cn-north-1")):
            if region.startswith(prefix):
                return home
        isolated = region.startswith(("us-iso", "eu-iso", "eusc-"))
        return region if isolated else "us-east-1"

    def ask(
        self, service: str, operation: str, region: str, **parameters: Any
    ) -> Answer:
        """Return the answer to one call; whoever asks the same waits for it."""
        key = (service, operation, region, repr(parameters))
        with self._lock:
            question = self._questions.setdefault(key, _Question())
        with question.lock:
            if question.answer is None:
                question.answer = self._call(service, operation, region, parameters)
            return question.answer

    def models(self, region: str) -> Answer:
        """Return what the region lists."""
        return self.ask("bedrock", "list_foundation_models", region)

    def caller(self, region: str) -> Answer:
        """Return who STS in the region says is calling."""
        return self.ask("sts", "get_caller_identity", region)

    def endpoint(self, region: str) -> str:
        """Return the address prompts are sent to. Raises CallFailed.

        Where the credentials were looked for in vain they are not looked for again.
        """
        profile = self.identity.aws_profile
        with explained(region=region, aws_profile=profile):
            if not self.identity.key_id:
                return self._clients.address(profile, region)
            client = self._clients.get(
                "bedrock-runtime", aws_profile=profile, region=region
            )
            return str(client.meta.endpoint_url)

    def keeps_api_key(self) -> bool:
        """Tell whether no API key is sent, because Bedrock's address is not encrypted
        (botocore auth.py, BearerAuth)."""
        region = next(iter(self.regions), "")
        profile = self.identity.aws_profile
        if not region:
            return False
        try:
            with explained(region=region, aws_profile=profile):
                client = self._clients.get(
                    "bedrock", aws_profile=profile, region=region
                )
                return str(client.meta.endpoint_url).startswith("http://")
        except CallFailed:
            return False

    def keys_usable(self) -> bool:
        """Tell whether the keys found are accepted somewhere.

        A region that is not enabled refuses good keys as if they were unknown (AWS
        General Reference, "Enable or disable AWS Regions"): another one is asked.
        """
        failure = self.identity.failure
        if not self.identity.key_id:
            return False
        if failure is None or failure.category not in _UNUSABLE:
            return True
        return unknown_key(failure) and self.caller(self.home).failure is None

    def _call(
        self, service: str, operation: str, region: str, parameters: dict[str, Any]
    ) -> Answer:
        profile = self.identity.aws_profile
        try:
            with explained(region=region, aws_profile=profile):
                client = self._clients.get(service, aws_profile=profile, region=region)
                content = getattr(client, operation)(**parameters)
        except CallFailed as error:
            response = getattr(error.__cause__, "response", None)
            sent_at = _sent_at(response if isinstance(response, dict) else {})
            return Answer(failure=error.failure, sent_at=sent_at)
        return Answer(content, sent_at=_sent_at(content))


def unknown_key(failure: Failure) -> bool:
    """Tell whether a failure says that the access key is not known."""
    return failure.code in _UNKNOWN_KEY


def _sent_at(response: dict[str, Any]) -> datetime | None:
    """Read the `Date` header (RFC 9110, 6.6.1) of a response as botocore has it."""
    from email.utils import parsedate_to_datetime  # start-up time

    metadata = response.get("ResponseMetadata") or {}
    text = str((metadata.get("HTTPHeaders") or {}).get("date") or "")
    try:
        date = parsedate_to_datetime(text)
    except ValueError:
        return None
    return date if date.tzinfo else date.replace(tzinfo=UTC)
