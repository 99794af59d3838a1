export const ALERT_RULES = ["stuck", "job-stuck-share"] as const;
export type AlertRule = (typeof ALERT_RULES)[number];

/** From when on a fleet's webhook is told. */
export interface AlertRules {
  /** More executions of the fleet than this are stuck. Null: no such rule. */
  stuckMoreThan: number | null;
  /** More than so many per cent of a job's open executions are stuck. Null: no such rule. */
  jobStuckPercentOver: number | null;
  /** An alert of a job begins only with so many open executions: of a job's last two one is soon half. */
  jobOpenAtLeast: number;
}

/** How much is open, in progress or queued, and how much of it is stuck. */
export interface Standing {
  /** Empty: the whole fleet. */
  jobId: string;
  open: number;
  stuck: number;
}

/** A rule that holds now. */
export interface Alarm extends Standing {
  rule: AlertRule;
  /** The number, or the per cent, that was passed. */
  threshold: number;
}

/** What became of the message that an alert began. `waiting`: it is not sent yet, or will be tried again. */
export const ALERT_NOTIFICATIONS = ["waiting", "delivered", "gave-up"] as const;

/** An alert that is not over. */
export interface OpenAlert {
  id: string;
  rule: AlertRule;
  /** Null: the whole fleet. */
  jobId: string | null;
  threshold: number;
  beganAt: Date;
  /** Whether the webhook has accepted the message that it began. */
  notification: (typeof ALERT_NOTIFICATIONS)[number];
}

/**
 * Which rules hold, of the fleet and of each of its jobs. The worst of the jobs first.
 *
 * @param goesOn jobs with an alert of their share that is not over. However few of their executions are left, it is not
 * over while those hang: the healthy ones ended, and that mended nothing.
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
