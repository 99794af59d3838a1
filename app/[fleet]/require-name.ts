import "server-only";
import { notFound } from "next/navigation";
import * as z from "zod/mini";

/** A decoded name from the path. A name that AWS does not allow is a page not found. */
export function requireName(schema: z.ZodMiniType<string, string>, segment: string): string {
  const name = z.safeParse(schema, decode(segment));
  if (!name.success) notFound();
  return name.data;
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment; // a lone "%" is no valid name either
  }
}
