import * as z from "zod/mini";
import type { Actor } from "@/lib/core/permissions/actor";
import { findReader } from "@/lib/server/auth/session";
import { fleetIdSchema } from "@/lib/core/contracts/names";
import { parseInput } from "@/lib/core/contracts/parse-input";
import type { ReadFailure } from "@/lib/core/domain/read-failure";
import { fail, type Result } from "@/lib/core/domain/result";
import { type FleetServices, findFleetServices } from "@/lib/server/runtime/fleet-services";
import { log } from "@/lib/server/telemetry/log";
import { findUnplainParam } from "./plain-params";
import { toJson } from "./to-json";

/**
 * The steps of each route handler: authenticate → parse path and search → use case → JSON.
 *
 * Invalid input is a 400 that names the part. An expected failure travels as `{failure}` with a status that fits it. A
 * bug is a 500 whose text stays in the log.
 */
export async function answer<Schema extends z.ZodMiniType>(
  request: Request,
  params: Promise<Record<string, string>>,
  schema: Schema,
  ask: (
    services: FleetServices,
    actor: Actor,
    query: z.output<Schema>,
  ) => Promise<Result<unknown, ReadFailure>>,
): Promise<Response> {
  const actor = await findReader();
  if (!actor) return failed({ kind: "signed-out" });
  const { fleet, ...names } = await params;
  const services = z.safeParse(fleetIdSchema, fleet).success ? findFleetServices(fleet!, actor) : null;
  if (!services) return failed({ kind: "not-found", what: `The fleet ${fleet}` });

  const given = { ...Object.fromEntries(new URL(request.url).searchParams), ...names };
  const unplain = findUnplainParam(given);
  if (unplain) return failed(unplain);
  const query = parseInput(schema, given);
  if (!query.ok) return failed(query.failure);

  const result = await ask(services, services.actor, query.value).catch((error: unknown) => {
    log().error({ err: error, requestId: request.headers.get("x-request-id") }, "A read failed unforeseen");
    return fail<ReadFailure>({ kind: "console", because: "error" });
  });
  if (!result.ok) return failed(result.failure);
  return result.value instanceof Response ? result.value : json(result.value, 200); // a download is a response already
}

const failed = (failure: ReadFailure) => json({ failure }, statusOf(failure));

function json(body: unknown, status: number): Response {
  const headers = { "content-type": "application/json", "cache-control": "no-store" };
  return new Response(toJson(body), { status, headers });
}

function statusOf(failure: ReadFailure): number {
  switch (failure.kind) {
    case "not-found":
      return 404;
    case "signed-out":
      return 401;
    case "denied":
    case "forbidden":
      return 403;
    case "throttled":
      return 429;
    case "invalid-request":
      return 400;
    case "credentials":
    case "unavailable":
      return 502;
    case "index-off":
    case "index-not-ready":
      return 409;
    case "console":
      return 500;
  }
}
