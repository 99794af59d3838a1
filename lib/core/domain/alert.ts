export const ALERT_RULES = ["stuck", "job-stuck-share"] as const;
export type AlertRule = (typeof ALERT_RULES)[number];

/** The conditions under which a fleet's webhook is notified. */
export interface AlertRules {
  /** Holds while more executions of the fleet than this are stuck. Null: no such rule. */
  stuckMoreThan: number | null;
  /** Holds while more than this percentage of a job's open executions are stuck. Null: no such rule. */
  jobStuckPercentOver: number | null;
  /** The open executions that a job needs before an alert of it starts: with two left, one stuck is half of them. */
  jobOpenAtLeast: number;
}

/** How many executions are open, queued or in progress, and how many of them are stuck. */
export interface Standing {
  /** Empty for the whole fleet. */
  jobId: string;
  open: number;
  stuck: number;
}

/** A rule that holds now. */
export interface Alarm extends Standing {
  rule: AlertRule;
  /** The number, or the percentage, that was exceeded. */
  threshold: number;
}

/** An alert that is not over. */
export interface OpenAlert {
  id: string;
  rule: AlertRule;
  /** Null for the whole fleet. */
  jobId: string | null;
  threshold: number;
  beganAt: Date;
  /** Whether the webhook has accepted it. */
  notification: "waiting" | "told" | "gave-up";
}

/**
 * The rules that hold now, for the fleet and for each of its jobs, the worst job first.
 *
 * @param goesOn jobs whose alert of the share is open. It stays open while the executions that are left are stuck,
 * however few they are: the healthy ones ended, which fixed nothing.
 */
export function findAlarms(
  rules: AlertRules,
  standings: readonly Standing[],
  goesOn: ReadonlySet<string> = new Set(),
): Alarm[] {
  const { stuckMoreThan, jobStuckPercentOver, jobOpenAtLeast } = rules;
  return standings
    .flatMap((standing): Alarm[] => {
      const { jobId, open, stuck } = standing;
      if (jobId === "")
        return stuckMoreThan !== null && stuck > stuckMoreThan
          ? [{ ...standing, rule: "stuck", threshold: stuckMoreThan }]
          : [];
      return jobStuckPercentOver !== null &&
        (open >= jobOpenAtLeast || goesOn.has(jobId)) &&
        stuck * 100 > jobStuckPercentOver * open
        ? [{ ...standing, rule: "job-stuck-share", threshold: jobStuckPercentOver }]
        : [];
    })
    .sort((a, b) => b.stuck - a.stuck);
}
