"""Failures of the line and of what came over it, as the libraries raise them."""

from __future__ import annotations

from bedrock_tui.aws.failures.row import Row
from bedrock_tui.core.failure import Category

_CUT_OFF = (
    "Keep what was received; send it again if you want the whole reply. What was "
    "generated so far may be billed."
)

SECURITY_ROWS: tuple[Row, ...] = (
    Row(
        Category.TLS,
        ("botocore.SSLError", "urllib3.SSLError", "ssl.SSLError"),
        r"no such file",
        "The CA bundle is missing",
        "Correct or unset {ca_bundle}: there is no such file.",
        "botocore httpsession.py: the error of the operating system, without a path.",
    ),
    Row(
        Category.TLS,
        ("botocore.SSLError", "urllib3.SSLError", "ssl.SSLError", "urllib3.HTTPError"),
        r"certificate_verify_failed|certificate verify failed",
        "The certificate is not trusted",
        "Set AWS_CA_BUNDLE to a file with the certificate authority of your network "
        "(a proxy that reads TLS brings its own).",
        "botocore sends it again three times, in vain: the certificate stays.",
    ),
    Row(
        Category.TLS,
        ("botocore.SSLError", "urllib3.SSLError", "ssl.SSLError"),
        "",
        "No secure connection",
        "Check the proxy and the endpoint's address (https:// to a plain HTTP port "
        "fails like this), and AWS_CA_BUNDLE.",
        "Python ssl; not sent again, as such failures seldom pass by themselves.",
    ),
    Row(
        Category.PROXY,
        ("botocore.ProxyConnectionError", "urllib3.ProxyError"),
        "",
        "The proxy was not reached",
        "Check HTTPS_PROXY and that the proxy runs; add .amazonaws.com to NO_PROXY to "
        "go without it.",
        "botocore httpsession.py; a setting to mend, so not sent again.",
    ),
)

REACH_ROWS: tuple[Row, ...] = (
    Row(
        Category.NETWORK,
        ("botocore.ConnectionError", "urllib3.HTTPError", "builtins.ConnectionError"),
        r"(?:https?://|host=['\"])(?:localhost|127\.|\[::1\])",
        "The service was not reached",
        "Nothing answers at {address} on this computer: start the server there, or "
        "{without_endpoint}.",
        "An endpoint of this computer is one that somebody chose.",
        retryable=True,
    ),
    Row(
        Category.NETWORK,
        ("botocore.ConnectTimeoutError",),
        "",
        "The connection took too long",
        "Check the network, VPN and proxy[ on the way to {host}][, and that the region "
        "{bedrock_region} is right]; it is safe to send again, as nothing was sent.",
        "botocore: no connection yet, so nothing can be billed.",
        retryable=True,
    ),
    Row(
        Category.NETWORK,
        ("botocore.ConnectionError", "urllib3.NameResolutionError", "socket.gaierror"),
        r"name or service not known|nodename nor servname|getaddrinfo|resolve",
        "The address was not found",
        "Check the network[ and who answers for names: {host} was not found][; the "
        "region may be misspelt: {bedrock_region}].",
        "The name has no address: DNS is down or the region does not exist.",
        retryable=True,
    ),
    Row(
        Category.NETWORK,
        (
            "botocore.ConnectionError",
            "urllib3.NewConnectionError",
            "urllib3.ConnectTimeoutError",
            "urllib3.MaxRetryError",
            "socket.gaierror",
            "builtins.ConnectionRefusedError",
        ),
        "",
        "The service was not reached",
        "Check the network, VPN and proxy[ on the way to {host}][, and that the region "
        "{bedrock_region} exists and has Bedrock].",
        "botocore: no connection was made, so nothing can be billed.",
        retryable=True,
    ),
    Row(
        Category.NETWORK,
        ("botocore.ConnectionClosedError",),
        "",
        "The connection was closed",
        "Send it again; if it stays, look at the proxy or VPN.",
        "botocore: closed before any header of an answer; sent again as botocore does.",
        retryable=True,
    ),
    Row(
        Category.TIMEOUT,
        ("botocore.ReadTimeoutError",),
        "",
        "No answer in time",
        "Raise the read timeout (reasoning models may think for minutes) or shorten "
        "the input. Sending again may be billed twice: the first request may be "
        "running still.",
        "botocore: sent, but no header came back; a repeat may be billed, so never "
        "by itself.",
    ),
)

STREAM_ROWS: tuple[Row, ...] = (
    Row(
        Category.NETWORK,
        ("urllib3.ReadTimeoutError",),
        "",
        "The reply stopped coming",
        _CUT_OFF + " A longer read timeout helps with models that pause.",
        "urllib3: raised while reading the body; partly billed, so not sent again.",
    ),
    Row(
        Category.NETWORK,
        (
            "botocore.ResponseStreamingError",
            "botocore.IncompleteReadError",
            "urllib3.ProtocolError",
            "urllib3.IncompleteRead",
            "urllib3.InvalidChunkLength",
            "http.IncompleteRead",
            "http.RemoteDisconnected",
        ),
        "",
        "The line broke during the reply",
        _CUT_OFF,
        "urllib3 and botocore: the body was cut; partly billed, so not sent again.",
    ),
    Row(
        Category.NETWORK,
        (
            "botocore.ParserError",
            "botocore.ChecksumError",
            "botocore.FlexibleChecksumError",
            "urllib3.DecodeError",
        ),
        "",
        "The reply was damaged on the way",
        _CUT_OFF + " If it stays, look at the proxy.",
        "botocore eventstream.py: a checksum or length is wrong. Partly billed.",
    ),
    Row(
        Category.NETWORK,
        ("botocore.ResponseParserError",),
        "",
        "The answer could not be read",
        "Check HTTPS_PROXY and AWS_ENDPOINT_URL: something other than AWS may have "
        "answered.",
        "botocore parsers.py: neither the JSON nor the XML that the service sends.",
    ),
    Row(
        Category.NETWORK,
        ("builtins.ConnectionError", "urllib3.ClosedPoolError"),
        "",
        "The connection broke",
        _CUT_OFF,
        "Python: reset, aborted or broken pipe; when is not known, so not sent again.",
    ),
    Row(
        Category.TIMEOUT,
        ("builtins.TimeoutError", "urllib3.TimeoutError"),
        "",
        "It took too long",
        "Check the network and send it again; if it had been sent, it may be billed "
        "twice.",
        "Python: what timed out is not known, so not sent again.",
    ),
    Row(
        Category.NETWORK,
        ("botocore.HTTPClientError", "urllib3.HTTPError"),
        "",
        "The connection failed",
        "Check the network, VPN and proxy, then send it again.",
        "Other failures of the HTTP client; how far it came is not known.",
    ),
)

REQUEST_ROWS: tuple[Row, ...] = (
    Row(
        Category.REQUEST_SHAPE,
        (
            "botocore.ParamValidationError",
            "botocore.ValidationError",
            "botocore.MissingParametersError",
            "botocore.AliasConflictParameterError",
            "botocore.UnseekableStreamError",
            "botocore.InvalidHostLabelError",
        ),
        "",
        "The request is not well formed",
        "Nothing was sent. Check the id[ {model_id}] and the parameters that the "
        "message names; if they are right, please report it.",
        "botocore validate.py: refused before sending.",
    ),
    Row(
        Category.THROTTLE,
        ("botocore.CapacityNotAvailableError",),
        "",
        "Too many requests",
        "Wait some seconds and send it again, with fewer lanes at once.",
        "botocore retries: its own rate limit in adaptive mode; nothing was sent.",
        retryable=True,
    ),
)

LIBRARY_ROWS: tuple[Row, ...] = (
    *SECURITY_ROWS,
    *REACH_ROWS,
    *STREAM_ROWS,
    *REQUEST_ROWS,
)
"""From the most exact to the most general: subclasses before their bases."""
