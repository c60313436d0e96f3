"""Real error messages, each with the failure it must become."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import botocore.eventstream
import botocore.exceptions as bc
import botocore.parsers
import urllib3.exceptions as u3
from dateutil.parser import ParserError

USER = "User: arn:aws:sts::111122223333:assumed-role/Dev/ana"
MODEL = "arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-sonnet-5-5"
FAR_MODEL = "arn:aws:bedrock:eu-north-1::foundation-model/anthropic.claude-sonnet-5-5"
GLOBAL_MODEL = "arn:aws:bedrock:::foundation-model/anthropic.claude-sonnet-5-5"
SCP = "arn:aws:organizations::1:policy/o-ab/service_control_policy/p-xy12"
STREAMING = "bedrock:InvokeModelWithResponseStream"
NOT_ALLOWED = f"{USER} is not authorized to perform: {STREAMING} on resource: "
PAGE = (
    "<!DOCTYPE html><html><head><title>Blocked</title><style>a{b:c}</style></head>"
    "<body><h1>Access &amp; use</h1><p>Ask the help desk.</p></body></html>"
)


def service(
    code: str, message: str, status: int = 400, operation: str = "ConverseStream"
) -> bc.ClientError:
    """An error answer, as botocore raises it after its only attempt."""
    response: Any = {
        "Error": {"Code": code, "Message": message},
        "ResponseMetadata": {
            "HTTPStatusCode": status,
            "RequestId": "11111111-2222",
            "MaxAttemptsReached": True,
            "RetryAttempts": 0,
            "HTTPHeaders": {},
            "HostId": "",
        },
    }
    return bc.ClientError(response, operation)


def stream(code: str, message: str) -> bc.EventStreamError:
    """An exception event in a stream: a small first letter and no metadata."""
    return bc.EventStreamError(
        {"Error": {"Code": code, "Message": message}}, "ConverseStream"
    )


@dataclass(frozen=True)
class Case:
    """An error and what must be made of it."""

    name: str
    error: BaseException
    category: str
    title: str
    remedy: str
    """A part of the remedy."""
    retryable: bool = False
    change: str = ""


def denied(message: str) -> bc.ClientError:
    return service("AccessDeniedException", message, 403)


def invalid(message: str) -> bc.ClientError:
    return service("ValidationException", message)


def missing(message: str) -> bc.ClientError:
    return service("ResourceNotFoundException", message, 404)


def throttled(message: str) -> bc.ClientError:
    return service("ThrottlingException", message, 429)


ALLOWS = f"because no identity-based policy allows the {STREAMING} action"
FORM = (
    "Model use case details have not been submitted for this account. Fill out the "
    "Anthropic use case details form before using the model. If you have already "
    "filled out the form, try again in 15 minutes."
)
LEGACY = (
    "Access denied. This Model is marked by provider as Legacy and you have not been "
    "actively using the model in the last 30 days. Please upgrade to an active model "
    "on Amazon Bedrock"
)
MARKETPLACE = (
    "Model access is denied due to IAM user or service role is not authorized to "
    "perform the required AWS Marketplace actions (aws-marketplace:ViewSubscriptions, "
    "aws-marketplace:Subscribe) to enable access to this model. Refer to the docs. If "
    "you recently fixed this issue, try again after 15 minutes."
)
BILLING = (
    "Model access is denied due to INVALID_PAYMENT_INSTRUMENT:A valid payment "
    "instrument must be provided.. Your AWS Marketplace subscription for this model "
    "cannot be completed at this time. If you recently fixed this issue, try again "
    "after 15 minutes."
)
PENDING = (
    "Your account is not authorized to access this model. Your AWS Marketplace "
    "subscription for this model is still being processed"
)
PROFILE = (
    "Invocation of model ID anthropic.claude-opus-4-1-20250805-v1:0 with on-demand "
    "throughput isn’t supported. Retry your request with the ID or ARN of an "
    "inference profile that contains this model."
)
TOO_MUCH = (
    "The maximum tokens you requested exceeds the model limit of 10000. Try again "
    "with a maximum tokens value that is lower than 10000."
)
CLAUDE_MUCH = (
    "max_tokens: 999999 > 128000, which is the maximum allowed number of output "
    "tokens for claude-opus-5-5"
)
BOTH = (
    "The model returned the following errors: `temperature` and `top_p` cannot both "
    "be specified for this model. Please use only one."
)
SHAPE = (
    "The model returned the following errors: Malformed input request: "
    "#/messages/2/content/0: extraneous key [toolResult] is not permitted, please "
    "reformat your input and try again."
)
UNEXPECTED = (
    "The system encountered an unexpected error during processing. Try your request "
    "again."
)
TOOL_USE = (
    "Model produced invalid sequence as part of ToolUse. Please refer to the model "
    "tool use troubleshooting guide."
)
NO_SYSTEM = (
    "This model doesn't support system messages. Try again without a system message "
    "or use a model that supports system messages."
)
NO_VIDEO = (
    "This model doesn't support the video content block that you provided. Update "
    "the content block and try again."
)
LONG = "input length and `max_tokens` exceed context limit: 190000 + 20000 > 200000"
COUNTRY = (
    "Access to Anthropic models is not allowed from unsupported countries, regions, "
    "or territories. Please refer to the list."
)
SALES = (
    "anthropic.claude-fable-5-1 is not available for this account. You can explore "
    "other available models on Amazon Bedrock. For additional access options, contact "
    "AWS Sales at https://aws.amazon.com/contact-us"
)
SIGNATURE = (
    "The request signature we calculated does not match the signature you provided. "
    "Check your AWS Secret Access Key and signing method."
)
SKEW = "Signature expired: 20261122T100000Z is now earlier than 20261122T101500Z"
INCOMPLETE_SSO = (
    'The profile "a" is configured to use SSO but is missing required configuration: '
    "sso_start_url, sso_region"
)
NO_SOURCE = 'The source_profile "zz" referenced in the profile "a" does not exist.'
STALE = "Credentials were refreshed, but the refreshed credentials are still expired."
URL = "https://bedrock-runtime.us-east-1.amazonaws.com/model/x/converse-stream"

ACCESS = [
    Case("no allow", denied(NOT_ALLOWED + MODEL + " " + ALLOWS), "permission",
         "Your IAM policy does not allow this", f"Allow {STREAMING} on {MODEL}"),
    Case("no allow, text", denied(NOT_ALLOWED + MODEL), "permission",
         "Not authorized", "does not say which policy"),
    Case("no allow, far region", denied(NOT_ALLOWED + FAR_MODEL + " " + ALLOWS),
         "permission", "Your IAM policy does not allow this",
         "You called us-east-1, but the refusal is about eu-north-1"),
    Case("global profile", denied(NOT_ALLOWED + GLOBAL_MODEL + " " + ALLOWS),
         "permission", "Your IAM policy does not allow this", "unspecified"),
    Case("explicit identity", denied(
        NOT_ALLOWED + MODEL + " with an explicit deny in an identity-based policy"),
        "permission-org", "An IAM policy denies this to you", "beats every allow"),
    Case("scp", denied(
        f"{NOT_ALLOWED}{FAR_MODEL} with an explicit deny in a service control policy: "
        f"{SCP}"), "permission-org", "Your organisation denies this",
        f"The policy is {SCP}."),
    Case("scp names the region", denied(
        f"{NOT_ALLOWED}{FAR_MODEL} with an explicit deny in a service control policy"),
        "permission-org", "Your organisation denies this", "about eu-north-1"),
    Case("scp without allow", denied(
        f"{NOT_ALLOWED}{MODEL} because no service control policy allows the "
        f"{STREAMING} action"), "permission-org",
        "Your organisation does not allow this", "administrator of the AWS org"),
    Case("rcp", denied(
        f"{NOT_ALLOWED}{MODEL} with an explicit deny in a resource control policy"),
        "permission-org", "Your organisation denies this", "resource control policy"),
    Case("boundary", denied(
        f"{NOT_ALLOWED}{MODEL} because no permissions boundary allows the x action"),
        "permission-org", "Outside your permissions boundary", STREAMING),
    Case("boundary denies", denied(
        f"{NOT_ALLOWED}{MODEL} with an explicit deny in a permissions boundary"),
        "permission-org", "Your permissions boundary denies this", "of its denials"),
    Case("endpoint", denied(
        f"{NOT_ALLOWED}{MODEL} because no VPC endpoint policy allows the x action"),
        "permission-org", "The VPC endpoint does not allow this", "runs the network"),
    Case("session", denied(
        f"{NOT_ALLOWED}{MODEL} because no session policy allows the x action"),
        "permission-org", "Your session does not allow this", "narrower policy"),
    Case("resource policy", denied(
        f"{NOT_ALLOWED}{MODEL} because no resource-based policy allows the x action"),
        "permission", "The resource does not allow you", "owner of the resource"),
    Case("api key right", denied(
        f"{USER} is not authorized to perform: bedrock:CallWithBearerToken on "
        "resource: * because no identity-based policy allows it"), "permission",
        "Your IAM policy does not allow this", "Bedrock API keys need this action"),
    Case("assume role", service(
        "AccessDenied", f"{USER} is not authorized to perform: sts:AssumeRole on "
        "resource: arn:aws:iam::444455556666:role/Other", 403, "AssumeRole"),
        "permission", "You may not assume this role", "trust policy"),
    Case("sso role", service("ForbiddenException", "No access", 403,
                             "GetRoleCredentials"),
         "permission", "This role is not yours to use", "profile dev"),
    Case("denied, no words", denied(""), "permission", "Access denied",
         "get-caller-identity --profile dev"),
    Case("model access", denied(
        "You don't have access to the model with the specified model ID."),
        "model-access", "No access to this model", "console of us-east-1"),
    Case("model access, curly", denied(
        "You don’t have access to the model with the specified model ID."),
        "model-access", "No access to this model", "Marketplace rights"),
    Case("marketplace", denied(MARKETPLACE), "marketplace",
         "Marketplace subscription missing", "aws-marketplace:Subscribe"),
    Case("billing", denied(BILLING), "billing", "No valid payment method",
         "Add a payment method"),
    Case("pending", denied(PENDING), "marketplace-pending",
         "Subscription being set up", "15 minutes"),
    Case("form", missing(FORM), "use-case", "Use-case form not submitted", "once"),
    Case("country", invalid(COUNTRY), "geo", "Not served in your country", "Nova"),
    Case("sales", denied(SALES), "entitlement", "Not offered to this account",
         "AWS Sales"),
    Case("account", invalid("Operation not allowed"), "account",
         "Account not cleared for Bedrock", "AWS Support"),
]  # fmt: skip

MODELS = [
    Case("model id", invalid("The provided model identifier is invalid."), "model-id",
         "No such model id in this region", "the region us-east-1 lists (bedrock-tui"),
    Case("model id pattern", invalid(
        "1 validation error detected: Value 'a b' at 'modelId' failed to satisfy "
        "constraint: Member must satisfy regular expression pattern: x"), "model-id",
        "No such model id in this region", "mistyped"),
    Case("profile", invalid(PROFILE), "needs-profile", "Needs an inference profile",
         "inference profile that contains", change="inference-profile"),
    Case("profile, straight", invalid(PROFILE.replace("’", "'")), "needs-profile",
         "Needs an inference profile", "us-east-1", change="inference-profile"),
    Case("profile, in a stream", stream("validationException", PROFILE),
         "needs-profile", "Needs an inference profile", "contains the model",
         change="inference-profile"),
    Case("retired", missing(
        "This model version has reached the end of its life. Please refer to the AWS "
        "documentation for more details."), "retired", "The model has been retired",
        "successor"),
    Case("legacy", missing(LEGACY), "legacy", "Legacy model, closed to you",
         "No IAM policy changes that"),
    Case("not found", missing("Could not find the thing."), "model-id",
         "Not found in this region", "Check the id"),
    Case("guardrail", invalid("The provided guardrail identifier is invalid."),
         "guardrail", "The guardrail was not found", "belong to one region"),
    Case("guardrail version", invalid(
        "The guardrail identifier or version provided in the request does not exist."),
        "guardrail", "The guardrail was not found", "version"),
]  # fmt: skip

REQUESTS = [
    Case("max tokens", invalid(TOO_MUCH), "max-tokens",
         "Max tokens above the model's limit", "10000 or less", change="max-tokens"),
    Case("max tokens, claude", invalid(CLAUDE_MUCH), "max-tokens",
         "Max tokens above the model's limit", "128000 or less", change="max-tokens"),
    Case("max tokens, prefixed", invalid(
        "The model returned the following errors: " + CLAUDE_MUCH), "max-tokens",
        "Max tokens above the model's limit", "128000", change="max-tokens"),
    Case("max_gen_len", invalid(
        "Malformed input request: #/max_gen_len: 4096 is not less or equal to 2048, "
        "please reformat your input and try again."), "max-tokens",
        "Max tokens above the model's limit", "2048 or less", change="max-tokens"),
    Case("too long", invalid("Input is too long for requested model."), "context",
         "The input is too long", "Shorten", change="context"),
    Case("context limit", invalid(LONG), "context", "The input is too long",
         "lower that first", change="context"),
    Case("prompt too long", stream(
        "validationException", "prompt is too long: 210000 tokens > 200000 maximum"),
        "context", "The input is too long", "Shorten the prompt", change="context"),
    Case("text bytes", invalid("too many total text bytes: 9999999 > 9000000"),
         "context", "The input is too long", "Shorten", change="context"),
    Case("too large", service("413", "Request Entity Too Large", 413), "context",
         "The request is too large", "attachments", change="context"),
    Case("both", invalid(BOTH), "parameter", "Temperature or top-p, not both",
         "only one", change="top-p"),
    Case("temperature", invalid("`temperature` is deprecated for this model."),
         "parameter", "The model refuses this temperature", "without a temperature",
         change="temperature"),
    Case("temperature range", invalid(
        "Malformed input request: #/temperature: 2 is not less or equal to 1, please "
        "reformat your input and try again."), "parameter",
        "The model refuses this temperature", "without", change="temperature"),
    Case("top_p", invalid("`top_p` is deprecated for this model."), "parameter",
         "The model refuses this top-p", "without top-p", change="top-p"),
    Case("top_k", invalid("`top_k` is deprecated for this model."), "parameter",
         "The model refuses this parameter", "additional model fields"),
    Case("thinking budget", invalid(
        "`max_tokens` must be greater than `thinking.budget_tokens`."), "parameter",
        "Max tokens below thinking budget", "above the thinking budget"),
    Case("shape", invalid(SHAPE), "request-shape", "The request is not well formed",
         "the message points at"),
    Case("first role", invalid(
        "A conversation must start with a user message. Try again with a "
        "conversation that starts with a user message."), "request-shape",
        "The request is not well formed", "the message points at"),
    Case("system", invalid(NO_SYSTEM), "unsupported-feature",
         "The model lacks a feature used", "without the feature", change="feature"),
    Case("system, curly", invalid(NO_SYSTEM.replace("'", "’")), "unsupported-feature",
         "The model lacks a feature used", "without the feature", change="feature"),
    Case("video", invalid(NO_VIDEO), "unsupported-feature",
         "The model lacks a feature used", "another model", change="feature"),
    Case("tools while streaming", invalid(
        "This model doesn't support tool use in streaming mode."),
        "unsupported-feature", "The model lacks a feature used", "feature",
        change="feature"),
    Case("count tokens", invalid(
        "The provided model doesn't support counting tokens."), "unsupported-feature",
        "Tokens cannot be counted here", "estimated", change="feature"),
    Case("refused", invalid("Something quite new."), "unknown",
         "The request was refused", "shown as it came"),
]  # fmt: skip

SERVICE = [
    Case("requests", throttled(
        "Too many requests, please wait before trying again."), "throttle",
        "Too many requests", "fewer lanes", retryable=True),
    Case("rate exceeded", service("Throttling", "Rate exceeded", 400), "throttle",
         "Too many requests", "some seconds", retryable=True),
    Case("bare 429", service("429", "", 429), "throttle", "Too many requests",
         "some seconds", retryable=True),
    Case("tokens", throttled("Too many tokens, please wait before trying again."),
         "throttle-tokens", "Too many tokens this minute", "lower max tokens",
         retryable=True),
    Case("tokens in a stream", stream(
        "throttlingException", "Too many tokens, please wait before trying again."),
        "throttle-tokens", "Too many tokens this minute", "minute", retryable=True),
    Case("day", throttled(
        "Too many tokens per day, please wait before trying again."), "throttle-day",
        "No tokens left for today", "Service Quotas of us-east-1"),
    Case("connections", service(
        "ServiceUnavailableException",
        "Too many connections, please wait before trying again.", 503), "capacity",
        "Bedrock is busy", "not your quota", retryable=True),
    Case("capacity", service(
        "ServiceUnavailableException", "Bedrock is unable to process your request.",
        503), "capacity", "Bedrock is short of capacity", "another region",
        retryable=True),
    Case("capacity in a stream", stream(
        "serviceUnavailableException", "Bedrock is unable to process your request."),
        "capacity", "Bedrock is short of capacity", "few seconds", retryable=True),
    Case("overloaded", service("529", "Overloaded", 529), "capacity",
         "Bedrock is short of capacity", "few seconds", retryable=True),
    Case("quota", service(
        "ServiceQuotaExceededException", "You have exceeded a quota."), "quota",
        "A service quota is used up", "higher quota"),
    Case("model timeout", service(
        "ModelTimeoutException",
        "Model has timed out in processing the request. Try your request again.", 408),
        "model-timeout", "The model took too long", "shorten", retryable=True),
    Case("warming", service(
        "ModelNotReadyException",
        "Model is not ready for inference. Please wait and try your request again.",
        429), "warming", "The model is being loaded", "10 to 60", retryable=True),
    Case("model error", service("ModelErrorException", UNEXPECTED, 424), "model-error",
         "The model failed", "Send it again", retryable=True),
    Case("model stream", stream("modelStreamErrorException", TOOL_USE), "model-error",
         "The model used a tool wrongly", "hyphens", retryable=True),
    Case("server", service("InternalServerException", UNEXPECTED, 500), "server",
         "The service failed", "request id 11111111-2222", retryable=True),
    Case("server in a stream", stream("internalServerException", UNEXPECTED), "server",
         "The service failed", "Health Dashboard", retryable=True),
    Case("gateway", service("502", PAGE, 502), "server", "A gateway failed", "proxy",
         retryable=True),
    Case("nameless in a stream", stream("", ""), "unknown",
         "The stream ended with an error", "Keep what was received"),
    Case("new code", service("BrandNewException", "Never seen.", 418), "unknown",
         "An error we do not know", "request id 11111111-2222"),
    Case("expired", service(
        "ExpiredTokenException", "The security token included in the request is "
        "expired", 403), "login-expired", "Your credentials have expired",
        "aws sso login --profile dev"),
    Case("expired, sts", service(
        "ExpiredToken", "The security token included in the request is expired", 403,
        "GetCallerIdentity"), "login-expired", "Your credentials have expired",
        "aws sso login"),
    Case("key or region", service(
        "UnrecognizedClientException",
        "The security token included in the request is invalid.", 403), "credentials",
        "Key not valid, or region not enabled", "enable the region us-east-1"),
    Case("key, sts", service(
        "InvalidClientTokenId",
        "The security token included in the request is invalid.", 403), "credentials",
        "Key not valid, or region not enabled", "deleted or mistyped"),
    Case("clock", service("InvalidSignatureException", SKEW, 403), "clock",
         "The clock of this computer is wrong", "Set the clock"),
    Case("clock ahead", service(
        "InvalidSignatureException",
        "Signature not yet current: 20261122T101500Z is still later than …", 403),
        "clock", "The clock of this computer is wrong", "5 minutes"),
    Case("signature", service("InvalidSignatureException", SIGNATURE, 403),
         "credentials", "The signature was not accepted", "secret key"),
    Case("signature, sts", service("SignatureDoesNotMatch", SIGNATURE, 403),
         "credentials", "The signature was not accepted", "secret key"),
    Case("api key expired", service("403", "Bearer Token has expired", 403),
         "login-expired", "The Bedrock API key has expired",
         "AWS_BEARER_TOKEN_BEDROCK"),
    Case("api key expired, code", denied("Bearer Token has expired"), "login-expired",
         "The Bedrock API key has expired", "new key"),
    Case("api key wrong", denied(
        "Authentication failed: Please make sure your API Key is valid."),
        "credentials", "The Bedrock API key is not valid", "copy the whole key"),
    Case("api key shape", denied(
        "Invalid API Key format: Must start with pre-defined prefix"), "credentials",
        "The Bedrock API key is not valid", "short-term key"),
    Case("page", service("403", PAGE, 403), "proxy",
         "A web page came instead of an answer", "HTTPS_PROXY"),
    Case("proxy sign-in", service("407", PAGE, 407), "proxy",
         "The proxy wants a sign-in", "HTTPS_PROXY"),
    Case("support plan", service(
        "SubscriptionRequiredException", "AWS Premium Support Subscription is required "
        "to use this service.", 400, "DescribeEvents"), "account",
        "The account lacks this subscription", "Support plan"),
]  # fmt: skip

LOCAL = [
    Case("nothing", bc.NoCredentialsError(), "credentials", "No AWS credentials found",
         "aws sso login --profile dev"),
    Case("profile name", bc.ProfileNotFound(profile="nope"), "config",
         "AWS profile not found", "aws configure list-profiles"),
    Case("config file", bc.ConfigParseError(path="/x/config"), "config",
         "The AWS config file is unreadable", "Correct /x/config."),
    Case("partial", bc.PartialCredentialsError(
        provider="env", cred_var="AWS_SECRET_ACCESS_KEY"), "credentials",
        "The credentials are incomplete", "the part that the message names"),
    Case("short code", bc.ParamValidationError(
        report="Invalid length for parameter TokenCode, value: 3, valid min length: 6"),
        "login", "The code has six digits", "six digits that your MFA device shows"),
    Case("end of keys", ParserError("Unknown string format: %s", "tomorrow"), "config",
         "The end of the keys is not a date", "AWS_CREDENTIAL_EXPIRATION"),
    Case("role without source", bc.PartialCredentialsError(
        provider="assume-role", cred_var="source_profile or credential_source"),
        "config", "The role has no source", "source_profile"),
    Case("sso never", bc.SSOTokenLoadError(
        error_msg="Token for corp does not exist"), "login",
        "Not signed in to IAM Identity Center", "aws sso login --profile dev"),
    Case("sso session over", bc.TokenRetrievalError(
        provider="sso", error_msg="Token has expired and refresh failed"),
        "login-expired", "The SSO session has expired", "aws sso login --profile dev"),
    Case("sso over", bc.UnauthorizedSSOTokenError(), "login-expired",
         "The SSO session has expired", "aws sso login --profile dev"),
    Case("sso incomplete", bc.InvalidConfigError(error_msg=INCOMPLETE_SSO), "config",
         "The SSO profile is incomplete", "aws configure sso --profile dev"),
    Case("source profile", bc.InvalidConfigError(error_msg=NO_SOURCE), "config",
         "The AWS profile is not set up right", "~/.aws/config"),
    Case("loop", bc.InfiniteLoopConfigError(
        source_profile="a", visited_profiles=["a"]), "config",
        "The AWS profile is not set up right", "AWS profile dev"),
    Case("crt", bc.MissingDependencyException(
        msg="Using the login credential provider requires an additional dependency. "
        'You will need to pip install "botocore[crt]" before proceeding.'), "config",
        "This profile needs the AWS CRT", 'pipx inject bedrock-tui "botocore[crt]"'),
    Case("login over", bc.LoginRefreshRequired(), "login-expired",
         "The sign-in has expired", "aws login --profile dev"),
    Case("login never", bc.LoginTokenLoadError(
        error_msg="Unable to load a existing login session for session x"), "login",
        "Not signed in", "aws login --profile dev"),
    Case("login rights", bc.LoginInsufficientPermissions(), "permission",
         "You may not use aws login", "signin:CreateOAuth2Token"),
    Case("mfa", bc.RefreshWithMFAUnsupportedError(), "login-expired",
         "The MFA session has expired", "MFA code"),
    Case("process", bc.CredentialRetrievalError(
        provider="custom-process", error_msg="boom"), "credentials",
        "The credential process failed", "by hand"),
    Case("container", bc.CredentialRetrievalError(
        provider="container-role", error_msg="Error retrieving metadata: x"),
        "credentials", "No credentials from this machine", "choose an AWS profile"),
    Case("stale", RuntimeError(STALE), "login-expired",
         "Your credentials have expired", "aws sso login --profile dev"),
    Case("no file", FileNotFoundError(2, "No such file", "/x/token"), "config",
         "A configured file is missing", "credential_process"),
    Case("region", bc.NoRegionError(), "config", "No region chosen", "AWS_REGION"),
    Case("region text", bc.InvalidRegionError(region_name="us_east 1"), "config",
         "No endpoint for this region", "spelling"),
    Case("endpoint", bc.UnknownEndpointError(service_name="a", region_name="b"),
         "config", "No endpoint for this region", "spelling"),
    Case("old library", bc.UnknownServiceError(
        service_name="bedrock", known_service_names="s3"), "config",
        "The AWS library lacks this service", "Update boto3"),
    Case("bearer over http", bc.InvalidEndpointConfigurationError(
        msg="Bearer authorization requires an HTTPS endpoint."), "config",
        "API keys need an HTTPS endpoint", "https://"),
    Case("no address", ValueError("Invalid endpoint: foo"), "config",
         "The endpoint is not an address", "AWS_ENDPOINT_URL"),
]  # fmt: skip

CERT = "[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: self-signed"
NO_POOL = SimpleNamespace(host="h")
Timeout: Callable[..., BaseException] = u3.ReadTimeoutError

LINE = [
    Case("no connection for a sign-in", bc.EndpointConnectionError(
        endpoint_url="https://portal.sso.eu-west-1.amazonaws.com/federation"),
        "network", "The service was not reached",
        "proxy on the way to portal.sso.eu-west-1.amazonaws.com.", retryable=True),
    Case("no connection to Bedrock", bc.EndpointConnectionError(
        endpoint_url="https://bedrock-runtime.us-east-1.amazonaws.com/model"),
        "network", "The service was not reached",
        "to bedrock-runtime.us-east-1.amazonaws.com, and that the region us-east-1",
        retryable=True),
    Case("no connection", bc.EndpointConnectionError(endpoint_url=URL), "network",
         "The service was not reached", "VPN", retryable=True),
    Case("no name", bc.EndpointConnectionError(
        endpoint_url=URL, error="[Errno -2] Name or service not known"), "network",
        "The service was not reached", "us-east-1", retryable=True),
    Case("connect timeout", bc.ConnectTimeoutError(endpoint_url=URL), "network",
         "The connection took too long", "nothing was sent", retryable=True),
    Case("read timeout", bc.ReadTimeoutError(endpoint_url=URL), "timeout",
         "No answer in time", "billed twice"),
    Case("closed", bc.ConnectionClosedError(endpoint_url=URL), "network",
         "The connection was closed", "Send it again", retryable=True),
    Case("proxy", bc.ProxyConnectionError(proxy_url="http://p:1"), "proxy",
         "The proxy was not reached", "HTTPS_PROXY"),
    Case("certificate", bc.SSLError(endpoint_url=URL, error=OSError(CERT)), "tls",
         "The certificate is not trusted", "AWS_CA_BUNDLE"),
    Case("handshake", bc.SSLError(endpoint_url=URL, error=OSError("WRONG_VERSION")),
         "tls", "No secure connection", "plain HTTP port"),
    Case("stall", Timeout(NO_POOL, "/", "Read timed out."), "network",
         "The reply stopped coming", "may be billed"),
    Case("cut", u3.ProtocolError("Response ended prematurely"), "network",
         "The line broke during the reply", "Keep what was received"),
    Case("body", bc.ResponseStreamingError(error="x"), "network",
         "The line broke during the reply", "Keep what was received"),
    Case("checksum", botocore.eventstream.ChecksumMismatch(1, 2), "network",
         "The reply was damaged on the way", "Keep what was received"),
    Case("length", botocore.eventstream.InvalidHeadersLength(999_999), "network",
         "The reply was damaged on the way", "proxy"),
    Case("unreadable", botocore.parsers.ResponseParserError("Unable to parse"),
         "network", "The answer could not be read", "AWS_ENDPOINT_URL"),
    Case("parameters", bc.ParamValidationError(report="Invalid length for modelId"),
         "request-shape", "The request is not well formed", "Nothing was sent"),
]  # fmt: skip

CASES = [*ACCESS, *MODELS, *REQUESTS, *SERVICE, *LOCAL, *LINE]
