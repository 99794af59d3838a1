import * as z from "zod/mini";
import { isPlainText } from "@/lib/core/domain/plain-text";

/** The values by which the last row of a page is ordered: the next page starts after them. */
const placeSchema = z.array(z.nullable(z.union([z.string().check(z.refine(isPlainText)), z.number()])));
export type Place = z.output<typeof placeSchema>;

export const packPlace = (place: Place): string => Buffer.from(JSON.stringify(place)).toString("base64url");

/** @param length how many values it must have @returns null: not a cursor of this list */
export function unpackPlace(cursor: string, length: number): Place | null {
  try {
    const parsed = z.safeParse(placeSchema, JSON.parse(Buffer.from(cursor, "base64url").toString("utf8")));
    return parsed.success && parsed.data.length === length ? parsed.data : null;
  } catch {
    return null;
  }
}
