"""What a sign-in leaves behind: devices waiting for approval, tokens and keys."""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass, field

DEVICE_LIFE = 600
TOKEN_LIFE = 28_800
"""Seconds, as IAM Identity Center has them without other settings."""
INTERVAL = 1
"""Seconds that a client must leave between two questions about a device."""

SPOILT = ("", "EXPIRED", "INVALID")
"""Tokens that are refused whoever shows them; all others are taken."""


@dataclass(slots=True)
class Device:
    """A device that somebody should approve in a browser."""

    user_code: str
    asked: float | None = None
    """When the client asked last, on the monotonic clock."""
    until: float = field(default_factory=lambda: time.monotonic() + DEVICE_LIFE)


class Logins:
    """Devices by their codes, refresh tokens, and when keys end."""

    def __init__(self) -> None:
        self.devices: dict[str, Device] = {}
        self.refresh_tokens: set[str] = set()
        self._ends: dict[str, float] = {}

    def new_device(self) -> tuple[str, Device]:
        """A device's secret code, and what is shown to the person."""
        letters = [secrets.choice("BCDFGHJKLMNPQRSTVWXZ") for _ in range(8)]
        device = Device("".join(letters[:4]) + "-" + "".join(letters[4:]))
        code = secrets.token_urlsafe(32)
        self.devices[code] = device
        return code, device

    def new_refresh_token(self) -> str:
        """A token that renews a sign-in without a person."""
        token = "aorAAAAA" + secrets.token_urlsafe(48)
        self.refresh_tokens.add(token)
        return token

    def new_key(self, seconds: int) -> tuple[str, float]:
        """An access key id that is good for so long, and when it ends."""
        key = "ASIA" + secrets.token_hex(8).upper()
        self._ends[key] = time.time() + seconds
        return key, self._ends[key]

    def has_expired(self, key: str) -> bool:
        """Whether a key of ours is over; others never are."""
        return self._ends.get(key, float("inf")) <= time.time()
