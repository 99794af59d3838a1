import { connection } from "next/server";
import { metricsPage } from "@/lib/server/telemetry/metrics-page";

/** Metrics for Prometheus, with METRICS_TOKEN as bearer token. Not found where none is set. */
export async function GET(request: Request): Promise<Response> {
  await connection();
  return metricsPage(request.headers.get("authorization"));
}
