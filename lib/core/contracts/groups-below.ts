import * as z from "zod/mini";
import type { GroupsBelow } from "@/lib/core/domain/groups-below";
import { readFailureSchema } from "./read-failure";

/** The groups below a thing group that a filter by that group includes. */
export const groupsBelowSchema = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("listed"),
    count: z.int().check(z.minimum(0)),
    first: z.array(z.string()),
    isComplete: z.boolean(),
  }),
  z.object({ kind: z.literal("all") }),
  z.object({ kind: z.literal("no-such-group") }),
  z.object({ kind: z.literal("not-read"), failure: readFailureSchema }),
]) satisfies z.ZodMiniType<GroupsBelow>;
