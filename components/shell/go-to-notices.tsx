import { ReadNotice } from "@/components/shell/read-notice";
import type { FoundNames } from "@/lib/core/contracts/found-names";
import { ReadFailed } from "@/lib/client/queries/fetch-json";

/** A search for names and its progress. */
export interface NameSearch {
  data: FoundNames | undefined;
  error: Error | null;
  isFetching: boolean;
  refetch: () => unknown;
}

/** Says above the results which searches failed, and why. */
export function GoToNotices({ known, aws }: { known: NameSearch; aws: NameSearch }) {
  const missing = aws.data?.missing;
  const half = missing?.kind === "failed" ? new ReadFailed(missing.failure) : null;
  return (
    <>
      {known.error && (
        <Failed
          title="Names that this console has seen could not be looked up."
          note="An exact name can still be opened."
          search={known}
          error={known.error}
        />
      )}
      {aws.error && (
        <Failed
          title="AWS’s index could not be searched."
          note="Things may be missing."
          search={aws}
          error={aws.error}
        />
      )}
      {half && (
        <Failed
          title="AWS’s index was searched only in part."
          note="Things may be missing."
          search={aws}
          error={half}
        />
      )}
    </>
  );
}

function Failed({ search, ...failed }: { title: string; note: string; error: Error; search: NameSearch }) {
  return (
    <ReadNotice
      {...failed}
      onRetry={() => void search.refetch()}
      retrying={search.isFetching}
      className="mx-3 mt-2"
    />
  );
}
