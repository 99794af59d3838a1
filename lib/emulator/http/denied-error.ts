import type { Arns } from "./arns.ts";
import { awsError, type AwsError } from "./aws-error.ts";
import type { Route } from "./router.ts";

/** AccessDeniedException 403 with IAM's message, which names action and resource (facts 1.6). */
export function deniedError({ operation, labels }: Route, arns: Arns, message: string | undefined): AwsError {
  const isDevice = operation.plane === "iot-jobs-data";
  const action = `${isDevice ? "iotjobsdata" : "iot"}:${operation.api.replace("Device:", "")}`;
  const user = `arn:aws:sts::${arns.account}:assumed-role/standdown/operator`;
  return awsError(
    "AccessDeniedException",
    message ??
      `User: ${user} is not authorized to perform: ${action} on resource: ${resourceOf(operation.api, labels, arns)} because no identity-based policy allows the ${action} action`,
  );
}

/** The resource of the message. Of job and thing it is the job, which the IAM table lists first. */
function resourceOf(api: string, labels: Record<string, string>, arns: Arns): string {
  const { jobId, thingName, thingGroupName } = labels;
  if (jobId !== undefined) return arns.of("job", jobId);
  if (thingName !== undefined) return arns.of("thing", thingName);
  if (thingGroupName !== undefined) return arns.of("thinggroup", thingGroupName);
  return api === "SearchIndex" ? arns.of("index", "AWS_Things") : "*";
}
