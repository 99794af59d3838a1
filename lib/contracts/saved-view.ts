import * as z from "zod/mini";
import { fleetIdSchema } from "./names";

export const VIEW_NAME_MAX_LENGTH = 60;

/** A view of Stuck under a name. `search` is its URL's, which any page reads with defaults for what it does not know. */
export const saveViewSchema = z.object({
  fleetId: fleetIdSchema,
  name: z
    .string()
    .check(
      z.trim(),
      z.minLength(1, "Give it a name"),
      z.maxLength(VIEW_NAME_MAX_LENGTH, "At most 60 characters"),
    ),
  search: z.string().check(z.maxLength(2_000)),
});
export type SaveView = z.output<typeof saveViewSchema>;

export const removeViewSchema = z.object({ fleetId: fleetIdSchema, id: z.uuid() });
export type RemoveView = z.output<typeof removeViewSchema>;
