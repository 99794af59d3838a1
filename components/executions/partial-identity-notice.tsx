import { Notice } from "@/components/ui/notice";
import type { Execution } from "@/lib/domain/execution";
import { toObserved } from "@/lib/domain/observed-execution";
import { partialIdentityWords } from "@/lib/format/identity-words";

/** Says so where AWS left out a part of what tells this execution from another one. */
export function PartialIdentityNotice({ execution }: { execution: Execution }) {
  const words = partialIdentityWords(toObserved(execution));
  return words && <Notice tone="info">{words}</Notice>;
}
