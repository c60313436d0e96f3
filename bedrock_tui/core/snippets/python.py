"""A call as a Python script that streams the reply to standard output."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from bedrock_tui.core.snippets.sent import Sent, as_literal

_WIDTH = 88
_STEP = " " * 4

_SCRIPT = """\
import boto3

session = boto3.Session({session})
client = session.client({client})

response = client.converse_stream(
{arguments}
)
for event in response["stream"]:
    delta = event.get("contentBlockDelta", {{}}).get("delta", {{}})
    print(delta.get("text", ""), end="", flush=True)
print()
"""


def boto3_script(sent: Sent) -> str:
    """Return a script that asks once; botocore finds the credentials as ever."""
    session = {"region_name": sent.target.region}
    if sent.target.aws_profile:
        session = {"profile_name": sent.target.aws_profile, **session}
    client = [as_literal("bedrock-runtime")]
    if sent.endpoint:
        client.append(f"endpoint_url={as_literal(sent.endpoint)}")
    arguments = (
        f"{_STEP}{name}={_literal(value, 1, len(name) + 1)},"
        for name, value in sent.arguments.items()
    )
    return _SCRIPT.format(
        session=", ".join(f"{k}={as_literal(v)}" for k, v in session.items()),
        client=", ".join(client),
        arguments="\n".join(arguments),
    )


def _literal(value: object, depth: int, before: int) -> str:
    """Return a value as Python, over several lines where one is too short.

    `depth` is its indentation, `before` what stands before it in its line.
    """
    line = _inline(value)
    fits = len(_STEP) * depth + before + len(line) + 1 <= _WIDTH
    if fits and not _has_lines(value):
        return line
    inner = depth + 1
    match value:
        case str():
            return _block("()", _pieces(value), depth)
        case Mapping():
            names = {as_literal(str(name)): each for name, each in value.items()}
            return _block(
                "{}",
                (
                    f"{name}: {_literal(each, inner, len(name) + 2)},"
                    for name, each in names.items()
                ),
                depth,
            )
        case Sequence():
            return _block("[]", (f"{_literal(v, inner, 0)}," for v in value), depth)
    return line


def _has_lines(value: object) -> bool:
    """Tell whether a text of several lines is somewhere in a value."""
    match value:
        case str():
            return "\n" in value[:-1]
        case Mapping():
            return any(map(_has_lines, value.values()))
        case Sequence():
            return any(map(_has_lines, value))
    return False


def _inline(value: object) -> str:
    match value:
        case str():
            return as_literal(value)
        case Mapping():
            members = (f"{as_literal(str(k))}: {_inline(v)}" for k, v in value.items())
            return f"{{{', '.join(members)}}}"
        case Sequence():
            return f"[{', '.join(map(_inline, value))}]"
    return repr(value)


def _block(brackets: str, lines: Iterable[str], depth: int) -> str:
    rows = [brackets[0], *(_STEP * (depth + 1) + line for line in lines)]
    return "\n".join([*rows, _STEP * depth + brackets[1]])


def _pieces(text: str) -> list[str]:
    """Return a text as literals that Python joins: one for each of its lines."""
    lines = text.split("\n")
    parts = [f"{line}\n" for line in lines[:-1]] + lines[-1:]
    return [as_literal(part) for part in parts if part]
