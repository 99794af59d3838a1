import { executionStatusWord } from "@/lib/core/format/execution-status-word";

/**
 * The status below a row's name, on a phone: there its column is out of sight, under the button that cancels.
 * Screen readers have it from the column.
 */
export function NarrowStatus({ status }: { status: string }) {
  return (
    <span aria-hidden className="block truncate font-sans text-xs text-muted sm:hidden">
      {executionStatusWord(status).toLowerCase()}
    </span>
  );
}
