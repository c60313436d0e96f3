"""The settings of this computer that change where or how requests go."""

from __future__ import annotations

import os
from collections.abc import Iterator

from bedrock_tui.aws.profiles import AwsFiles
from bedrock_tui.aws.sources import masked
from bedrock_tui.core.identity import Override

_ENDPOINT = "AWS_ENDPOINT_URL"
_FLAGS = {
    "AWS_USE_FIPS_ENDPOINT": "use_fips_endpoint",
    "AWS_USE_DUALSTACK_ENDPOINT": "use_dualstack_endpoint",
}
_PROXIES = ("http_proxy", "https_proxy", "no_proxy")
"""ALL_PROXY is not here: botocore does not look at it (httpsession.py)."""


def overrides(
    files: AwsFiles | None, name: str, endpoint_url: str
) -> tuple[Override, ...]:
    """What is in force for an aws profile, each with its name.

    `endpoint_url` is the one this program was started with; `files` is None where
    the person's could not be read.
    """
    found = [*_endpoints(files, name, endpoint_url), *_flags(files, name)]
    bundle = ca_bundle(files, name)
    return (*_files(), *found, *_proxies(), *((bundle,) if bundle else ()))


def ca_bundle(files: AwsFiles | None, name: str) -> Override | None:
    """The first of the three that is set (botocore session.py and endpoint.py)."""
    if value := os.environ.get("AWS_CA_BUNDLE"):
        return Override("AWS_CA_BUNDLE", value)
    if value := _setting(files, name, "ca_bundle"):
        return Override(f"ca_bundle of profile {name}", value)
    if value := os.environ.get("REQUESTS_CA_BUNDLE"):
        return Override("REQUESTS_CA_BUNDLE", value)
    return None


def _files() -> Iterator[Override]:
    """Where the AWS settings are read, if not in their usual place."""
    for variable in ("AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE"):
        if value := os.environ.get(variable):
            yield Override(variable, value)


def _setting(files: AwsFiles | None, name: str, setting: str) -> str:
    return files.settings(name).get(setting, "") if files else ""


def _endpoints(
    files: AwsFiles | None, name: str, endpoint_url: str
) -> Iterator[Override]:
    """In the order of botocore configprovider.py, ConfiguredEndpointProvider."""
    if endpoint_url:
        yield Override("endpoint of this program", masked(endpoint_url))
        return
    ignored = Override("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "true")
    if _true(files, name, ignored.name, "ignore_configured_endpoint_urls"):
        yield ignored
        return
    for variable, value in sorted(os.environ.items()):
        if value and (variable == _ENDPOINT or variable.startswith(f"{_ENDPOINT}_")):
            yield Override(variable, masked(value))
    # The variable for all services beats everything that is in the file.
    if not os.environ.get(_ENDPOINT):
        yield from _file_endpoints(files, name)


def _file_endpoints(files: AwsFiles | None, name: str) -> Iterator[Override]:
    if files is None:
        return
    section = files.settings(name).get("services", "")
    for service, settings in files.services.get(section, {}).items():
        if f"{_ENDPOINT}_{service.upper()}" in os.environ:
            continue
        if url := settings.get("endpoint_url"):
            yield Override(f"{service} of services {section}", masked(url))
    if url := files.settings(name).get("endpoint_url"):
        yield Override(f"endpoint_url of profile {name}", masked(url))


def _flags(files: AwsFiles | None, name: str) -> Iterator[Override]:
    for variable, setting in _FLAGS.items():
        if _true(files, name, variable, setting):
            here = os.environ.get(variable)
            yield Override(variable if here else f"{setting} of profile {name}", "true")


def _true(files: AwsFiles | None, name: str, variable: str, setting: str) -> bool:
    """A flag as botocore reads it: the environment first, then the profile."""
    value = os.environ.get(variable) or _setting(files, name, setting)
    return value.lower() == "true"


def _proxies() -> Iterator[Override]:
    """As urllib reads them: the name in small letters first."""
    for small in _PROXIES:
        for variable in (small, small.upper()):
            if value := os.environ.get(variable):
                yield Override(variable, masked(value))
                break
