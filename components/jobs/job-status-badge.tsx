import {
  Ban,
  CalendarClock,
  CircleCheck,
  CircleHelp,
  LoaderCircle,
  Trash2,
  type LucideIcon,
} from "lucide-react";
import { Badge } from "@/components/ui/badge";
import type { Tone } from "@/components/ui/tone";
import type { JobSummary } from "@/lib/core/domain/job";
import { jobStatusWord } from "@/lib/core/format/execution-status-word";

const LOOK = new Map<string, { tone: Tone; icon: LucideIcon }>(
  Object.entries({
    IN_PROGRESS: { tone: "info", icon: LoaderCircle },
    SCHEDULED: { tone: "neutral", icon: CalendarClock },
    COMPLETED: { tone: "success", icon: CircleCheck },
    CANCELED: { tone: "neutral", icon: Ban },
    DELETION_IN_PROGRESS: { tone: "warning", icon: Trash2 },
  }),
);

/** A job's status: icon, word and color. A status that AWS has added since is shown as AWS spells it. */
export function JobStatusBadge({ job }: { job: Pick<JobSummary, "status" | "isConcurrent"> }) {
  const { tone, icon: Icon } = LOOK.get(job.status) ?? { tone: "neutral", icon: CircleHelp };
  return (
    <span className="inline-flex max-w-full flex-wrap items-center gap-1.5">
      <Badge tone={tone} icon={<Icon aria-hidden />}>
        {jobStatusWord(job.status)}
      </Badge>
      {job.isConcurrent && <span className="text-xs text-muted">{workWords(job.status)}</span>}
    </span>
  );
}

/** The meaning of `isConcurrent`: AWS is creating or canceling executions at this moment. */
function workWords(status: string): string {
  if (status === "CANCELED") return "canceling now";
  return status === "DELETION_IN_PROGRESS" ? "at work" : "rolling out";
}
