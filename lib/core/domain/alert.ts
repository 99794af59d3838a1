export const ALERT_RULES = ["stuck", "job-stuck-share"] as const;
export type AlertRule = (typeof ALERT_RULES)[number];

/** When an alert starts, of which the fleet's webhook is notified. */
export interface AlertRules {
  /** Holds while more executions of the fleet than this are stuck. Null: no such rule. */
  stuckMoreThan: number | null;
  /** Holds while more than this percentage of a job's open executions are stuck. Null: no such rule. */
  jobStuckPercentOver: number | null;
  /** An alert of a job starts only with this many open executions: one of a job's last two is half of them. */
  jobOpenAtLeast: number;
}

/** How many executions are open, in progress or queued, and how many of them are stuck. */
export interface OpenStats {
  /** Empty: the whole fleet. */
  jobId: string;
  open: number;
  stuck: number;
}

/** A rule that holds now. */
export interface Alarm extends OpenStats {
  rule: AlertRule;
  /** The number, or the percentage, that was exceeded. */
  threshold: number;
}

/** What became of the message that an alert began. `waiting`: it is not sent yet, or will be tried again. */
export const ALERT_NOTIFICATIONS = ["waiting", "delivered", "gave-up"] as const;

/** An alert that is not over. */
export interface OpenAlert {
  id: string;
  rule: AlertRule;
  /** Null for the whole fleet. */
  jobId: string | null;
  threshold: number;
  beganAt: Date;
  /** Whether the webhook has accepted the message that it began. */
  notification: (typeof ALERT_NOTIFICATIONS)[number];
}

/**
 * The rules that hold, of the fleet and of each of its jobs. The worst jobs come first.
 *
 * @param goesOn jobs that have an open alert of their share. It stays open while their last executions are stuck, however
 * few they are: that the healthy ones ended has repaired nothing.
 */
export function findAlarms(
  rules: AlertRules,
  stats: readonly OpenStats[],
  goesOn: ReadonlySet<string> = new Set(),
): Alarm[] {
  const { stuckMoreThan, jobStuckPercentOver, jobOpenAtLeast } = rules;
  return stats
    .flatMap((each): Alarm[] => {
      const { jobId, open, stuck } = each;
      if (jobId === "")
        return stuckMoreThan !== null && stuck > stuckMoreThan
          ? [{ ...each, rule: "stuck", threshold: stuckMoreThan }]
          : [];
      return jobStuckPercentOver !== null &&
        (open >= jobOpenAtLeast || goesOn.has(jobId)) &&
        stuck * 100 > jobStuckPercentOver * open
        ? [{ ...each, rule: "job-stuck-share", threshold: jobStuckPercentOver }]
        : [];
    })
    .sort((a, b) => b.stuck - a.stuck);
}
