"""What SQLite and the file system complain about, in words a person can act on."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from bedrock_tui.errors import StoreError


class RefusedError(StoreError):
    """What the database will never take, however often it is tried: a fault of ours."""


_FAULTS = (sqlite3.IntegrityError, sqlite3.ProgrammingError, sqlite3.DataError)


@contextmanager
def readable(path: Path) -> Iterator[None]:
    """Turn errors of SQLite and the file system into StoreErrors about `path`."""
    try:
        yield
    except _FAULTS as error:
        raise refused(path, str(error)) from error
    except sqlite3.Error as error:
        explain = _BY_CODE.get(_primary(error), _unusable)
        raise explain(path, str(error)) from error
    except OSError as error:
        explain = _BY_NUMBER.get(error.errno or 0, _unusable)
        raise explain(path, error.strerror or str(error)) from error


def is_busy(error: sqlite3.Error) -> bool:
    """Return whether somebody else holds the lock that was asked for."""
    return _primary(error) in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


def closed() -> StoreError:
    """Return the error of whoever asks a database that is not open."""
    return StoreError(
        "History is not open",
        "Nothing can be read from it or written to it now.",
        "Start bedrock-tui again.",
    )


def refused(path: Path, reason: str) -> RefusedError:
    """Return the error for an entry that breaks the database's own rules."""
    return RefusedError(
        "History did not take an entry",
        f"{path}: {reason}.",
        "This is a fault of bedrock-tui; please report it.",
    )


def foreign(path: Path) -> StoreError:
    """Return the error for a database that belongs to another program."""
    return StoreError(
        "Not a history of bedrock-tui",
        f"{path} is the database of another program; it was left as it is.",
        "Choose another file with --db.",
    )


def newer(path: Path) -> StoreError:
    """Return the error for a schema that this version does not know."""
    return StoreError(
        "History was written by a newer version",
        f"{path} has a layout that this version of bedrock-tui does not know.",
        "Update bedrock-tui, or choose another file with --db.",
    )


def _primary(error: sqlite3.Error) -> int:
    """Return SQLite's primary result code, 0 where the error carries none."""
    return (getattr(error, "sqlite_errorcode", None) or 0) & 0xFF


def _locked(path: Path, _reason: str) -> StoreError:
    return StoreError(
        "History is locked by another program",
        f"{path} could not be written while it is locked.",
        "Close what has it open, such as a database browser or a backup.",
    )


def _full(path: Path, _reason: str) -> StoreError:
    return StoreError(
        "The disk is full",
        f"There is no room to write {path}.",
        "Free some space on that disk.",
    )


def _no_database(path: Path, _reason: str) -> StoreError:
    return StoreError(
        "Not a history database",
        f"{path} is not an SQLite database; it was left as it is.",
        "Move it away, or choose another file with --db.",
    )


def _damaged(path: Path, reason: str) -> StoreError:
    return StoreError(
        "History is damaged",
        f"{path}: {reason}.",
        "Move it away to start a new history;"
        " `sqlite3 FILE .recover` can save what is left in it.",
    )


def _denied(path: Path, reason: str) -> StoreError:
    return StoreError(
        "History cannot be opened or written",
        f"{path}: {reason}.",
        f"Check the permissions of {path.parent}, or choose another file with --db.",
    )


def _broken_off(_path: Path, _reason: str) -> StoreError:
    return closed()


def _unusable(path: Path, reason: str) -> StoreError:
    return StoreError(
        "History cannot be used",
        f"{path}: {reason}.",
        "Check the disk, or choose another file with --db.",
    )


_Explain = Callable[[Path, str], StoreError]

_BY_CODE: dict[int, _Explain] = {
    sqlite3.SQLITE_BUSY: _locked,
    sqlite3.SQLITE_LOCKED: _locked,
    sqlite3.SQLITE_FULL: _full,
    sqlite3.SQLITE_NOTADB: _no_database,
    sqlite3.SQLITE_CORRUPT: _damaged,
    sqlite3.SQLITE_CANTOPEN: _denied,
    sqlite3.SQLITE_READONLY: _denied,
    sqlite3.SQLITE_PERM: _denied,
    sqlite3.SQLITE_AUTH: _denied,
    sqlite3.SQLITE_INTERRUPT: _broken_off,
}

_BY_NUMBER: dict[int, _Explain] = {
    errno.ENOSPC: _full,
    errno.EDQUOT: _full,
    errno.EACCES: _denied,
    errno.EPERM: _denied,
    errno.EROFS: _denied,
    errno.ENOTDIR: _denied,
    errno.EEXIST: _denied,
}
