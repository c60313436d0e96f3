"""What can be read off an exception without importing the library that raised it.

Classes are known by name and module through the method resolution order, so neither
botocore nor urllib3 needs to be imported, and modeled classes (made at run time by
botocore) are seen as the `ClientError` they are.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from bedrock_tui.core.failure import is_page, readable, redact

CODE_LIMIT = 120
"""The longest error code kept."""
_NOISE = re.compile(r" ?\(reached max retries: \d+\)")
"""Botocore writes this even where nothing was tried twice."""
PROCESS_LIMIT = 200
"""The most characters kept of what a credential process said."""
_PROCESS = "from custom-process: "
"""What comes after it is all that the process wrote to its standard error (botocore
credentials.py, ProcessProvider)."""
_HUSHED = "[hidden]"
_LIKE_SECRETS = (
    re.compile(
        r"""((?:secret|token|passw(?:or)?d|passphrase|key)[\w-]*["']?(?:\s*[=:]\s*|\s+is\s+))"""
        r"""(?:"[^"]*"|'[^']*'|\S+)""",
        re.IGNORECASE,
    ),
    re.compile(
        r"(--?[\w-]*(?:secret|token|passw(?:or)?d|passphrase|key)[\w-]*\s+)\S+",
        re.IGNORECASE,
    ),
    re.compile(r"()\bA(?:KI|SI)A[A-Z0-9]{8,}"),
    re.compile(r"()(?<![\w/+.-])(?=[\w+/=-]*\d)(?=[\w+/=-]*[A-Za-z])[\w+=-]{20,}"),
    re.compile(
        r"()(?<![\w/+.-])(?=[\w+/]*\d)(?=[\w+/]*[A-Z])(?=[\w+/]*[a-z])"
        r"[A-Za-z0-9+/]{32,}={0,2}(?![\w.-])"
    ),
)
"""What may be a secret in the words of a program that nobody here knows: values after
such names, key ids, and long runs of base64 or hexadecimal digits."""
_VENDORED = ".vendored."
"""Botocore keeps old base classes of requests here; their names would mislead."""


@dataclass(frozen=True, slots=True)
class Reading:
    """The plain facts of one exception."""

    code: str
    """The service's code with a capital first letter, or the class's name."""
    message: str
    """The service's own message, or the exception's text; redacted and cut."""
    names: frozenset[str]
    """Everything a row may ask for: the code, `http-<status>`, the classes, and
    `web-page` for a page that came with a status below 500 in place of an answer."""
    normal: str
    """The message in lower case, with straight apostrophes and single spaces."""
    operation: str = ""
    request_id: str = ""


def read(error: BaseException) -> Reading:
    """The facts of the error; of a group of errors, those of the first."""
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    classes = _class_names(error)
    if "botocore.ClientError" in classes:
        response = _members(getattr(error, "response", None))
        return _read_service(error, response, classes)
    message = readable(_last_words(_text(error)))
    return Reading(
        code=readable(type(error).__name__, CODE_LIMIT),
        message=message,
        names=classes,
        normal=_normal(message),
    )


def _read_service(
    error: BaseException, response: dict[object, object], classes: frozenset[str]
) -> Reading:
    """The facts of an error that came from the service, as botocore parsed it."""
    body = _members(response.get("Error"))
    metadata = _members(response.get("ResponseMetadata"))
    code = _capital(readable(_word(body.get("Code")), CODE_LIMIT))
    raw = _word(body.get("Message")) or _word(body.get("message"))
    status = _word(metadata.get("HTTPStatusCode")) or (code if code.isdigit() else "")
    names = {*classes, code, f"http-{status}"}
    if status.startswith("5"):
        names.add("http-5xx")
    elif code.isdigit() and is_page(raw):
        names.add("web-page")
    message = readable(_NOISE.sub("", raw))
    return Reading(
        code=code,
        message=message,
        names=frozenset(names),
        normal=_normal(message),
        operation=_word(getattr(error, "operation_name", "")),
        request_id=readable(_word(metadata.get("RequestId")), CODE_LIMIT),
    )


def _class_names(error: BaseException) -> frozenset[str]:
    """The error's classes as `<top package>.<name>`, bases included."""
    return frozenset(
        f"{str(kind.__module__).partition('.')[0]}.{kind.__name__}"
        for kind in type(error).__mro__
        if _VENDORED not in str(kind.__module__)
    )


def _text(error: BaseException) -> str:
    """The exception as text, even where its own `__str__` is broken."""
    try:
        return _NOISE.sub("", str(error))
    except Exception:  # noqa: BLE001 - foreign code; explaining must not fail
        return ""


def _last_words(text: str) -> str:
    """The text; of what a credential process said, the last line alone.

    Secrets go first: one may stand on a line below its name."""
    head, process, said = text.partition(_PROCESS)
    if not process:
        return text
    lines = [line for line in _hushed(redact(said)).splitlines() if line.strip()]
    return head + process + readable("".join(lines[-1:]), PROCESS_LIMIT)


def _hushed(said: str) -> str:
    """The words of a strange program without all that looks like a secret."""
    for pattern in _LIKE_SECRETS:
        said = pattern.sub(rf"\1{_HUSHED}", said)
    return said


def _normal(message: str) -> str:
    """The message made fit to be compared: services vary apostrophes and case."""
    text = message.lower()
    for curly in "‘’ʼ＇":
        text = text.replace(curly, "'")
    return " ".join(text.split())


def _members(value: object) -> dict[object, object]:
    """A JSON object, or an empty one in place of anything else."""
    return value if isinstance(value, dict) else {}


def _word(value: object) -> str:
    """A text or status number as text; whatever else is there counts as nothing."""
    if isinstance(value, int):
        return str(value) if 0 <= value < 1_000 else ""
    return value if isinstance(value, str) else ""


def _capital(code: str) -> str:
    """The code as HTTP errors have it: streams send it with a small first letter."""
    return code[:1].upper() + code[1:]
