import { log } from "./log";

/** What Next passes of a request. Of its headers only the request id may be logged. */
interface FailedRequest {
  path: string;
  method: string;
  headers: Readonly<Record<string, string | string[] | undefined>>;
}

/** Logs an error with its digest, which is all that the browser gets. */
export function logRequestError(
  error: unknown,
  { path, method, headers }: FailedRequest,
  where: { routeType: string },
): void {
  const digest =
    typeof error === "object" && error !== null && "digest" in error ? String(error.digest) : undefined;
  log().error(
    {
      requestId: headers["x-request-id"],
      method,
      path: path.split("?", 1)[0],
      routeType: where.routeType,
      digest,
      err: error,
    },
    "A request failed in a way that nobody foresaw",
  );
}
