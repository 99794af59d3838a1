/**
 * Requests per second for each API, per account and region: facts 3 [SQ].
 * The device plane has one bucket for reads and one for writes [L19].
 */
export const SERVICE_RATES: Readonly<Record<string, number>> = {
  CancelJobExecution: 10,
  DescribeJobExecution: 10,
  ListJobExecutionsForThing: 10,
  ListJobExecutionsForJob: 10,
  ListJobs: 10,
  DescribeJob: 10,
  GetJobDocument: 10,
  CancelJob: 10,
  DeleteJob: 10,
  DeleteJobExecution: 10,
  CreateJob: 10,
  UpdateJob: 10,
  AssociateTargetsWithJob: 10,
  SearchIndex: 15,
  GetStatistics: 15,
  GetBucketsAggregation: 15,
  GetIndexingConfiguration: 20,
  DescribeIndex: 10,
  ListThings: 10,
  DescribeThing: 350,
  ListThingGroups: 10,
  ListThingsInThingGroup: 25,
  ListThingTypes: 10,
  ListThingGroupsForThing: 100,
  DescribeThingGroup: 100,
  DescribeThingType: 100,
  CreateThing: 100,
  AddThingToThingGroup: 100,
  RemoveThingFromThingGroup: 100,
  DeleteThing: 100,
  CreateThingGroup: 25,
  CreateThingType: 15,
  DescribeEventConfigurations: 10,
  ListTagsForResource: 10,
  UpdateEventConfigurations: 10,
  "Device:read": 200,
  "Device:write": 200,
  // Not in our sources: guessed from similar APIs.
  UpdateIndexingConfiguration: 10,
  DescribeEndpoint: 10,
  ListIndices: 10,
  UpdateThing: 100,
  UpdateThingGroupsForThing: 100,
  UpdateThingGroup: 15,
  DeleteThingGroup: 15,
  CreateDynamicThingGroup: 5,
  UpdateDynamicThingGroup: 5,
  DeleteDynamicThingGroup: 5,
  DeprecateThingType: 15,
  DeleteThingType: 15,
  TagResource: 10,
  UntagResource: 10,
  CreateJobTemplate: 10,
  DescribeJobTemplate: 10,
  ListJobTemplates: 10,
  DeleteJobTemplate: 10,
};

/** The name of the bucket of an API. */
export function bucketOf(api: string): string {
  if (!api.startsWith("Device:")) return api;
  return /:(Get|Describe)/.test(api) ? "Device:read" : "Device:write";
}

/** Whether an API of that name exists: configured rates and faults must name one. */
export function isKnownRate(api: string): boolean {
  return Object.hasOwn(SERVICE_RATES, bucketOf(api));
}
