import { type InvalidRequest, invalidRequest } from "@/lib/contracts/parse-input";
import { isPlainText, PLAIN_TEXT_RULE } from "@/lib/domain/plain-text";

/** Which parameter of a URL no column can hold, or null. Checked for all at once: a filter that it is left out of finds more. */
export function findUnplainParam(params: Readonly<Record<string, string>>): InvalidRequest | null {
  const found = Object.entries(params).find(([, value]) => !isPlainText(value));
  return found ? invalidRequest({ path: [found[0]], message: PLAIN_TEXT_RULE }) : null;
}
