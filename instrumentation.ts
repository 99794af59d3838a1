import type { Instrumentation } from "next";

/** Runs once when the server starts. The condition keeps Node's modules out of Next's edge bundle. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME === "nodejs") {
    const { prepareProcess } = await import("@/lib/server/runtime/prepare-process");
    await prepareProcess();
  }
}

/** Logs every error that a page, a route or an action did not handle, under the id that the person sees. */
export const onRequestError: Instrumentation.onRequestError = async (error, request, context) => {
  if (process.env.NEXT_RUNTIME === "nodejs") {
    const { logRequestError } = await import("@/lib/server/telemetry/log-request-error");
    logRequestError(error, request, context);
  }
};
