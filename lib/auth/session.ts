import "server-only";
import { connection } from "next/server";
import { getEnv } from "@/lib/env";
import type { Actor } from "./actor";

/**
 * Who makes this request.
 *
 * There is no sign-in yet: everyone who reaches the port is this one person, which is why the
 * server listens on loopback unless told otherwise. This is the only place that decides it.
 */
export async function requireActor(): Promise<Actor> {
  await connection();
  return { id: "local", name: "Local user", role: getEnv().localRole };
}
