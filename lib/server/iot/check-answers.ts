import type { IoTClient } from "@aws-sdk/client-iot";
import { isPast, type Moment } from "@/lib/core/domain/moment";
import { type AskedFor, isAnswerOf } from "./answer-shapes";
import { AWS_QUOTAS, type IotApi } from "./quotas";
import { AnswerTooLong, readBody } from "./read-body";
import { AssumeRoleFailed } from "./role-sessions";

/**
 * An answer that is not recognizably AWS's. It keeps only its status, its media type if that is a known one, and
 * AWS's request id.
 */
export class UnreadableAnswer extends Error {
  override name = "UnreadableAnswer";
  readonly status: number;
  readonly requestId: string | null;

  constructor({ statusCode, headers }: RawAnswer) {
    super(`HTTP ${statusCode} ${mediaTypeOf(headers)}`);
    this.status = statusCode;
    this.requestId = requestIdOf(headers);
  }
}

/** The call failed in this process, before its request left. `cause` is what was thrown. */
export class NeverSent extends Error {
  override name = "NeverSent";

  constructor(cause: unknown) {
    super("The request was never sent", { cause });
  }
}

/** The deadline of a call passed before its request left. */
export class TooLate extends Error {
  override name = "TooLate";
}

/** Runs after everything that may take time: credentials are resolved and the request is signed by then. */
export const LAST_BEFORE_SENDING = { step: "finalizeRequest", priority: "low", name: "sendBefore" } as const;

/** Middleware of one command: after `deadline` it is no longer sent. */
export function sendBefore(deadline: Moment) {
  return <Args, Output>(next: (args: Args) => Promise<Output>) =>
    (args: Args): Promise<Output> =>
      isPast(deadline) ? Promise.reject(new TooLate()) : next(args);
}

/**
 * Makes a client accept only AWS's own answers. The SDK alone treats any 200 as success, even without a body that it can
 * parse, and a page of HTML with 403 as a refusal.
 *
 * Its calls throw `UnreadableAnswer` for what is not AWS's answer, `NeverSent` for what failed before the request left,
 * errors that carry AWS's name where AWS gave one, and whatever the network throws.
 */
export function checkAnswers(client: IoTClient): IoTClient {
  const sent = new WeakSet<object>();

  client.middlewareStack.add(
    (next, context) => async (args) => {
      try {
        return await next(args);
      } catch (error) {
        if (sent.has(context) || error instanceof AssumeRoleFailed || error instanceof TooLate) throw error;
        throw new NeverSent(error);
      }
    },
    { step: "initialize", priority: "high", name: "markNeverSent" },
  );
  client.middlewareStack.add(
    (next, context) => (args) => {
      sent.add(context);
      return next(args);
    },
    { ...LAST_BEFORE_SENDING, name: "markSent" },
  );
  client.middlewareStack.add(
    (next, context) => async (args) => {
      const result = await next(args);
      const answer = result.response as RawAnswer;
      const body = await readBody(answer.body).catch((error: unknown) => {
        throw error instanceof AnswerTooLong ? new UnreadableAnswer(answer) : error;
      });
      answer.body = requireAwsAnswer(apiOf(context.commandName), args.input as AskedFor, answer, body);
      return result;
    },
    { step: "deserialize", priority: "low", name: "requireAwsAnswer" },
  );
  return client;
}

/** As the SDK's HTTP handler gives it: names of headers in lower case. */
interface RawAnswer {
  statusCode: number;
  headers: Readonly<Record<string, string | undefined>>;
  body?: unknown;
}

/** @returns the body to parse. @throws UnreadableAnswer */
function requireAwsAnswer(api: IotApi, asked: AskedFor, answer: RawAnswer, body: Uint8Array): Uint8Array {
  const json = parseJson(body);
  if (answer.statusCode >= 300) {
    if (!hasErrorName(answer.headers, json)) throw new UnreadableAnswer(answer);
    // If the header names the error, the body need not be JSON, which the SDK's parser would fail on.
    return isJsonObject(json) ? body : Buffer.from("{}");
  }
  const isWrite = api === "CancelJob" || api === "CancelJobExecution";
  const isSigned = !isWrite || requestIdOf(answer.headers) !== null;
  const isEmpty = api === "CancelJobExecution" && body.length === 0;
  const isItsOwn = isEmpty || isAnswerOf(api, asked, json);
  if (answer.statusCode !== 200 || !isSigned || !isItsOwn) throw new UnreadableAnswer(answer);
  return body;
}

function parseJson(body: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(body).toString("utf8")) as unknown;
  } catch {
    return undefined;
  }
}

const isJsonObject = (json: unknown): json is Readonly<Record<string, unknown>> =>
  typeof json === "object" && json !== null && !Array.isArray(json);

/** Where the SDK looks for the name of an error: this header, then `code`, then `__type` (facts 1.6). */
function hasErrorName(headers: RawAnswer["headers"], json: unknown): boolean {
  const inBody = isJsonObject(json) ? (json["code"] ?? json["__type"]) : undefined;
  const name = headers["x-amzn-errortype"] ?? inBody;
  return typeof name === "string" && name !== "";
}

const REQUEST_ID_HEADERS = ["x-amzn-requestid", "x-amzn-request-id", "x-amz-request-id"];

function requestIdOf(headers: RawAnswer["headers"]): string | null {
  const found = REQUEST_ID_HEADERS.map((header) => headers[header]).find((id) => id !== undefined);
  return found !== undefined && isRequestId(found) ? found : null;
}

/** A UUID, as far as has been seen; other services of AWS use other letters and digits. */
export const isRequestId = (id: string): boolean => /^[\w+/=.:-]{8,128}$/.test(id);

const MEDIA_TYPES = [
  "text/html",
  "text/plain",
  "text/xml",
  "application/json",
  "application/problem+json",
  "application/x-amz-json-1.0",
  "application/x-amz-json-1.1",
  "application/xml",
];

function mediaTypeOf(headers: RawAnswer["headers"]): string {
  const given = headers["content-type"]?.split(";")[0]?.trim().toLowerCase();
  if (given === undefined) return "without a media type";
  return MEDIA_TYPES.find((known) => known === given) ?? "of another media type";
}

/** The SDK names a command after its operation, with a suffix. */
function apiOf(commandName: string | undefined): IotApi {
  const api = commandName?.replace(/Command$/, "") ?? "";
  if (!Object.hasOwn(AWS_QUOTAS, api)) throw new Error(`${api} is no call of this console.`);
  return api as IotApi;
}
