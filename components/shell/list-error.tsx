import { ReadError } from "./read-error";
import { ReadNotice } from "./read-notice";
import type { LiveList } from "./use-live-list";

/** Why a list could not be read: in place of its rows, or in a line above those of an earlier read. */
export function ListError({
  what,
  list,
}: {
  /** "The jobs" */
  what: string;
  list: Pick<LiveList<unknown>, "rows" | "error" | "refresh" | "isRefreshing">;
}) {
  if (list.error === null) return null;
  const retry = { error: list.error, onRetry: list.refresh, retrying: list.isRefreshing };
  if (list.rows.length === 0) return <ReadError title={`${what} could not be read`} {...retry} />;
  return (
    <ReadNotice
      title={`${what} could not be read again.`}
      note="What is below is from the last read."
      {...retry}
    />
  );
}
