"""Failures before anything is sent: the AWS settings of this computer."""

from __future__ import annotations

from bedrock_tui.aws.failures.row import Row
from bedrock_tui.core.failure import Category

SETTING_ROWS: tuple[Row, ...] = (
    Row(
        Category.CONFIG,
        ("botocore.ProfileNotFound",),
        "",
        "AWS profile not found",
        "Run aws configure list-profiles and choose one it names; in {config} its "
        "section must read [profile NAME].",
        "boto3 Session; a section without the word `profile` is not found.",
    ),
    Row(
        Category.CONFIG,
        ("botocore.ConfigParseError", "botocore.ConfigNotFound"),
        "",
        "The AWS config file is unreadable",
        "Correct the file that the message names.",
        "botocore configloader.py.",
    ),
    Row(
        Category.CONFIG,
        ("botocore.InvalidConfigError",),
        r"configured to use sso|sso_",
        "The SSO profile is incomplete",
        "Run aws configure sso[ --profile {aws_profile}], or add what the message "
        "names to {config}.",
        "botocore credentials.py, SSOProvider.",
    ),
    Row(
        Category.CONFIG,
        ("botocore.InvalidConfigError", "botocore.UnknownCredentialError"),
        "",
        "The AWS profile is not set up right",
        "Correct the AWS profile[ {aws_profile}] in {config} as the message says.",
        "botocore credentials.py.",
    ),
    Row(
        Category.CONFIG,
        ("botocore.NoRegionError",),
        "",
        "No region chosen",
        "Choose a region, set AWS_REGION, or run aws configure set region us-east-1"
        "[ --profile {aws_profile}].",
        "botocore; AWS_REGION is ours to read, botocore does not.",
    ),
    Row(
        Category.CONFIG,
        (
            "botocore.InvalidRegionError",
            "botocore.UnknownRegionError",
            "botocore.ServiceNotInRegionError",
            "botocore.BaseEndpointResolverError",
            "botocore.EndpointProviderError",
        ),
        "",
        "No endpoint for this region",
        "Check the spelling of the region[ {region}] and whether it has Bedrock; "
        "regions read like us-east-1.",
        "botocore exceptions.py.",
    ),
    Row(
        Category.CONFIG,
        ("botocore.InvalidEndpointConfigurationError",),
        r"bearer",
        "API keys need an HTTPS endpoint",
        "Use https:// in AWS_ENDPOINT_URL, or unset AWS_BEARER_TOKEN_BEDROCK for this "
        "endpoint.",
        "botocore auth.py, BearerAuth.",
    ),
    Row(
        Category.CONFIG,
        ("builtins.ValueError", "botocore.HTTPClientError"),
        r"^invalid endpoint|not supported url scheme",
        "The endpoint is not an address",
        "Correct AWS_ENDPOINT_URL or endpoint_url in {config}: http:// or "
        "https:// with a host.",
        "botocore endpoint.py: a plain ValueError; httpsession.py for other schemes.",
    ),
    Row(
        Category.PROXY,
        (
            "botocore.InvalidProxiesConfigError",
            "urllib3.ProxySchemeUnknown",
            "urllib3.ProxySchemeUnsupported",
        ),
        "",
        "The proxy setting is not valid",
        "Correct HTTPS_PROXY and HTTP_PROXY: a full address such as "
        "http://proxy.example:8080.",
        "botocore httpsession.py.",
    ),
    Row(
        Category.CONFIG,
        (
            "botocore.InvalidEndpointConfigurationError",
            "botocore.InvalidIMDSEndpointError",
            "botocore.InvalidIMDSEndpointModeError",
            "botocore.InvalidRetryConfigurationError",
            "botocore.InvalidDefaultsMode",
            "botocore.InvalidChecksumConfigError",
            "botocore.InvalidSTSRegionalEndpointsConfigError",
            "botocore.InvalidEndpointDiscoveryConfigurationError",
            "botocore.UnknownSignatureVersionError",
            "botocore.UnsupportedSignatureVersionError",
            "urllib3.LocationValueError",
        ),
        "",
        "An AWS setting is not valid",
        "Correct the setting that the message names, in the environment (AWS_…) or in "
        "{config}.",
        "botocore exceptions.py.",
    ),
    Row(
        Category.CONFIG,
        ("botocore.DataNotFoundError", "botocore.ApiVersionNotFoundError"),
        "",
        "The AWS library lacks this service",
        "Update boto3 and botocore; the installed ones do not know the service.",
        "botocore loaders.py.",
    ),
    Row(
        Category.TLS,
        ("builtins.OSError",),
        r"ca certificate bundle",
        "The CA bundle is missing",
        "Correct or unset {ca_bundle}: there is no such file.",
        "botocore httpsession.py and requests: an OSError with the path.",
    ),
    Row(
        Category.CONFIG,
        ("builtins.FileNotFoundError",),
        "",
        "A configured file is missing",
        "Look in {config} and the environment for the file the message names: a "
        "credential_process, a web identity token file or a CA bundle.",
        "botocore credentials.py: these come as a plain FileNotFoundError.",
    ),
    Row(
        Category.CONFIG,
        ("builtins.PermissionError",),
        "",
        "A file may not be read",
        "Give yourself the right to the file that the message names.",
        "Python: EACCES or EPERM from the operating system.",
    ),
)
