import { Ban, Check, CircleHelp, Minus, ShieldX, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { Badge } from "@/components/ui/badge";
import type { Tone } from "@/components/ui/tone";
import { type AuditEntry, OPEN_OUTCOME } from "@/lib/core/domain/audit-entry";
import { auditOutcomeWord } from "@/lib/core/format/audit-words";

/** How an entry ended: icon, word and color. Says so where there is no outcome yet. */
export function AuditOutcomeBadge({ outcome }: Pick<AuditEntry, "outcome">) {
  const kind = outcome?.kind ?? OPEN_OUTCOME;
  const [tone, icon] = lookOf(kind);
  return (
    <Badge tone={tone} icon={icon}>
      {auditOutcomeWord(kind)}
    </Badge>
  );
}

function lookOf(kind: string): [Tone, ReactNode] {
  switch (kind) {
    case "canceled":
    case "accepted":
    case "done":
    case "finished":
      return ["success", <Check key="" aria-hidden />];
    case "forbidden":
    case "refused":
    case "denied":
      return ["danger", <ShieldX key="" aria-hidden />];
    case OPEN_OUTCOME:
    case "unknown":
      return ["warning", <CircleHelp key="" aria-hidden />];
    case "version-conflict":
    case "needs-force":
    case "not-canceled":
      return ["info", <Ban key="" aria-hidden />];
    case "already-finished":
    case "already-canceled":
    case "not-found":
    case "dropped":
    case "stopped":
      return ["neutral", <Minus key="" aria-hidden />];
    default:
      return ["warning", <TriangleAlert key="" aria-hidden />];
  }
}
