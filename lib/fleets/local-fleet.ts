import type { Env } from "@/lib/env";
import type { Fleet } from "./fleet";

/** The one fleet of the environment. Its id is the region; the demo's is `demo`, so that no link mixes the two up. */
export function localFleet(env: Env): Fleet {
  const id = env.demo ? "demo" : env.region;
  return { id, name: env.fleetName ?? id, region: env.region, account: env.account };
}
