import * as z from "zod/mini";
import { VIEW_NAME_MAX_LENGTH } from "@/lib/core/domain/triage";
import { fleetIdSchema } from "./names";
import { plainText } from "./plain-text";

const viewNameSchema = z
  .string()
  .check(
    z.trim(),
    z.minLength(1, "Give it a name"),
    z.maxLength(VIEW_NAME_MAX_LENGTH, `At most ${VIEW_NAME_MAX_LENGTH} characters`),
    plainText,
  );

/**
 * A named view of the Stuck page. `search` is the query string of its URL, and is not validated here: the page that
 * reads it falls back to defaults.
 */
export const saveViewSchema = z.object({
  fleetId: fleetIdSchema,
  name: viewNameSchema,
  search: z.string().check(z.maxLength(2_000), plainText),
});
export type SaveView = z.output<typeof saveViewSchema>;

export const renameViewSchema = z.object({ fleetId: fleetIdSchema, id: z.uuid(), name: viewNameSchema });
export type RenameView = z.output<typeof renameViewSchema>;

export const removeViewSchema = z.object({ fleetId: fleetIdSchema, id: z.uuid() });
export type RemoveView = z.output<typeof removeViewSchema>;
