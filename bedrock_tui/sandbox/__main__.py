"""``python -m bedrock_tui.sandbox``: serve, and say where in one line of JSON."""

from __future__ import annotations

import argparse
import json
import os
import sys
import threading
from collections.abc import Sequence

from bedrock_tui.sandbox import catalogue
from bedrock_tui.sandbox.faults import TABLE, Switch, UnknownSwitch
from bedrock_tui.sandbox.options import ACCOUNT
from bedrock_tui.sandbox.server import Sandbox


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve until interrupted; 0 then, 1 when the port is taken, 2 for bad options."""
    options = _parser().parse_args(arguments)
    try:
        sandbox = Sandbox(options.fault, options.port, keep=False)
    except UnknownSwitch as error:
        sys.stderr.write(f"--fault: {error}\n")
        return 2
    except OSError as error:
        sys.stderr.write(f"Cannot listen on 127.0.0.1:{options.port}: {error}\n")
        return 1
    if options.until_stdin_closes:
        threading.Thread(target=_end_with_stdin, daemon=True).start()
    try:
        sys.stdout.write(json.dumps({"url": sandbox.url, "pid": os.getpid()}) + "\n")
        sys.stdout.flush()
        threading.Thread(target=catalogue.models, daemon=True).start()
        sandbox.serve()
    except KeyboardInterrupt:
        pass
    finally:
        sandbox.stop()
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m bedrock_tui.sandbox",
        description="A Bedrock endpoint on loopback with simulated replies.",
        epilog="switches in a prompt (add @MODEL-SUBSTRING to narrow one):\n"
        f"{_listed(TABLE)}\n\noptions of the account, for --fault only:\n"
        f"{_listed(ACCOUNT)}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one")
    parser.add_argument(
        "--fault",
        action="append",
        default=[],
        metavar="MODEL-SUBSTRING:NAME[=ARG]",
        help="a switch for all requests to some models, or account:NAME[=ARG]; may be "
        "repeated",
    )
    parser.add_argument(
        "--until-stdin-closes",
        action="store_true",
        help="end when standard input ends, so as never to outlive the parent",
    )
    return parser


def _listed(switches: tuple[Switch, ...]) -> str:
    width = max(len(switch.usage) for switch in (*TABLE, *ACCOUNT))
    return "\n".join(f"  {one.usage:<{width}}  {one.summary}" for one in switches)


def _end_with_stdin() -> None:
    while os.read(0, 4096):
        pass
    os._exit(0)


if __name__ == "__main__":
    sys.exit(main())
