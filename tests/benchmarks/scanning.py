"""One scan of all regions in a process of its own, which prints what it took.

`python -m tests.benchmarks.scanning ours|loop|last URL DATABASE`; boto3 is not imported
before the clock runs.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from pathlib import Path

from bedrock_tui.services.workbench import Workbench
from bedrock_tui.settings import Settings


def main() -> None:
    """Scan, and print seconds and counts as JSON."""
    how, url, database = sys.argv[1:]
    run = {"ours": ours, "loop": loop, "last": last}[how]
    print(json.dumps(run(url, Path(database))))


def ours(url: str, database: Path) -> dict[str, float]:
    """Scan as the Models screen does, and keep the scans."""
    bench = _open(url, database)

    async def scan() -> dict[str, float]:
        regions = await bench.models.regions()
        began = time.perf_counter()
        first = 0.0
        models = []
        async for found in bench.models.scan(regions, aws_profile=""):
            first = first or time.perf_counter() - began
            models += found.models
        whole = time.perf_counter() - began
        return {"first": first, "all": whole, "models": len(models)}

    found = asyncio.run(scan())
    bench.close()
    return found


def loop(url: str, database: Path) -> dict[str, float]:
    """Ask one region after another for its models and its profiles, and no more."""
    bench = _open(url, database)
    regions = asyncio.run(bench.models.regions())
    began = time.perf_counter()
    import boto3

    first, count = 0.0, 0
    session = boto3.Session()
    for region in regions:
        client = session.client("bedrock", region_name=region, endpoint_url=url)
        count += len(client.list_foundation_models()["modelSummaries"])
        pages = client.get_paginator("list_inference_profiles").paginate()
        assert all(page["inferenceProfileSummaries"] is not None for page in pages)
        first = first or time.perf_counter() - began
    whole = time.perf_counter() - began
    bench.close()
    return {"first": first, "all": whole, "models": count}


def last(url: str, database: Path) -> dict[str, float]:
    """Read the scans of the run before."""
    bench = _open(url, database)

    async def read() -> dict[str, float]:
        began = time.perf_counter()
        scans = await bench.models.last()
        took = time.perf_counter() - began
        return {"all": took, "models": sum(len(each.models) for each in scans.values())}

    found = asyncio.run(read())
    bench.close()
    return found


def _open(url: str, database: Path) -> Workbench:
    settings = Settings(region="us-east-1", endpoint_url=url, database=database)
    bench = Workbench(settings)
    bench.open()
    assert "boto3" not in sys.modules
    return bench


if __name__ == "__main__":
    main()
