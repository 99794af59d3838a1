import * as z from "zod/mini";
import type { ReadFailure } from "@/lib/core/domain/read-failure";
import { plainText } from "./plain-text";
import { readFailureSchema } from "./read-failure";

/** What Go to offers for a part of a name, the likeliest first. */
export interface FoundNames {
  things: string[];
  jobs: string[];
  /** Why names may be missing that hold the part; null: nothing is known to be. */
  missing: MissingNames | null;
}

export type MissingNames =
  /** AWS takes no query that long, so only names that begin with the part were searched. */
  | { kind: "too-long" }
  /** AWS has more to list than was read. */
  | { kind: "more" }
  /** One of two searches failed: the names of the other are there. */
  | { kind: "failed"; failure: ReadFailure };

/** A part of a name: whatever was typed, as long as the longest name there can be. */
export const namePartSchema = z.string().check(z.minLength(1), z.maxLength(128), plainText);

export const foundNamesSchema = z.object({
  things: z.array(z.string()),
  jobs: z.array(z.string()),
  missing: z.nullable(
    z.discriminatedUnion("kind", [
      z.object({ kind: z.literal("too-long") }),
      z.object({ kind: z.literal("more") }),
      z.object({ kind: z.literal("failed"), failure: readFailureSchema }),
    ]),
  ),
}) satisfies z.ZodMiniType<FoundNames>;
