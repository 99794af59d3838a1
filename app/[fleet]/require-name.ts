import "server-only";
import { notFound } from "next/navigation";
import * as z from "zod/mini";

/** A name out of the path: decoded, and legal for AWS. What AWS could not have named is a page not found. */
export function requireName(schema: z.ZodMiniType<string, string>, segment: string): string {
  const name = z.safeParse(schema, decode(segment));
  if (!name.success) notFound();
  return name.data;
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment; // a lone "%" is no legal name either
  }
}
