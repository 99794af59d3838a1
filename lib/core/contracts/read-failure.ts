import * as z from "zod/mini";
import type { ReadFailure } from "@/lib/core/domain/read-failure";

/** The failure in a route handler's answer, so that the page can say which call failed and why. */
export const readFailureSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("not-found"), what: z.string() }),
  z.object({ kind: z.literal("denied"), action: z.string(), resource: z.nullable(z.string()) }),
  z.object({ kind: z.literal("credentials"), api: z.string(), error: z.string() }),
  z.object({ kind: z.literal("throttled"), api: z.string() }),
  z.object({
    kind: z.literal("unavailable"),
    api: z.string(),
    because: z.enum(["refused", "tls", "no-answer", "error", "unreadable"]),
  }),
  z.object({ kind: z.literal("invalid-request"), api: z.string(), message: z.string() }),
  z.object({ kind: z.literal("index-off") }),
  z.object({ kind: z.literal("index-not-ready") }),
  z.object({
    kind: z.literal("forbidden"),
    permission: z.string(),
    because: z.enum(["role", "fleet", "thing", "switched-off", "fleet-off"]),
    fleetName: z.optional(z.string()),
  }),
  z.object({ kind: z.literal("signed-out") }),
  z.object({ kind: z.literal("console"), because: z.enum(["gone", "error", "busy"]) }),
]) satisfies z.ZodMiniType<ReadFailure>;

/** A route handler's answer in place of a value. */
export const failedAnswerSchema = z.object({ failure: readFailureSchema });
