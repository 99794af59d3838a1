import * as z from "zod/mini";
import type { GroupsBelow } from "@/lib/core/domain/groups-below";
import {
  type Connectivity,
  type Indexing,
  type Thing,
  type ThingSummary,
  UNANSWERABLE,
  type Unanswerable,
} from "@/lib/core/domain/thing";
import { groupsBelowSchema } from "./groups-below";
import { type Page, pageSchema } from "./page";
import { textMapSchema } from "./text-map";

const date = z.nullable(z.coerce.date());

export const connectivitySchema = z.discriminatedUnion("state", [
  z.object({ state: z.literal("connected"), since: date }),
  z.object({ state: z.literal("disconnected"), since: date, reason: z.nullable(z.string()) }),
  z.object({ state: z.literal("not-connected") }),
  z.object({
    state: z.literal("unknown"),
    because: z.enum(["not-indexed", "no-data", "denied", "not-read"]),
  }),
]) satisfies z.ZodMiniType<Connectivity>;

export const thingSummarySchema = z.object({
  thingName: z.string(),
  typeName: z.nullable(z.string()),
  attributes: textMapSchema,
  connectivity: connectivitySchema,
  groups: z.nullable(z.array(z.string())),
}) satisfies z.ZodMiniType<ThingSummary>;

export const indexingSchema = z.object({
  things: z.boolean(),
  connectivity: z.boolean(),
  denied: z.boolean(),
}) satisfies z.ZodMiniType<Indexing>;

/**
 * A page of things. `indexing` says what fleet indexing can answer, which decides the filters that apply. If AWS cannot
 * answer the filters, `unanswerable` says why, and the things are not listed.
 */
export const thingPageSchema = z.extend(pageSchema(thingSummarySchema), {
  indexing: indexingSchema,
  unanswerable: z.nullable(z.enum(UNANSWERABLE)),
  /** Null: there is no filter by group. */
  groupsBelow: z.nullable(groupsBelowSchema),
});
export type ThingPage = Page<ThingSummary> & {
  indexing: Indexing;
  unanswerable: Unanswerable | null;
  groupsBelow: GroupsBelow | null;
};

export const thingSchema = z.object({
  thingName: z.string(),
  typeName: z.nullable(z.string()),
  attributes: textMapSchema,
  groups: z.nullable(z.array(z.string())),
  connectivity: connectivitySchema,
  readAt: z.coerce.date(),
}) satisfies z.ZodMiniType<Thing>;

/** Names to choose from in filters. `complete` false: there are more than were read. */
export const nameListSchema = z.object({ names: z.array(z.string()), complete: z.boolean() });
export type NameList = z.infer<typeof nameListSchema>;
