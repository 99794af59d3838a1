import * as z from "zod/mini";
import { cursorSchema } from "@/lib/core/contracts/page";

/** Where a list continues; absent on its first page. */
export const cursorParam = z._default(z.nullable(cursorSchema), null);

/** A switch in a URL: "1", or absent. */
export const switchParam = z.pipe(
  z.optional(z.literal("1")),
  z.transform((value) => value === "1"),
);
