import * as z from "zod/mini";
import { plainText } from "./plain-text";

/** What Go to offers for a part of a name, the likeliest first. */
export interface FoundNames {
  things: string[];
  jobs: string[];
}

/** A part of a name: whatever was typed, as long as the longest name there can be. */
export const namePartSchema = z.string().check(z.minLength(1), z.maxLength(128), plainText);

export const foundNamesSchema = z.object({
  things: z.array(z.string()),
  jobs: z.array(z.string()),
}) satisfies z.ZodMiniType<FoundNames>;
