import { connection } from "next/server";

/** Whether the process answers at all. It asks nothing else: who restarts it would not mend a database by that. */
export async function GET(): Promise<Response> {
  await connection();
  return Response.json({ status: "live" }, { headers: { "cache-control": "no-store" } });
}
