import * as z from "zod/mini";
import { isPlainText, PLAIN_TEXT_RULE } from "@/lib/core/domain/plain-text";

/**
 * Checks every text that people type, so that one that no column can hold is refused with a sentence and not by SQL.
 */
export const plainText = z.refine<string>(isPlainText, PLAIN_TEXT_RULE);
