import { isRequestId, UnreadableAnswer } from "./check-answers";
import { errorLabel } from "./error-label";
import type { ResponseMetadata } from "./iot-gateway";

/** A failure that AWS did not answer with has no id; what broke instead (`TimeoutError`) is still worth keeping. */
export function responseMetadataOf(error: unknown): ResponseMetadata {
  return { requestId: requestIdOf(error), errorName: errorLabel(error) };
}

function requestIdOf(error: unknown): string | null {
  if (error instanceof UnreadableAnswer) return error.requestId;
  if (!(error instanceof Error) || !("$metadata" in error)) return null;
  const { requestId } = error.$metadata as { requestId?: unknown };
  return typeof requestId === "string" && isRequestId(requestId) ? requestId : null;
}
