import {
  boolean,
  double,
  integer,
  list,
  map,
  oneOf,
  optional,
  required,
  string,
  structure,
} from "./shape.ts";

/** Shapes that several operations share: facts 1.2, all [M] unless said otherwise. */

const NAME = "[a-zA-Z0-9:_-]+";
const ID = "[a-zA-Z0-9_-]+";

export const thingName = string({ min: 1, max: 128, pattern: NAME });
export const thingTypeName = thingName;
export const thingGroupName = thingName;
export const billingGroupName = thingName;
export const indexName = thingName;
export const jobId = string({ min: 1, max: 64, pattern: ID });
export const thingGroupId = string({ min: 1, max: 128, pattern: "[a-zA-Z0-9\\-]+" });
export const namespaceId = string({ pattern: ID });
export const nextToken = string();
/** RegistryMaxResults and LaserMaxResults. */
export const maxResults = integer({ min: 1, max: 250 });
export const attributeName = string({ max: 128, pattern: "[a-zA-Z0-9_.,@/:#-]+" });
export const attributeValue = string({ max: 800, pattern: "[a-zA-Z0-9_.,@/:#=\\[\\]-]*" });
export const attributePayload = structure({
  attributes: optional(map(attributeName, attributeValue)),
  merge: optional(boolean()),
});
/** \p{Graph} of Java's regular expressions is ASCII. */
export const graphText = string({ max: 2028, pattern: "[\\x20-\\x7e]*" });
export const freeText = string({ max: 2028, pattern: "[^\\p{C}]+" });
/** \p{Upper} and \p{Digit} of Java's regular expressions are ASCII. */
export const reasonCode = string({ max: 128, pattern: "[A-Z0-9_]+" });
export const mqtt5Configuration = structure({
  propagatingAttributes: optional(
    list(
      structure({
        userPropertyKey: optional(string({ max: 128, pattern: "[a-zA-Z0-9:$.]+" })),
        thingAttribute: optional(attributeName),
        connectionAttribute: optional(string({ max: 128, pattern: "[a-zA-Z0-9:.]+" })),
      }),
    ),
  ),
});
export const thingGroupProperties = structure({
  thingGroupDescription: optional(graphText),
  attributePayload: optional(attributePayload),
});
export const tagKey = string({ min: 1, max: 128, pattern: "[\\p{L}\\p{Z}\\p{N}_.:\\/=+\\-@]*" });
export const tags = list(
  structure({
    Key: required(tagKey),
    Value: optional(string({ max: 256 })),
  }),
);

export const jobStatus = oneOf(["IN_PROGRESS", "CANCELED", "COMPLETED", "DELETION_IN_PROGRESS", "SCHEDULED"]);
export const executionStatus = oneOf([
  "QUEUED",
  "IN_PROGRESS",
  "SUCCEEDED",
  "FAILED",
  "TIMED_OUT",
  "REJECTED",
  "REMOVED",
  "CANCELED",
]);
export const targetSelection = oneOf(["CONTINUOUS", "SNAPSHOT"]);

/** 10 pairs [MD]. Only the device plane documents 1,024 characters per value [JD docs] (facts 2.3). */
export const statusDetails = map(
  string({ min: 1, max: 128, pattern: NAME }),
  string({ min: 1, max: 1024, pattern: "[^\\p{C}]+" }),
  { max: 10 },
);

/** How many decimal digits AWS IoT supports in a factor and in a percentage [MD]. Presumed: it refuses more. */
const FACTOR_DECIMALS = 1;
const PERCENTAGE_DECIMALS = 2;

export const rolloutConfig = structure({
  maximumPerMinute: optional(integer({ min: 1 })),
  exponentialRate: optional(
    structure({
      baseRatePerMinute: required(integer({ min: 1, max: 1000 })),
      incrementFactor: required(double({ min: 1.1, max: 5, decimals: FACTOR_DECIMALS })),
      rateIncreaseCriteria: required(
        structure({
          numberOfNotifiedThings: optional(integer({ min: 1 })),
          numberOfSucceededThings: optional(integer({ min: 1 })),
        }),
      ),
    }),
  ),
});
export const abortConfig = structure({
  criteriaList: required(
    list(
      structure({
        failureType: required(oneOf(["FAILED", "REJECTED", "TIMED_OUT", "ALL"])),
        action: required(oneOf(["CANCEL"])),
        thresholdPercentage: required(double({ max: 100, decimals: PERCENTAGE_DECIMALS })),
        minNumberOfExecutedThings: required(integer({ min: 1 })),
      }),
      { min: 1 },
    ),
  ),
});
export const retryConfig = structure({
  criteriaList: required(
    list(
      structure({
        failureType: required(oneOf(["FAILED", "TIMED_OUT", "ALL"])),
        numberOfRetries: required(integer({ min: 0, max: 10 })),
      }),
      { min: 1, max: 2 },
    ),
  ),
});
/** 1..10080 by the developer guide (facts 2.4); the model has no bounds. */
export const timeoutConfig = structure({
  inProgressTimeoutInMinutes: optional(integer({ min: 1, max: 10_080 })),
});
export const maintenanceWindows = list(
  structure({
    startTime: required(string({ min: 1, max: 256 })),
    durationInMinutes: required(integer({ min: 1, max: 1430 })),
  }),
);
export const schedulingConfig = structure({
  startTime: optional(string({ min: 1, max: 64 })),
  endTime: optional(string({ min: 1, max: 64 })),
  endBehavior: optional(oneOf(["STOP_ROLLOUT", "CANCEL", "FORCE_CANCEL"])),
  maintenanceWindows: optional(maintenanceWindows),
});

export const queryString = string({ min: 1 });
export const jobTargets = list(string({ max: 2048 }), { min: 1 });
export const jobTemplateId = jobId;
export const arn = string({ min: 1, max: 1600, pattern: "arn:[!-~]+" });
/** 25 [MD]. */
export const packageVersions = list(arn, { max: 25 });

/** The members that CreateJob, CreateJobTemplate and UpdateJob share. */
export const jobConfiguration = {
  presignedUrlConfig: optional(
    structure({
      roleArn: optional(string({ min: 20, max: 2048 })),
      expiresInSec: optional(integer({ min: 60, max: 3600 })),
    }),
  ),
  jobExecutionsRolloutConfig: optional(rolloutConfig),
  abortConfig: optional(abortConfig),
  timeoutConfig: optional(timeoutConfig),
  jobExecutionsRetryConfig: optional(retryConfig),
};
/** The source of a job's or a template's document. */
export const jobDocument = {
  documentSource: optional(string({ min: 1, max: 1350 })),
  document: optional(string({ max: 32_768 })),
};
