"""Failures about who is calling, and answers that are not AWS's at all."""

from __future__ import annotations

from bedrock_tui.aws.failures.row import Row
from bedrock_tui.core.failure import Category

DENIED = ("AccessDeniedException", "AccessDenied", "http-403", "http-401")

IDENTITY_ROWS: tuple[Row, ...] = (
    Row(
        Category.LOGIN_EXPIRED,
        DENIED,
        r"bearer token has expired",
        "The Bedrock API key has expired",
        "Make a new key in the Bedrock console[ of {region}] and set "
        "AWS_BEARER_TOKEN_BEDROCK to it, or unset it to use your other credentials.",
        'Seen 2026: 403 {"Message": "Bearer Token has expired"}.',
    ),
    Row(
        Category.CREDENTIALS,
        DENIED,
        r"make sure your api key is valid|invalid api key format",
        "The Bedrock API key is not valid",
        "Check AWS_BEARER_TOKEN_BEDROCK: copy the whole key; a short-term key is only "
        "good in the region it was made in[, and you called {region}].",
        "Asked of the service by several projects, 2026; Bedrock User Guide, API keys.",
    ),
    Row(
        Category.LOGIN_EXPIRED,
        ("ExpiredTokenException", "ExpiredToken", "TokenRefreshRequired"),
        "",
        "Your credentials have expired",
        "{renewal}",
        "AWS common errors: needs a new login, so not sent again.",
    ),
    Row(
        Category.CREDENTIALS,
        (
            "UnrecognizedClientException",
            "InvalidClientTokenId",
            "InvalidAccessKeyId",
            "AuthFailure",
        ),
        "",
        "Key not valid, or region not enabled",
        "If aws sts get-caller-identity[ --profile {aws_profile}] tells who you are, "
        "enable the region[ {region}] for the account (opt-in regions are off at "
        "first); otherwise the access key was deleted or mistyped: sign in again.",
        "AWS common errors; projects meet it in regions that are not enabled.",
    ),
    Row(
        Category.CLOCK,
        (),
        r"signature expired|signature not yet current|clock.?skew",
        "The clock of this computer is wrong",
        "Set the clock by the network (time and zone) and send it again: AWS takes "
        "signatures that are at most 5 minutes off.",
        "SigV4; seen 2026 with InvalidSignatureException.",
    ),
    Row(
        Category.CLOCK,
        ("RequestExpired", "RequestTimeTooSkewed", "RequestInTheFuture"),
        "",
        "The clock of this computer is wrong",
        "Set the clock by the network (time and zone) and send it again.",
        "AWS common errors; the list of codes botocore knows as clock skew.",
    ),
    Row(
        Category.CREDENTIALS,
        (
            "InvalidSignatureException",
            "SignatureDoesNotMatch",
            "IncompleteSignature",
            "IncompleteSignatureException",
            "MissingAuthenticationToken",
            "MissingAuthenticationTokenException",
        ),
        "",
        "The signature was not accepted",
        "The secret key does not belong to the access key, or a proxy changed the "
        "request: sign in again, or copy both keys anew.",
        "SigV4; AWS common errors.",
    ),
    Row(
        Category.ACCOUNT,
        ("OptInRequired", "SubscriptionRequiredException"),
        "",
        "The account lacks this subscription",
        "The account is not signed up for this service, or the call needs a higher "
        "AWS Support plan.",
        "AWS common errors; AWS Health needs a Business plan.",
    ),
    Row(
        Category.PERMISSION,
        ("ForbiddenException",),
        "",
        "This role is not yours to use",
        "Check the account and role of the AWS profile[ {aws_profile}]: IAM Identity "
        "Center does not assign that role to you.",
        "IAM Identity Center, GetRoleCredentials: `No access`.",
        operation="GetRoleCredentials",
    ),
    Row(
        Category.PROXY,
        ("http-407",),
        "",
        "The proxy wants a sign-in",
        "Put the user name and password into HTTPS_PROXY, or add .amazonaws.com to "
        "NO_PROXY.",
        "RFC 9110, 407 Proxy Authentication Required.",
    ),
    Row(
        Category.SERVER,
        ("http-502", "http-504"),
        "",
        "A gateway failed",
        "Send it again in a moment; if it stays, look at the proxy or gateway between "
        "here and AWS.",
        "RFC 9110; botocore's standard mode sends 502 and 504 again too.",
        retryable=True,
    ),
    Row(
        Category.PROXY,
        ("web-page",),
        "",
        "A web page came instead of an answer",
        "Ask who runs the network to let AWS through[ "
        "(bedrock-runtime.{region}.amazonaws.com)], or check HTTPS_PROXY, NO_PROXY and "
        "AWS_ENDPOINT_URL.",
        "botocore: without AWS's headers the status is the code, the page the message.",
    ),
)
