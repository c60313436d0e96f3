"""Checks of the way to the service: its address, its encryption, the clocks."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlsplit

from bedrock_tui.aws.readiness.finding import (
    Finding,
    failed,
    passed,
    skipped,
    told,
    unknown,
    warned,
    worst,
)
from bedrock_tui.aws.readiness.situation import Situation
from bedrock_tui.core.failure import Failure
from bedrock_tui.errors import CallFailed

EVEN = timedelta(seconds=2)
"""What a date without fractions and the way of an answer can make of no difference."""
UNEASY = timedelta(seconds=60)
REFUSED = timedelta(minutes=5)
"""How far off a signature may be (IAM User Guide, "Signature Version 4")."""

_AWS = (
    ".amazonaws.com",
    ".amazonaws.com.cn",
    ".api.aws",
    ".api.amazonwebservices.com.cn",
    ".amazonaws.eu",
    ".c2s.ic.gov",
    ".sc2s.sgov.gov",
    ".csp.hci.ic.gov",
    ".cloud.adc-e.uk",
)
"""How the names of AWS's own hosts end, partition by partition."""


def endpoint(situation: Situation) -> Finding:
    """Check that what is sent is encrypted, and say where it goes."""
    if situation.nowhere:
        return skipped(situation.nowhere)
    return worst({each: _endpoint(situation, each) for each in situation.regions})


def clock(situation: Situation) -> Finding:
    """Compare this computer's clock with the date of an answer."""
    identity = situation.identity
    region = situation.regions[0]
    # Whoever has answered before will answer again.
    known = situation.caller(identity.region or region) if identity.arn else None
    answer = known if known and known.sent_at else situation.models(region)
    if answer.sent_at is None:
        return unknown("No answer carried a date.", "Look at the other checks first.")
    ahead = answer.heard_at - answer.sent_at
    off = abs(ahead)
    if off <= EVEN:
        return passed("It shows the time of AWS.", "Date header")
    side = "ahead of" if ahead == off else "behind"
    detail = f"{off.total_seconds():.0f} s {side} AWS."
    if off <= UNEASY:
        return passed(detail, "Date header")
    remedy = "Set the clock by the network: sudo timedatectl set-ntp true"
    if off <= REFUSED:
        return warned(detail, remedy, "Date header")
    return failed(f"{detail} Signatures are refused.", remedy, "Date header")


def _endpoint(situation: Situation, region: str) -> Finding:
    try:
        url = situation.endpoint(region)
    except CallFailed as error:
        return _no_address(situation, error.failure)
    parts = urlsplit(url)
    host = parts.hostname or ""
    evidence = f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"
    if parts.scheme == "https":
        return _encrypted(host, evidence)
    if _loopback(host):
        return skipped(f"Plain http to this computer ({host}): nothing leaves it.")
    return failed(
        f"Prompts go to {host} unencrypted.",
        "Use an https:// address in --endpoint-url or AWS_ENDPOINT_URL.",
        evidence,
    )


def _no_address(situation: Situation, failure: Failure) -> Finding:
    """Say why no client could be made; what is wrong with the credentials is told by
    their own check."""
    known = situation.identity.failure
    if known is not None and known.code == failure.code:
        return skipped(f"{failure.title}, so the address is not known.")
    return unknown(told(failure), failure.remedy)


def _encrypted(host: str, evidence: str) -> Finding:
    from ssl import OPENSSL_VERSION, TLSVersion  # start-up time

    from urllib3.util.ssl_ import create_urllib3_context

    detail = f"{_kind(host)}, {host}"
    if create_urllib3_context().minimum_version >= TLSVersion.TLSv1_2:
        return passed(f"{detail}; nothing older than TLS 1.2 is spoken.", evidence)
    return failed(
        f"{detail}; TLS older than 1.2 is possible.",
        "Update urllib3 to 2 or later: pip install --upgrade urllib3",
        f"{evidence}, {OPENSSL_VERSION}",
    )


def _kind(host: str) -> str:
    if not host.endswith(_AWS):
        return "Custom endpoint"
    if ".vpce." in host:
        return "VPC endpoint"
    if "-fips." in host:
        return "FIPS endpoint"
    # A VPC endpoint with private DNS has the same name.
    return "Public endpoint name"


def _loopback(host: str) -> bool:
    from ipaddress import ip_address  # start-up time

    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
