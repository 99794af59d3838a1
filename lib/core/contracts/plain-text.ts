import * as z from "zod/mini";
import { isPlainText, PLAIN_TEXT_RULE } from "@/lib/core/domain/plain-text";

/** Checks every text that people type: a text that no column can hold is refused with a sentence, not by SQL. */
export const plainText = z.refine<string>(isPlainText, PLAIN_TEXT_RULE);
