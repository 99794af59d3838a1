import { brokenBounds } from "./broken-bounds.ts";
import { withSection } from "./marked-section.ts";
import type { Floor } from "./measure-floors.ts";
import { sizeTable } from "./size-table.ts";

export type SizeReport = {
  /** The document with the table that is true now. */
  document: string;
  isCurrent: boolean;
  /** What is too large, a line for each. */
  broken: string[];
};

/** Compares the table in a document, and all bounds, with what the floors really are. */
export function checkSizes(document: string, floors: readonly Floor[]): SizeReport {
  const current = withSection(document, sizeTable(floors));
  return { document: current, isCurrent: current === document, broken: brokenBounds(floors) };
}
