import type { IncomingHttpHeaders } from "node:http";

/**
 * The largest body that the console sends is a selection by hand. 10,000 executions with the longest names and all of
 * their times are 3.4 MB.
 */
export const MAX_BODY_BYTES = 3_584 * 1024;

/** What is wrong with the size of a request's body, by its headers. Null: nothing. */
export function bodyIssue(headers: IncomingHttpHeaders): { status: 411 | 413; sentence: string } | null {
  // Without a length the body would have to be read to learn it. No browser sends such a request.
  if (headers["transfer-encoding"] !== undefined)
    return { status: 411, sentence: "Say how long the body is (Content-Length)." };
  const bytes = Number(headers["content-length"] ?? 0);
  if (bytes <= MAX_BODY_BYTES) return null;
  return { status: 413, sentence: `A request has at most ${MAX_BODY_BYTES / 1024} KiB.` };
}
