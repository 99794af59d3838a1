import { connection } from "next/server";
import { readiness } from "@/lib/server/telemetry/readiness";

/** Whether requests should be sent here: 200 or 503. */
export async function GET(): Promise<Response> {
  await connection();
  const { ready, body } = await readiness();
  return Response.json(body, { status: ready ? 200 : 503, headers: { "cache-control": "no-store" } });
}
