import { Notice } from "@/components/ui/notice";
import type { Execution } from "@/lib/core/domain/execution";
import { toObserved } from "@/lib/core/domain/observed-execution";
import { partialIdentityWords } from "@/lib/core/format/identity-words";

/** Says which of the facts that identify this execution AWS left out. */
export function PartialIdentityNotice({ execution }: { execution: Execution }) {
  const words = partialIdentityWords(toObserved(execution));
  return words && <Notice tone="info">{words}</Notice>;
}
