import * as z from "zod/mini";
import { WRITES_TO_AWS } from "@/lib/core/permissions/permissions";
import { fleetIdSchema, groupNameSchema, jobIdSchema } from "@/lib/core/contracts/names";
import {
  accountId,
  atLeastNone,
  atLeastOne,
  fleetName,
  httpUrl,
  indexShare,
  minutes,
  percentOver,
  queueUrl,
  quotas,
  quotaShare,
  region,
  signingSecret,
} from "@/lib/server/config/setting-schemas";

/** First segments of the console's own paths, which no fleet may have as its id. */
const TAKEN_IDS = ["_next", "account", "api", "health", "sign-in", "sign-out", "users"];

const ROLE_ARN = /^arn:aws(-cn|-us-gov)?:iam::(\d{12}):role\/[\w+=,.@/-]{1,512}$/;

const role = z.strictObject({
  arn: z
    .string()
    .check(z.regex(ROLE_ARN, "is not the ARN of a role, such as arn:aws:iam::123456789012:role/standdown")),
  externalId: z.optional(
    z.string().check(z.regex(/^[\w+=,.@:/-]{2,1224}$/, "is not an external id that STS knows")),
  ),
});

/** One fleet of fleets.json. */
const fleetSchema = z
  .strictObject({
    id: z.pipe(
      z.string(),
      z.string().check(
        z.refine((id) => z.safeParse(fleetIdSchema, id).success, {
          error: "is not 1 to 63 small letters, digits and “-”",
          abort: true,
        }),
        z.refine((id) => !TAKEN_IDS.includes(id), "is an address of the console itself"),
      ),
    ),
    name: z.optional(fleetName),
    region,
    account: z.optional(accountId),
    endpoint: z.optional(httpUrl),
    stsEndpoint: z.optional(httpUrl),
    /** For both kinds of calls. */
    role: z.optional(role),
    readRole: z.optional(role),
    cancelRole: z.optional(role),
    quotas: z.optional(quotas),
    quotaShare: z.optional(quotaShare),
    indexShare: z.optional(indexShare),
    thresholds: z.optional(
      z.strictObject({
        stuckMinutes: z.optional(minutes),
        waitingMinutes: z.optional(minutes),
        stuckMinutesOfJob: z.optional(z.record(jobIdSchema, minutes)),
        stuckMinutesOfType: z.optional(z.record(groupNameSchema, minutes)),
      }),
    ),
    bulkLimit: z.optional(atLeastOne),
    alerts: z.optional(
      z.strictObject({
        stuckMoreThan: z.optional(atLeastNone),
        jobStuckPercentOver: z.optional(percentOver),
        jobOpenAtLeast: z.optional(atLeastOne),
      }),
    ),
    webhook: z.optional(z.strictObject({ url: httpUrl, secret: signingSecret })),
    eventQueueUrl: z.optional(queueUrl),
    permissions: z.optional(z.array(z.enum(WRITES_TO_AWS, `is none of ${WRITES_TO_AWS.join(", ")}`))),
  })
  .check((context) => {
    const { eventQueueUrl, indexShare } = context.value;
    if (eventQueueUrl === undefined || indexShare !== 0) return;
    context.issues.push({
      code: "custom",
      input: context.value,
      path: ["eventQueueUrl"],
      message: "is of no use without an index: indexShare is 0",
    });
  })
  .check((context) => {
    const { alerts, webhook, indexShare } = context.value;
    const addIssue = (message: string) =>
      context.issues.push({ code: "custom", input: context.value, path: ["alerts"], message });
    if (alerts && !webhook) addIssue("has no webhook beside it to notify");
    if (alerts && indexShare === 0) addIssue("is judged by the index, and indexShare is 0");
  })
  .check((context) => {
    const { account } = context.value;
    for (const name of ["role", "readRole", "cancelRole"] as const) {
      const owner = ROLE_ARN.exec(context.value[name]?.arn ?? "")?.[2];
      if (account === undefined || owner === undefined || owner === account) continue;
      context.issues.push({
        code: "custom",
        input: context.value,
        path: [name, "arn"],
        message: `is a role of account ${owner}, the fleet is in ${account}`,
      });
    }
  });

export const fleetsSchema = z
  .array(fleetSchema)
  .check(z.minLength(1, "has no fleet"))
  .check((context) => {
    for (const [index, { id }] of context.value.entries())
      if (context.value.findIndex((other) => other.id === id) < index)
        context.issues.push({
          code: "custom",
          input: id,
          path: [index, "id"],
          message: `is “${id}” a second time`,
        });
  })
  .check((context) => {
    for (const [index, { eventQueueUrl: url }] of context.value.entries()) {
      const first = context.value.find((other) => other.eventQueueUrl === url);
      if (url === undefined || first === context.value[index]) continue;
      context.issues.push({
        code: "custom",
        input: url,
        path: [index, "eventQueueUrl"],
        message: `is the queue of ${first!.id}: each would take the other's events`,
      });
    }
  });

export type FleetEntry = z.output<typeof fleetSchema>;
