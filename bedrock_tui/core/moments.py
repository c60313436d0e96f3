"""Moments, and how long something still lasts, as people say it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

SOON = timedelta(minutes=15)
"""Before this much time is left a sign-in is worth renewing."""


def utc(moment: datetime) -> datetime:
    """Return a moment with a time zone; UTC where it has none."""
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)


def day(moment: datetime) -> str:
    """Return the date of a moment, ISO 8601."""
    return utc(moment).date().isoformat()


def time_left(end: datetime | None, now: datetime) -> timedelta | None:
    """Return what is left, never less than nothing; None where it is unknown."""
    return None if end is None else max(timedelta(), end - now)


def in_words(left: timedelta) -> str:
    """Return `3h12m`, `14m` or `42s`."""
    seconds = int(left.total_seconds())
    if seconds >= 86_400:
        return f"{seconds // 86_400}d{seconds % 86_400 // 3600}h"
    if seconds >= 3600:
        return f"{seconds // 3600}h{seconds % 3600 // 60:02d}m"
    return f"{seconds // 60}m" if seconds >= 60 else f"{seconds}s"
