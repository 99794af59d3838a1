import * as z from "zod/mini";
import { isPlainText, PLAIN_TEXT_RULE } from "@/lib/domain/plain-text";

/** Check of every text that people type: one that no column can hold is refused here, with a sentence, and not by SQL. */
export const plainText = z.refine<string>(isPlainText, PLAIN_TEXT_RULE);
