import { executionStatusWord } from "@/lib/core/format/execution-status-word";

/**
 * The status below a row's name on a phone, where the cancel button covers the status column. Hidden from screen
 * readers, which read the column.
 */
export function NarrowStatus({ status }: { status: string }) {
  return (
    <span aria-hidden className="block truncate font-sans text-xs text-muted sm:hidden">
      {executionStatusWord(status).toLowerCase()}
    </span>
  );
}
