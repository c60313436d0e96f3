from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bedrock_tui.aws.clients import Clients
from bedrock_tui.aws.expiry import login_expiry, login_file, parse_moment
from bedrock_tui.aws.profiles import read_files
from bedrock_tui.core.identity import Expiry, ExpiryKind, Identity
from tests.aws.people import (
    EARLIER,
    KEYS,
    LATER,
    OLD_SSO,
    SSO,
    START_URL,
    Home,
    home,
    sso_token,
    stamp,
)

__all__ = ["home"]

MOMENT = datetime(2026, 11, 22, 20, 0, tzinfo=UTC)
TOKEN = sso_token(LATER, renews=True)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-11-22T20:00:00Z", MOMENT),
        ("2026-11-22T20:00:00UTC", MOMENT),
        ("2026-11-22T20:00:00", MOMENT),
        ("2026-11-22T22:00:00+02:00", MOMENT),
        ("soon", None),
        ("", None),
        (1795377600, None),
        (None, None),
    ],
)
def test_moments_are_read_as_the_caches_write_them(
    text: object, moment: datetime | None
) -> None:
    assert parse_moment(text) == moment


@pytest.mark.parametrize(
    ("token", "expiry"),
    [
        (TOKEN, Expiry(ExpiryKind.LOGIN, LATER, renews=True)),
        (sso_token(EARLIER), Expiry(ExpiryKind.LOGIN, EARLIER)),
        (
            {**TOKEN, "registrationExpiresAt": stamp(EARLIER)},
            Expiry(ExpiryKind.LOGIN, LATER),
        ),
        ({**TOKEN, "expiresAt": "soon"}, Expiry(ExpiryKind.LOGIN, None, renews=True)),
        ("{", None),
        ([], None),
        ("\udcff", None),
    ],
)
def test_the_end_of_a_sign_in_is_read_off_its_cache(
    home: Home, token: object, expiry: Expiry | None
) -> None:
    home.write(config=SSO)
    if token == "\udcff":
        home.sign_in("").write_bytes(b"\xff")
    else:
        home.sign_in(token)
    assert login_expiry(read_files(), "dev") == expiry


def test_a_sign_in_of_the_old_kind_is_not_renewed(home: Home) -> None:
    home.write(config=OLD_SSO)
    home.sign_in(TOKEN, START_URL)
    assert login_expiry(read_files(), "dev") == Expiry(ExpiryKind.LOGIN, LATER)


def test_each_kind_of_sign_in_has_its_file(home: Home) -> None:
    home.write(config=f"{SSO}{OLD_SSO.replace('dev', 'old')}[profile k]\n{KEYS}")
    home.sign_in({}, "corp")
    home.sign_in({}, START_URL)
    files = read_files()
    places = [login_file(files, name) for name in ("dev", "old")]
    assert places == sorted(home.sso_cache.iterdir(), key=places.index)
    assert login_file(files, "k") is None
    assert login_expiry(files, "k") is None


def test_the_end_of_an_aws_login_is_not_known(home: Home, tmp_path: Path) -> None:
    home.write(config="[profile dev]\nlogin_session = ana\n")
    home.set({"AWS_LOGIN_CACHE_DIRECTORY": str(tmp_path)})
    file = login_file(read_files(), "dev")
    assert file is not None
    assert file.parent == tmp_path
    assert login_expiry(read_files(), "dev") is None
    file.write_text(json.dumps({"accessToken": {"expiresAt": stamp(LATER)}}))
    assert login_expiry(read_files(), "dev") == Expiry(ExpiryKind.LOGIN, None)


def test_only_what_nobody_renews_is_a_reason_to_act() -> None:
    keys = Expiry(ExpiryKind.KEYS, EARLIER, renews=True)
    signed_in = Expiry(ExpiryKind.LOGIN, LATER)
    unknown = Expiry(ExpiryKind.API_KEY, None)
    later = Expiry(ExpiryKind.KEYS, LATER + timedelta(hours=1))
    assert Identity("", expiries=(keys, unknown)).ends_at is None
    assert Identity("", expiries=(keys, later, signed_in)).ends_at == LATER


def test_a_change_that_matters_changes_the_fingerprint(home: Home) -> None:
    home.write(config=SSO, credentials="[x]\n")
    clients = Clients()
    seen = [clients.fingerprint("dev")]
    assert clients.fingerprint("dev") == seen[0]

    def changed() -> bool:
        seen.append(clients.fingerprint("dev"))
        return seen[-1] != seen[-2]

    file = home.sign_in(sso_token(LATER))
    assert changed()
    home.sign_in({}, "another session")
    assert not changed()
    file.unlink()
    assert changed()
    home.write(credentials="[x]\n[y]\n")
    assert changed()
    home.write(config=OLD_SSO)
    assert changed()
    home.sign_in(sso_token(LATER), START_URL)
    assert changed()
    home.write(config="[broken\n")
    assert changed()


def test_the_fingerprint_follows_the_environment(home: Home, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    home.set({"AWS_CONFIG_FILE": str(elsewhere)})
    clients = Clients()
    before = clients.fingerprint("")
    elsewhere.write_text("[default]\nregion = us-east-1\n")
    assert clients.fingerprint("") != before
