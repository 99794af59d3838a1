/** Runs once when the server starts. The condition keeps what is Node's out of Next's edge bundle. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME === "nodejs") {
    const { requireEnv } = await import("@/lib/require-env");
    requireEnv();
  }
}
