import { log } from "./log";

/** What Next tells of a request: its headers are not for the log, but for the id among them. */
interface FailedRequest {
  path: string;
  method: string;
  headers: Readonly<Record<string, string | string[] | undefined>>;
}

/** Puts an error in the log, with its digest, which is all that a browser is told of it. */
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
