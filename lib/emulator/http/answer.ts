import { STATUS_CODES, type ServerResponse } from "node:http";
import type { AwsError } from "./aws-error.ts";

/** An answer, ready to be sent. */
export type Answer = { status: number; headers: Record<string, string>; body: string; errorName?: string };

export function jsonAnswer(body: object | undefined, status = 200): Answer {
  // Calls without output answer with an empty body [M].
  return body === undefined
    ? { status, headers: {}, body: "" }
    : { status, headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
}

/** The answer without a member, at any depth: the model makes nearly every member optional. */
export function withoutMember(answer: Answer, member: string | undefined): Answer {
  const isJson = answer.headers["content-type"]?.includes("json") ?? false;
  if (answer.errorName !== undefined || answer.body === "" || !isJson) return answer;
  const drop = (name: string, value: unknown) => (name === member ? undefined : value);
  return { ...answer, body: JSON.stringify(JSON.parse(answer.body, drop)) };
}

/** An error: its name in a header, its message in the body (facts 1.6). */
export function errorAnswer(error: AwsError): Answer {
  return {
    status: error.status,
    headers: { "content-type": "application/json", "x-amzn-ErrorType": error.errorName },
    body: JSON.stringify({ message: error.message, ...error.members }),
    errorName: error.errorName,
  };
}

/**
 * AWS's observed answer to a call that it does not know: status 200 and this body (facts 1.6). Only a fault sends it: a
 * caller that looks at the status alone takes it for success.
 */
export function unknownOperationAnswer(): Answer {
  return {
    ...jsonAnswer({
      Output: { __type: "com.amazon.coral.service#UnknownOperationException" },
      Version: "1.0",
    }),
    errorName: "UnknownOperationException",
  };
}

/** The error page of a proxy or a crashed server. */
export function htmlErrorAnswer(): Answer {
  return { ...htmlAnswer(500), errorName: "html-500" };
}

/** The page of a proxy, a firewall or a captive portal. */
export function htmlAnswer(status: number, page?: string): Answer {
  const title = `${status} ${STATUS_CODES[status] ?? "Unknown"}`;
  return {
    status,
    headers: { "content-type": "text/html" },
    body:
      page ??
      `<html><head><title>${title}</title></head><body><h1>${STATUS_CODES[status] ?? title}</h1></body></html>`,
  };
}

/** A status without a body. */
export function emptyAnswer(status: number): Answer {
  return { status, headers: {}, body: "" };
}

/** Statuses without a body, and so without a length. */
const BODILESS_STATUSES: readonly number[] = [204, 304];

/** The headers of an answer on the wire. */
export function headersOf(answer: Answer, requestId: string | undefined): Record<string, string> {
  return {
    ...answer.headers,
    ...(BODILESS_STATUSES.includes(answer.status)
      ? {}
      : { "content-length": String(Buffer.byteLength(answer.body)) }),
    ...(requestId === undefined ? {} : { "x-amzn-RequestId": requestId }),
  };
}

/** @param requestId undefined for an answer that did not come from AWS */
export function send(response: ServerResponse, answer: Answer, requestId: string | undefined): void {
  if (response.destroyed) return;
  response.writeHead(answer.status, headersOf(answer, requestId));
  response.end(answer.body);
}
