import type { ServerResponse } from "node:http";
import type { AwsError } from "./aws-error.ts";

/** An answer that is ready to be sent. */
export type Answer = { status: number; headers: Record<string, string>; body: string; errorName?: string };

export function jsonAnswer(body: object | undefined, status = 200): Answer {
  // Calls without output answer with an empty body [M].
  return body === undefined
    ? { status, headers: {}, body: "" }
    : { status, headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
}

/** The same answer without a member, at whatever depth: the model lets a service leave out nearly all of them. */
export function withoutMember(answer: Answer, member: string | undefined): Answer {
  if (answer.errorName !== undefined || answer.body === "") return answer;
  const drop = (name: string, value: unknown) => (name === member ? undefined : value);
  return { ...answer, body: JSON.stringify(JSON.parse(answer.body, drop)) };
}

/** Facts 1.6: the name in a header, the message in the body. */
export function errorAnswer(error: AwsError): Answer {
  return {
    status: error.status,
    headers: { "content-type": "application/json", "x-amzn-ErrorType": error.errorName },
    body: JSON.stringify({ message: error.message, ...error.members }),
    errorName: error.errorName,
  };
}

/** What AWS says to a call that it does not know: status 200 and this body (facts 1.6). */
export function unknownOperationAnswer(): Answer {
  return {
    ...jsonAnswer({
      Output: { __type: "com.amazon.coral.service#UnknownOperationException" },
      Version: "1.0",
    }),
    errorName: "UnknownOperationException",
  };
}

/** What a proxy or a crashed server sends. */
export function htmlErrorAnswer(): Answer {
  return {
    status: 500,
    headers: { "content-type": "text/html" },
    body: "<html><head><title>500 Internal Server Error</title></head><body><h1>Internal Server Error</h1></body></html>",
    errorName: "html-500",
  };
}

export function send(response: ServerResponse, answer: Answer, requestId: string): void {
  if (response.destroyed) return;
  response.writeHead(answer.status, {
    ...answer.headers,
    "content-length": Buffer.byteLength(answer.body),
    "x-amzn-RequestId": requestId,
  });
  response.end(answer.body);
}
