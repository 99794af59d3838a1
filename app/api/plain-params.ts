import { type InvalidRequest, invalidRequest } from "@/lib/core/contracts/parse-input";
import { isPlainText, PLAIN_TEXT_RULE } from "@/lib/core/domain/plain-text";

/**
 * Returns an error if the text of a URL parameter is one that no column can hold, or null. Call it before parsing
 * filters: a filter ignores such a value, and would then match more.
 */
export function findUnplainParam(params: Readonly<Record<string, string>>): InvalidRequest | null {
  const found = Object.entries(params).find(([, value]) => !isPlainText(value));
  return found ? invalidRequest({ path: [found[0]], message: PLAIN_TEXT_RULE }) : null;
}
