import type { AwsOrigin } from "./execution";

/**
 * The names that AWS IoT accepts (model iot 2015-05-28: ThingName, JobId, …).
 *
 * They are checked before every call: the SDK checks no pattern, and a thing named `..` turns `PUT
 * /things/../jobs/J/cancel` into CancelJob for the whole fleet once a signer normalizes the path.
 */
export const THING_NAME_PATTERN = /^[a-zA-Z0-9:_-]{1,128}$/;
export const JOB_ID_PATTERN = /^[a-zA-Z0-9_-]{1,64}$/;

/** Thing types and thing groups share the pattern of things. */
export const GROUP_NAME_PATTERN = THING_NAME_PATTERN;

/** AWS documents no maximum length. 64 is our own limit for the filter. */
export const NAMESPACE_PATTERN = /^[a-zA-Z0-9_-]{1,64}$/;

// The same rules in words, for people who typed another name.
export const THING_NAME_RULE = "A thing's name has 1 to 128 letters, digits, “:”, “_” or “-”.";
export const JOB_ID_RULE = "A job's id has 1 to 64 letters, digits, “_” or “-”.";
export const NAMESPACE_RULE = "Use 1 to 64 letters, digits, “_” or “-”.";
export const GROUP_NAME_RULE = "A name has 1 to 128 letters, digits, “:”, “_” or “-”.";

/** The thing's name in its ARN. Matched, not split at colons: names may hold colons. Null for another kind of ARN. */
export function thingNameFromArn(arn: string): string | null {
  const marker = ":thing/";
  const at = arn.indexOf(marker);
  return at === -1 ? null : arn.slice(at + marker.length);
}

/** The region and account in an ARN of AWS IoT (`arn:aws:iot:REGION:ACCOUNT:thing/NAME`). Null for anything else. */
export function originFromArn(arn: string | undefined): AwsOrigin | null {
  const [, region, account] = /^arn:aws[a-z-]*:iot:([a-z0-9-]+):([0-9]{12}):/.exec(arn ?? "") ?? [];
  return region !== undefined && account !== undefined ? { region, account } : null;
}
