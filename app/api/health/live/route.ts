import { connection } from "next/server";

/** Whether the process answers. It checks nothing else: restarting the process would not repair a database. */
export async function GET(): Promise<Response> {
  await connection();
  return Response.json({ status: "live" }, { headers: { "cache-control": "no-store" } });
}
