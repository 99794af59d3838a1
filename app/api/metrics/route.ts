import { connection } from "next/server";
import { metricsPage } from "@/lib/server/telemetry/metrics-page";

/** Prometheus reads here, with METRICS_TOKEN as its bearer token. Without one set there is no such page. */
export async function GET(request: Request): Promise<Response> {
  await connection();
  return metricsPage(request.headers.get("authorization"));
}
