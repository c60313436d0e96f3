"""What one region offers, as the region itself lists it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from functools import partial
from typing import Any

from bedrock_tui.aws import merging
from bedrock_tui.aws.asking import Questions, asking
from bedrock_tui.aws.boundary import explained
from bedrock_tui.aws.clients import Clients
from bedrock_tui.aws.connections import leave_times_alone
from bedrock_tui.aws.listing import MAIN, Listed, read_list
from bedrock_tui.aws.members import Row
from bedrock_tui.aws.public import mantle_models
from bedrock_tui.aws.regions import home_of
from bedrock_tui.core.catalogue import Listing, RegionScan, RegionStatus
from bedrock_tui.core.failure import UNCONFIGURED, Category, Failure, no_answer
from bedrock_tui.errors import CallFailed

PATIENCE = 10.0
"""Seconds after which what a region has not told is not waited for any more."""
GRACE = 2.0
"""Seconds that the account's own models are waited for when all else is there."""
_AGAIN = "Check the network, proxy and endpoint settings, then ask again."

_STATUS = {
    Category.PERMISSION: RegionStatus.DENIED,
    Category.PERMISSION_ORG: RegionStatus.DENIED,
    Category.LOGIN: RegionStatus.NO_CREDENTIALS,
    Category.LOGIN_EXPIRED: RegionStatus.NO_CREDENTIALS,
    Category.CREDENTIALS: RegionStatus.NO_CREDENTIALS,
    Category.NETWORK: RegionStatus.UNREACHABLE,
    Category.TIMEOUT: RegionStatus.UNREACHABLE,
    Category.PROXY: RegionStatus.UNREACHABLE,
    Category.TLS: RegionStatus.UNREACHABLE,
}
_UNKNOWN_KEY = ("UnrecognizedClientException", "InvalidClientTokenId")
"""Said of a key that is no key, and of any key in a region that is not enabled."""
_SIGNED_OUT = (Category.LOGIN, Category.LOGIN_EXPIRED)
_NO_KEYS = (
    *("NoCredentialsError", "PartialCredentialsError", "CredentialRetrievalError"),
    *UNCONFIGURED,
)
"""Said on this computer, before any region is asked."""
_UNREADABLE = ("StrangeAnswer", "ResponseParserError")

Answers = dict[Listing, Listed]


class Catalogue:
    """Asks regions of one round for their lists; any number of threads may.

    What the round has learnt, such as whether the keys are good, is not asked twice.
    """

    def __init__(
        self, clients: Clients, *, patience: float = PATIENCE, grace: float = GRACE
    ) -> None:
        self._clients = clients
        self._patience = patience
        self._grace = grace
        self._lock = threading.Lock()
        self._good_keys: dict[tuple[str, str], bool] = {}
        self._signed_out: dict[str, Failure] = {}
        """Aws profiles without keys, which is the same everywhere, and why."""

    def scan(self, region: str, *, aws_profile: str) -> RegionScan:
        """Return what a region offers, or why it does not say so.

        Takes little longer than the patience. Raises Cancelled.
        """
        if (signed_out := self._signed_out.get(aws_profile)) is not None:
            return self._closed(region, aws_profile, signed_out, datetime.now(UTC))
        client = _Client(partial(self._client, region, aws_profile))
        calls = {
            listing: partial(
                read_list, listing, client.get, region=region, aws_profile=aws_profile
            )
            for listing in Listing
        }
        with closing(client), asking(f"scan {region}", calls) as questions:
            self._wait(questions)
            answers = dict(questions.answers)
        for listing in Listing:
            waited = self._patience if listing in MAIN else self._grace
            answers.setdefault(listing, Listed(failure=no_answer(waited, _AGAIN)))
        return self._told(region, aws_profile, answers)

    def _wait(self, questions: Questions[Listing, Listed]) -> None:
        questions.wait(MAIN, self._patience)
        answers = questions.answers
        if any(each in answers and not answers[each].failure for each in MAIN):
            questions.wait(tuple(Listing), self._grace)

    def _told(self, region: str, aws_profile: str, answers: Answers) -> RegionScan:
        at = datetime.now(UTC)
        models, profiles = answers[Listing.MODELS], answers[Listing.PROFILES]
        silent = models.failure and profiles.failure
        if silent and not models.rows and not profiles.rows:
            return self._closed(region, aws_profile, models.failure or silent, at)
        rows = {listing: answer.rows for listing, answer in answers.items()}
        failures = {
            listing: answer.failure
            for listing, answer in sorted(answers.items(), key=_place)
            if answer.failure is not None
        }
        return RegionScan(
            region,
            RegionStatus.OK,
            at,
            merging.merge(region, rows, mantle_models(region)),
            reason=_reasons(failures, rows),
            remedy=next((each.remedy for each in failures.values()), ""),
            account=merging.account_in(rows),
            missing=tuple(failures),
        )

    def _closed(
        self, region: str, aws_profile: str, failure: Failure, at: datetime
    ) -> RegionScan:
        if failure.category in _SIGNED_OUT or failure.code in _NO_KEYS:
            self._signed_out[aws_profile] = failure
        home = home_of(region)
        if failure.code in _UNKNOWN_KEY and self._keys_are_good(
            home, region, aws_profile
        ):
            return RegionScan(
                region,
                RegionStatus.NOT_ENABLED,
                at,
                reason=f"The account has not enabled {region}: {home} accepts the same "
                "keys.",
                remedy=f"aws account enable-region --region-name {region}",
                missing=tuple(Listing),
            )
        status = _STATUS.get(Category(failure.category), RegionStatus.FAILED)
        if failure.code in _UNREADABLE:
            status = RegionStatus.FAILED
        elif failure.code in UNCONFIGURED:
            status = RegionStatus.NO_CREDENTIALS
        return RegionScan(
            region,
            status,
            at,
            reason=_words(failure),
            remedy=failure.remedy,
            missing=tuple(Listing),
        )

    def _keys_are_good(self, home: str, region: str, aws_profile: str) -> bool:
        """Ask STS in a region that cannot be off, once for all regions.

        AWS General Reference, "Enable or disable AWS Regions": a region that is not
        enabled says of good keys that it does not know them.
        """
        if home == region:
            return False
        with self._lock:
            key = (home, aws_profile)
            if key not in self._good_keys:
                self._good_keys[key] = self._ask_sts(home, aws_profile)
            return self._good_keys[key]

    def _ask_sts(self, home: str, aws_profile: str) -> bool:
        def ask() -> bool:
            try:
                with explained(region=home, aws_profile=aws_profile):
                    sts = self._clients.get("sts", aws_profile=aws_profile, region=home)
                    sts.get_caller_identity()
            except CallFailed:
                return False
            return True

        with asking("keys", {"sts": ask}) as questions:
            questions.wait(("sts",), self._patience)
            return questions.answers.get("sts", False)

    def _client(self, region: str, aws_profile: str) -> Any:
        client = self._clients.make("bedrock", aws_profile=aws_profile, region=region)
        leave_times_alone(client)
        return client


class _Client:
    """One region's client, made by whichever thread wants it first.

    It is not shared with others: all regions' idle connections are too many to keep,
    and a pool that is closed fails whoever is just about to use it.
    """

    def __init__(self, make: Callable[[], Any]) -> None:
        self._make = make
        self._lock = threading.Lock()
        self._client: Any = None
        self._error: Exception | None = None

    def get(self) -> Any:
        """Return the client; making it may take as long as credentials take.

        What the making raised is raised again: it may have run a program.
        """
        with self._lock:
            if self._error is not None:
                raise self._error
            if self._client is None:
                try:
                    self._client = self._make()
                except Exception as error:
                    self._error = error
                    raise
            return self._client

    def close(self) -> None:
        """Close the idle connections; never waits."""
        if self._client is not None:
            self._client.close()


def _place(item: tuple[Listing, Listed]) -> int:
    return tuple(Listing).index(item[0])


def _reasons(
    failures: dict[Listing, Failure], rows: dict[Listing, tuple[Row, ...]]
) -> str:
    """Say which lists are missing, and why, those with the same reason together."""
    reasons: dict[str, list[str]] = {}
    for listing, failure in failures.items():
        part = f"a part of {listing}" if rows[listing] else str(listing)
        reasons.setdefault(_words(failure), []).append(part)
    return " ".join(
        f"Missing: {', '.join(parts)}. {why}" for why, parts in reasons.items()
    )


def _words(failure: Failure) -> str:
    return f"{failure.title}: {failure.message}".removesuffix(": ")
