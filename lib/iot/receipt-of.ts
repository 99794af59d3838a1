import type { AwsReceipt } from "./iot-gateway";
import { PaceExceeded } from "./pacer";

/** A failure that AWS did not answer with has no id; what broke instead (`TimeoutError`) is still worth keeping. */
export function receiptOf(error: unknown): AwsReceipt {
  if (!(error instanceof Error) || error instanceof PaceExceeded) return { requestId: null, errorName: null };
  const metadata = "$metadata" in error ? (error.$metadata as { requestId?: unknown }) : undefined;
  const requestId = typeof metadata?.requestId === "string" ? metadata.requestId : null;
  return { requestId, errorName: error.name };
}
