/**
 * Calls a second that AWS allows an account in a region, shared with everyone else in it.
 * Defaults from the Service Quotas API (facts 3, February 2024); all are adjustable.
 */
export const AWS_QUOTAS = {
  CancelJob: 10,
  CancelJobExecution: 10,
  DescribeJob: 10,
  DescribeJobExecution: 10,
  DescribeThing: 350,
  GetIndexingConfiguration: 20,
  GetJobDocument: 10,
  ListJobExecutionsForJob: 10,
  ListJobExecutionsForThing: 10,
  ListJobs: 10,
  ListThingGroups: 10,
  ListThingGroupsForThing: 100,
  ListThings: 10,
  ListThingsInThingGroup: 25,
  ListThingTypes: 10,
  SearchIndex: 15,
} as const;

/** The calls that this console makes. */
export type IotApi = keyof typeof AWS_QUOTAS;

/**
 * What the rate limiter keeps to: the account's quotas times the share that is ours.
 *
 * @param quotas the account's, or `off` for an endpoint that has none
 * @param share  0 to 1; the rest is left to devices' tools, CI and the AWS console
 */
export function paceOf(quotas: "aws" | "off" | Readonly<Record<string, number>>, share: number) {
  return (api: IotApi): number => {
    if (quotas === "off") return Infinity;
    const own = quotas === "aws" ? undefined : quotas[api];
    return (own ?? AWS_QUOTAS[api]) * share;
  };
}
