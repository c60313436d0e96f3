"""Trails, alarms, metrics, quotas, prices and events, through real clients."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest

from tests.sandbox.conftest import refused

START = datetime(2026, 9, 21, 0, 0, tzinfo=UTC)
HAIKU = "us.anthropic.claude-haiku-4-5-20251001-v1:0"


def query(name, stat="Sum", model="", period=3600, **more):
    dimensions = [{"Name": "ModelId", "Value": model}] if model else []
    metric = {"Namespace": "AWS/Bedrock", "MetricName": name, "Dimensions": dimensions}
    return {
        "Id": f"m{name.lower()}",
        "MetricStat": {"Metric": metric, "Period": period, "Stat": stat},
        **more,
    }


def series(client, *queries, **more):
    answer = client.get_metric_data(
        MetricDataQueries=list(queries),
        StartTime=START,
        EndTime=START + timedelta(days=1),
        **more,
    )
    return answer["MetricDataResults"]


def test_the_protocols_are_those_of_the_services(account):
    client = account("health")
    client("cloudwatch").list_metrics()
    client("cloudtrail").describe_trails()
    client("health").describe_events()
    seen = [request.headers for request in client.sandbox.requests]
    assert [headers["x-amz-target"].rpartition(".")[2] for headers in seen] == [
        "ListMetrics",
        "DescribeTrails",
        "DescribeEvents",
    ]
    assert [headers["content-type"] for headers in seen] == [
        "application/x-amz-json-1.0",
        "application/x-amz-json-1.1",
        "application/x-amz-json-1.1",
    ]
    assert seen[0]["x-amzn-query-mode"] == "true"


def test_a_trail_exists_or_not(account, connect):
    (trail,) = connect("cloudtrail").describe_trails()["trailList"]
    assert trail["IsMultiRegionTrail"] is True
    assert trail["TrailARN"].startswith("arn:aws:cloudtrail:us-east-1:111122223333:tr")
    assert account("trail=off")("cloudtrail").describe_trails()["trailList"] == []


def test_elsewhere_the_trail_is_a_shadow(connect):
    client = connect("cloudtrail", region="eu-west-1")
    (trail,) = client.describe_trails()["trailList"]
    assert trail["HomeRegion"] == "us-east-1"
    assert client.describe_trails(includeShadowTrails=False)["trailList"] == []
    assert client.describe_trails(trailNameList=["other"])["trailList"] == []


def test_alarms_on_bedrock_stand_beside_another(account):
    client = account("alarms=6")("cloudwatch")
    pages = client.get_paginator("describe_alarms").paginate(
        PaginationConfig={"PageSize": 2}
    )
    found = [alarm for page in pages for alarm in page["MetricAlarms"]]
    spaces = [alarm["Namespace"] for alarm in found]
    assert spaces == ["AWS/Billing"] + ["AWS/Bedrock"] * 6
    assert len({alarm["AlarmArn"] for alarm in found}) == 7
    assert found[1]["StateUpdatedTimestamp"].year == 2026
    assert found[1]["Threshold"] == 10
    named = client.describe_alarms(AlarmNamePrefix="bedrock-")["MetricAlarms"]
    assert len(named) == 6
    assert client.describe_alarms(StateValue="ALARM")["MetricAlarms"] == []


def test_there_may_be_no_alarm_on_bedrock(account):
    alarms = account("alarms=0")("cloudwatch").describe_alarms()["MetricAlarms"]
    assert [alarm["Namespace"] for alarm in alarms] == ["AWS/Billing"]


def test_metrics_are_listed_by_invoked_id_and_over_all(connect):
    client = connect("cloudwatch")
    found = client.list_metrics(Namespace="AWS/Bedrock", MetricName="Invocations")
    ids = [[d["Value"] for d in metric["Dimensions"]] for metric in found["Metrics"]]
    assert ids == [[], ["us.amazon.nova-lite-v1:0"], [HAIKU]]
    assert client.list_metrics(Namespace="AWS/EC2")["Metrics"] == []
    dimension = [{"Name": "ModelId"}]
    narrowed = client.list_metrics(Dimensions=dimension)["Metrics"]
    assert narrowed
    assert all(metric["Dimensions"] for metric in narrowed)
    (first, *_) = client.list_metrics(Dimensions=narrowed[0]["Dimensions"])["Metrics"]
    assert first["Dimensions"] == narrowed[0]["Dimensions"]


def test_metrics_have_the_same_data_at_every_look(connect):
    client = connect("cloudwatch")
    (newest_first,) = series(client, query("Invocations"))
    (oldest_first,) = series(client, query("Invocations"), ScanBy="TimestampAscending")
    assert newest_first["Values"] == oldest_first["Values"][::-1]
    assert newest_first["StatusCode"] == "Complete"
    assert newest_first["Label"] == "Invocations"
    assert len(newest_first["Values"]) == 24
    assert oldest_first["Timestamps"][0] == START
    assert 300 < sum(newest_first["Values"]) < 2500


def test_percentiles_are_in_order(connect):
    stats = ("p50", "p90", "p99")
    queries = [
        query("InvocationLatency", stat) | {"Id": f"m{place}"}
        for place, stat in enumerate(stats)
    ]
    median, p90, p99 = (
        one["Values"][0] for one in series(connect("cloudwatch"), *queries)
    )
    assert 1000 < median < p90 < p99


def test_nothing_is_known_of_other_metrics_and_expressions(connect):
    client = connect("cloudwatch")
    unknown = query("Invocations", model="acme.none")
    expression = {"Id": "e1", "Expression": "SUM(METRICS())"}
    hidden = query("InputTokenCount", ReturnData=False)
    results = series(client, unknown, expression, hidden)
    assert [(one["Id"], one["Values"]) for one in results] == [
        ("minvocations", []),
        ("e1", []),
    ]
    wrong = {"MetricDataQueries": [], "StartTime": START, "EndTime": START}
    assert refused(client.get_metric_data, **wrong)[:2] == ("ValidationError", 400)


def test_quotas_are_paged_and_named_after_models(connect):
    client = connect("service-quotas")
    pages = list(
        client.get_paginator("list_service_quotas").paginate(
            ServiceCode="bedrock", PaginationConfig={"PageSize": 50}
        )
    )
    quotas = {quota["QuotaName"]: quota for page in pages for quota in page["Quotas"]}
    assert len(pages) > 2
    assert len({quota["QuotaCode"] for quota in quotas.values()}) == len(quotas) > 100
    assert quotas["On-demand model inference requests per minute for Amazon Nova Lite"]
    haiku = "Anthropic Claude Haiku 4.5"
    tokens = quotas[f"Cross-region model inference tokens per minute for {haiku}"]
    assert (tokens["Value"], tokens["Adjustable"]) == (800_000, True)
    assert (
        f"Global cross-region model inference tokens per minute for {haiku}" in quotas
    )
    daily = quotas[f"Model invocation max tokens per day for {haiku}"]
    assert daily["Adjustable"] is False


def test_one_quota_and_the_defaults_can_be_asked_for(connect):
    client = connect("service-quotas")
    defaults = client.list_aws_default_service_quotas(ServiceCode="bedrock")["Quotas"]
    code = defaults[3]["QuotaCode"]
    found = client.list_service_quotas(ServiceCode="bedrock", QuotaCode=code)["Quotas"]
    assert found == [defaults[3]]


def test_wrong_services_and_tokens_are_refused(connect):
    ask = connect("service-quotas").list_service_quotas
    assert refused(ask, ServiceCode="EC2")[:2] == ("NoSuchResourceException", 400)
    wrong = refused(ask, ServiceCode="bedrock", NextToken="zzz")
    assert wrong[0] == "InvalidPaginationTokenException"


def products(client, code, **fields):
    filters = [
        {"Type": "TERM_MATCH", "Field": name, "Value": value}
        for name, value in fields.items()
    ]
    pages = client.get_paginator("get_products").paginate(
        ServiceCode=code, Filters=filters, PaginationConfig={"PageSize": 4}
    )
    return [json.loads(item) for page in pages for item in page["PriceList"]]


def price(row):
    (term,) = row["terms"]["OnDemand"].values()
    (dimension,) = term["priceDimensions"].values()
    return dimension["unit"], float(dimension["pricePerUnit"]["USD"])


def test_prices_are_texts_that_hold_json(connect):
    client = connect("pricing")
    rows = products(client, "AmazonBedrock", regionCode="us-east-1", model="Nova Pro")
    assert {r["product"]["attributes"]["inferenceType"]: price(r) for r in rows} == {
        "Input tokens": ("1K tokens", 0.0008),
        "Output tokens": ("1K tokens", 0.0032),
    }
    everything = products(client, "AmazonBedrock")
    assert len({row["product"]["sku"] for row in everything}) == len(everything) == 18


def test_marketplace_models_have_another_service_code_and_unit(connect):
    name = "Claude Sonnet 4.5 (Amazon Bedrock Edition)"
    rows = products(
        connect("pricing"),
        "AmazonBedrockFoundationModels",
        regionCode="us-west-2",
        servicename=name,
    )
    prices = {r["product"]["attributes"]["usagetype"]: price(r) for r in rows}
    assert prices["USW2-MP:USW2_input_tokens_global_standard-Units"][1] == 3
    assert prices["USW2-MP:USW2_output_tokens_standard-Units"] == ("1M tokens", 16.5)


def test_an_unknown_price_list_is_refused(connect):
    ask = connect("pricing").get_products
    assert refused(ask, ServiceCode="Nothing")[0] == "InvalidParameterException"
    assert products(connect("pricing"), "AmazonBedrockService") == []


def test_health_needs_a_support_plan(connect):
    found = refused(connect("health").describe_events)
    assert found == ("SubscriptionRequiredException", 400, "")


@pytest.mark.parametrize(
    ("option", "count"), [("health", 1), ("health=3", 3), ("health=0", 0)]
)
def test_open_events_of_bedrock(account, option, count):
    client = account(option)("health")
    wanted = {"services": ["BEDROCK"], "eventStatusCodes": ["open", "upcoming"]}
    pages = client.get_paginator("describe_events").paginate(filter=wanted)
    events = [event for page in pages for event in page["events"]]
    assert len({event["arn"] for event in events}) == len(events) == count
    for event in events:
        assert event["eventTypeCode"] == "AWS_BEDROCK_OPERATIONAL_ISSUE"
        assert event["startTime"] < datetime.now(UTC)
    ended = client.describe_events(filter={"eventStatusCodes": ["closed"]})["events"]
    assert len(ended) == 1
    assert client.describe_events(filter={"services": ["EC2"]})["events"] == []
