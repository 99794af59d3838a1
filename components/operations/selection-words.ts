import type { DroppedRows } from "@/components/ui/row-selection";
import { countWords } from "@/lib/core/format/count";

/** "12 selected". */
export const selectedWords = (selected: number): string =>
  selected === 0 ? "None selected" : `${countWords(selected)} selected`;

/** What a refresh, or another filter, removed from the selection. Null where nothing. */
export function droppedWords({ refused, gone, whole }: DroppedRows): string | null {
  if (whole) return "The filter has changed, so nothing is selected any more.";
  const words = [
    refused > 0 && `${countWords(refused)} of your selection ended meanwhile and ${wasDropped(refused)}.`,
    gone > 0 &&
      `${countWords(gone)} of your selection ${gone === 1 ? "is" : "are"} no longer in this list and ${wasDropped(gone)}.`,
  ].filter((sentence) => sentence !== false);
  return words.length === 0 ? null : words.join(" ");
}

const wasDropped = (number: number) => (number === 1 ? "was dropped" : "were dropped");
