import * as z from "zod/mini";
import type { ReadFailure } from "@/lib/core/domain/read-failure";
import { plainText } from "./plain-text";
import { readFailureSchema } from "./read-failure";

/** The names that the “Go to” dialog suggests for a part of a name, the best match first. */
export interface FoundNames {
  things: string[];
  jobs: string[];
  /** Why names that contain the part may be missing; null where nothing suggests it. */
  missing: MissingNames | null;
}

export type MissingNames =
  /** AWS takes no query of that length, so only names that begin with the part were searched. */
  | { kind: "too-long" }
  /** AWS has more names than were read. */
  | { kind: "more" }
  /** One of two searches failed: the names of the other are here. */
  | { kind: "failed"; failure: ReadFailure };

/** A part of a name: any text, up to the length of the longest name. */
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
