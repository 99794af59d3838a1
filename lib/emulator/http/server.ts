import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type Server } from "node:http";
import { answerControlCall } from "../control-endpoint/answer-control-call.ts";
import type { Emulator } from "../emulator.ts";
import { errorAnswer, send } from "./answer.ts";
import { answerAwsCall } from "./answer-aws-call.ts";
import { invalidRequest } from "./aws-error.ts";

/** Longer than the SDKs keep an idle connection: closing one under a request would look like a fault. */
const KEEP_ALIVE_MS = 120_000;
/** Enough for AWS's largest input, a job document of 32 KB. */
const MAX_BODY_BYTES = 1_000_000;
const MAX_CONTROL_BODY_BYTES = 256_000_000;

const CONTROL_PREFIX = "/_emulator/";

export function createEmulatorServer(emulator: Emulator): Server {
  const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS }, (request, response) => {
    // The raw target, on purpose: `new URL` would turn `/things/../jobs` into `/jobs`.
    const target = request.url ?? "/";
    const mark = target.indexOf("?");
    const path = mark === -1 ? target : target.slice(0, mark);
    const query = new URLSearchParams(mark === -1 ? "" : target.slice(mark + 1));
    const isControl = path.startsWith(CONTROL_PREFIX);

    readBody(request, isControl ? MAX_CONTROL_BODY_BYTES : MAX_BODY_BYTES)
      .then((body) => {
        if (body === undefined) {
          send(response, errorAnswer(invalidRequest("The request body is too large.")), randomUUID());
          return undefined;
        }
        return isControl
          ? answerControlCall(
              emulator,
              request,
              response,
              { path: path.slice(CONTROL_PREFIX.length), query },
              body,
            )
          : answerAwsCall(emulator, request, response, { path, query }, body);
      })
      .catch((error: unknown) => {
        // The caller may close the connection in the middle of its request. Any other error is a bug.
        if (!request.destroyed) console.error(error);
        response.destroy();
      });
  });
  return server;
}

/** Reads a body that is too large to its end and discards it: a client cut off while it sends never reads the answer. */
async function readBody(request: IncomingMessage, maxBytes: number): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes <= maxBytes) chunks.push(chunk);
  }
  return bytes > maxBytes ? undefined : Buffer.concat(chunks).toString("utf8");
}
