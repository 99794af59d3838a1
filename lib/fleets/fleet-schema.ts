import * as z from "zod/mini";
import { WRITES_TO_AWS } from "@/lib/auth/permissions";
import { queueUrl } from "@/lib/env";
import { fleetIdSchema, groupNameSchema, jobIdSchema } from "@/lib/contracts/names";

/** First segments of addresses that are no fleet's. */
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

const httpUrl = z.url({ protocol: /^https?$/, error: "is not an http(s) address" });

/** Up to a year. */
const minutes = z.int().check(z.minimum(1, "is below 1"), z.maximum(525_600, "is above 525,600, a year"));

/** A fleet as fleets.json has it. */
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
    name: z.optional(
      z.string().check(z.trim(), z.minLength(1, "is empty"), z.maxLength(64, "has more than 64 characters")),
    ),
    region: z.string().check(z.regex(/^[a-z]{2}(-[a-z]+)+-\d$/, "is not a region, such as eu-west-1")),
    account: z.optional(z.string().check(z.regex(/^\d{12}$/, "is not an account of 12 digits, as a text"))),
    endpoint: z.optional(httpUrl),
    stsEndpoint: z.optional(httpUrl),
    /** For both kinds of calls, where one role does. */
    role: z.optional(role),
    readRole: z.optional(role),
    cancelRole: z.optional(role),
    quotas: z.optional(
      z.union([z.enum(["aws", "off"]), z.record(z.string(), z.number().check(z.positive()))], {
        error: 'is not "aws", "off", or calls a second per API, such as {"CancelJobExecution": 25}',
      }),
    ),
    quotaShare: z.optional(z.number().check(z.minimum(0.05, "is below 0.05"), z.maximum(1, "is above 1"))),
    indexShare: z.optional(z.number().check(z.minimum(0, "is below 0"), z.maximum(1, "is above 1"))),
    thresholds: z.optional(
      z.strictObject({
        stuckMinutes: z.optional(minutes),
        waitingMinutes: z.optional(minutes),
        stuckMinutesOfJob: z.optional(z.record(jobIdSchema, minutes)),
        stuckMinutesOfType: z.optional(z.record(groupNameSchema, minutes)),
      }),
    ),
    bulkLimit: z.optional(z.int().check(z.minimum(1, "is below 1"))),
    alerts: z.optional(
      z.strictObject({
        stuckMoreThan: z.optional(z.int().check(z.minimum(0, "is below 0"))),
        jobStuckPercentOver: z.optional(
          z.int().check(z.minimum(0, "is below 0"), z.maximum(99, "is above 99")),
        ),
        jobOpenAtLeast: z.optional(z.int().check(z.minimum(1, "is below 1"))),
      }),
    ),
    webhook: z.optional(
      z.strictObject({
        url: httpUrl,
        secret: z
          .string()
          .check(z.minLength(16, "has fewer than 16 characters: take `openssl rand -hex 32`")),
      }),
    ),
    eventQueueUrl: z.optional(queueUrl),
    deeds: z.optional(z.array(z.enum(WRITES_TO_AWS, `is none of ${WRITES_TO_AWS.join(", ")}`))),
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
    const fault = (message: string) =>
      context.issues.push({ code: "custom", input: context.value, path: ["alerts"], message });
    if (alerts && !webhook) fault("has no webhook beside it that could be told");
    if (alerts && indexShare === 0) fault("is judged by the index, and indexShare is 0");
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
