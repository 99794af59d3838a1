import type { OpenAlert } from "@/lib/core/domain/alert";
import { countOf } from "./count";

/** An alert as a sentence. */
export function alertWords({
  rule,
  jobId,
  threshold,
}: Pick<OpenAlert, "rule" | "jobId" | "threshold">): string {
  switch (rule) {
    case "stuck":
      if (threshold === 0) return "Something is stuck.";
      return `More than ${countOf(threshold, "execution is", "executions are")} stuck.`;
    case "job-stuck-share":
      return `More than ${threshold}% of the open executions of ${jobId} are stuck.`;
  }
}

/** Whether the webhook was notified: goes on after "It began 2 h ago". */
export function alertNotificationWords({ notification }: Pick<OpenAlert, "notification">): string {
  switch (notification) {
    case "delivered":
      return ", and the webhook was notified.";
    case "waiting":
      return "; the webhook has not accepted it yet, and will be tried again.";
    case "gave-up":
      return "; the webhook never accepted it, and is no longer tried.";
  }
}
