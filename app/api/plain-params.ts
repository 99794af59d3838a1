import { type InvalidRequest, invalidRequest } from "@/lib/core/contracts/parse-input";
import { isPlainText, PLAIN_TEXT_RULE } from "@/lib/core/domain/plain-text";

/**
 * Why a parameter of a URL is refused because no column can hold it, or null. Checked before filters are parsed: a
 * filter would ignore such a value and find more.
 */
export function findUnplainParam(params: Readonly<Record<string, string>>): InvalidRequest | null {
  const found = Object.entries(params).find(([, value]) => !isPlainText(value));
  return found ? invalidRequest({ path: [found[0]], message: PLAIN_TEXT_RULE }) : null;
}
