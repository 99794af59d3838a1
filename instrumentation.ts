import type { Instrumentation } from "next";

/** Runs once when the server starts. The condition keeps what is Node's out of Next's edge bundle. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME === "nodejs") {
    const { prepareProcess } = await import("@/lib/server/runtime/prepare-process");
    await prepareProcess();
  }
}

/** Every error that a page, a route or an action let through: in the log, under the id that its person was shown. */
export const onRequestError: Instrumentation.onRequestError = async (error, request, context) => {
  if (process.env.NEXT_RUNTIME === "nodejs") {
    const { logRequestError } = await import("@/lib/server/telemetry/log-request-error");
    logRequestError(error, request, context);
  }
};
