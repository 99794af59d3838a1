"""Drives the emulator with boto3 and prints what it saw as one JSON object. Usage: boto3-drive.py URL"""

import json
import sys

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

url = sys.argv[1]
session = boto3.Session(aws_access_key_id="AKIDBOTO", aws_secret_access_key="x", region_name="eu-west-1")
config = Config(retries={"total_max_attempts": 1})
iot = session.client("iot", endpoint_url=url, config=config)
device = session.client("iot-jobs-data", endpoint_url=url, config=config)
seen = {}


def refusal(call, **kwargs):
    try:
        call(**kwargs)
    except ClientError as error:
        return [error.response["Error"]["Code"], error.response["ResponseMetadata"]["HTTPStatusCode"]]
    return None


iot.create_thing_type(thingTypeName="kiosk")
iot.create_thing_group(thingGroupName="plant")
targets = []
for number in range(3):
    name = f"boto:{number}"
    thing = iot.create_thing(thingName=name, thingTypeName="kiosk", attributePayload={"attributes": {"n": str(number)}})
    targets.append(thing["thingArn"])
    iot.add_thing_to_thing_group(thingGroupName="plant", thingName=name)

iot.create_job(jobId="boto-job", targets=targets, document='{"a":1}', timeoutConfig={"inProgressTimeoutInMinutes": 5})
seen["document"] = iot.get_job_document(jobId="boto-job")["document"]
seen["executions"] = sum(
    len(page["executionSummaries"])
    for page in iot.get_paginator("list_job_executions_for_job").paginate(
        jobId="boto-job", PaginationConfig={"PageSize": 2}
    )
)
seen["things"] = [
    name
    for page in iot.get_paginator("list_things_in_thing_group").paginate(
        thingGroupName="plant", PaginationConfig={"PageSize": 1}
    )
    for name in page["things"]
]

execution = iot.describe_job_execution(thingName="boto:0", jobId="boto-job")["execution"]
seen["queued_year"] = execution["queuedAt"].year
seen["has_started"] = "startedAt" in execution
seen["version_conflict"] = refusal(
    iot.cancel_job_execution, thingName="boto:0", jobId="boto-job", expectedVersion=9
)
iot.cancel_job_execution(thingName="boto:0", jobId="boto-job", expectedVersion=1, statusDetails={"by": "boto"})
seen["canceled"] = iot.describe_job_execution(thingName="boto:0", jobId="boto-job")["execution"]["statusDetails"]
seen["canceled_twice"] = refusal(iot.cancel_job_execution, thingName="boto:0", jobId="boto-job", force=True)

started = device.start_next_pending_job_execution(thingName="boto:1")["execution"]
seen["started"] = [started["status"], started["jobDocument"]]
seen["needs_force"] = refusal(iot.cancel_job_execution, thingName="boto:1", jobId="boto-job")
iot.cancel_job_execution(thingName="boto:1", jobId="boto-job", force=True)
seen["force_canceled"] = iot.describe_job_execution(thingName="boto:1", jobId="boto-job")["execution"]["forceCanceled"]
seen["device_refused"] = refusal(
    device.update_job_execution, thingName="boto:1", jobId="boto-job", status="SUCCEEDED"
)
device.update_job_execution(thingName="boto:2", jobId="boto-job", status="SUCCEEDED")
seen["job"] = iot.describe_job(jobId="boto-job")["job"]["status"]

seen["bad_name"] = refusal(iot.describe_thing, thingName="a b")
seen["missing"] = refusal(iot.describe_job, jobId="no-such-job")
seen["no_index"] = refusal(iot.search_index, queryString="*")
iot.update_indexing_configuration(thingIndexingConfiguration={"thingIndexingMode": "REGISTRY"})
seen["found"] = [thing["thingName"] for thing in iot.search_index(queryString="thingName:boto*")["things"]]
seen["endpoint"] = iot.describe_endpoint(endpointType="iot:Jobs")["endpointAddress"]
print(json.dumps(seen))
