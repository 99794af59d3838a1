import * as z from "zod/mini";

/*
 * The values of settings, whether they come from the environment as text or from fleets.json. Each message continues the
 * setting's name: "QUOTA_SHARE is below 0.05".
 */

export const region = z
  .string()
  .check(z.regex(/^[a-z]{2}(-[a-z]+)+-\d$/, "is not a region, such as eu-west-1"));
export const accountId = z.string().check(z.regex(/^\d{12}$/, "is not an account of 12 digits"));
export const fleetName = z
  .string()
  .check(z.trim(), z.minLength(1, "is empty"), z.maxLength(64, "has more than 64 characters"));
export const httpUrl = z.url({ protocol: /^https?$/, error: "is not an http(s) address" });

/** `https://host/account/name`, as SQS and emulators of it have them. */
const QUEUE_URL = /^https?:\/\/[^/@?#]+\/\d{12}\/[\w-]{1,80}([.]fifo)?$/;

export const queueUrl = z.string().check(
  z.refine((url) => QUEUE_URL.test(url) && URL.canParse(url), {
    error:
      "is not the URL of an SQS queue, such as https://sqs.eu-west-1.amazonaws.com/123456789012/iot-events",
    abort: true,
  }),
  z.refine((url) => !url.endsWith(".fifo"), "is a FIFO queue, to which no rule of AWS IoT sends"),
);

/** AWS's defaults, none, or calls a second per API that replace single defaults. */
export const quotas = z.union(
  [z.enum(["aws", "off"]), z.record(z.string(), z.number().check(z.positive()))],
  {
    error: 'is not "aws", "off", or calls a second per API, such as {"CancelJobExecution": 25}',
  },
);

const ALL_OF_IT = "is above 1, which is all of the quota";
export const quotaShare = z.number().check(z.minimum(0.05, "is below 0.05"), z.maximum(1, ALL_OF_IT));
export const indexShare = z.number().check(z.minimum(0, "is below 0"), z.maximum(1, ALL_OF_IT));

const whole = z.int("is no whole number");
export const atLeastNone = whole.check(z.minimum(0, "is below 0"));
export const atLeastOne = whole.check(z.minimum(1, "is below 1"));
export const minutes = whole.check(
  z.minimum(1, "is below 1"),
  z.maximum(525_600, "is above 525,600, a year"),
);
/** Nothing is over 100 %. */
export const percentOver = whole.check(z.minimum(0, "is below 0"), z.maximum(99, "is above 99"));

export const signingSecret = z
  .string()
  .check(z.minLength(16, "has fewer than 16 characters: take `openssl rand -hex 32`"));

/** The text parsed as JSON; undefined if it is not JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
