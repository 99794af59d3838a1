import { randomUUID } from "node:crypto";
import { type Kysely, sql, type Transaction } from "kysely";
import type { Tables } from "@/lib/server/db/tables";
import { type Alarm, type AlertRules, findAlarms, type OpenStats } from "@/lib/core/domain/alert";
import type { AlertNotification } from "@/lib/server/open-executions/work-kind";

/** The alert rules of a fleet, and how its webhook is notified. */
export interface AlertServices {
  rules: AlertRules;
  /** Enqueues the message as part of `transaction`, so that it is sent once that is committed. */
  notify: (transaction: Transaction<Tables>, data: AlertNotification) => Promise<void>;
}

interface Services {
  fleetId: string;
  kysely: Kysely<Tables>;
  alerts: AlertServices;
}

/** Where ten thousand jobs hang at once, nobody reads ten thousand messages: the worst jobs get one. */
const MOST_OF_JOBS = 100;

const KEPT_DAYS = 90;

const keyOf = ({ rule, jobId }: Pick<Alarm, "rule" | "jobId">) => `${rule} ${jobId}`;

/**
 * Starts an alert for each rule that holds now and did not before, ends each alert whose rule no longer holds, and
 * notifies the webhook of both.
 *
 * Call it only with the stats of a sound index. An alert's row and its message are written in one transaction, so neither
 * a restart nor another instance notifies twice. An alert ends only once all jobs that it is about have been scanned to
 * the end since it started.
 */
export async function judgeAlerts(services: Services, stats: readonly OpenStats[], at: Date): Promise<void> {
  const { fleetId, kysely, alerts } = services;
  const open = (await listOpen(kysely, fleetId)).map(({ id, rule, job_id }) => ({ id, rule, jobId: job_id }));
  const goesOn = new Set(open.filter(({ rule }) => rule === "job-stuck-share").map(({ jobId }) => jobId));
  const alarms = findAlarms(alerts.rules, stats, goesOn);

  const known = new Set(open.map((alert) => `${alert.rule} ${alert.jobId}`));
  const room = MOST_OF_JOBS - open.filter(({ jobId }) => jobId !== "").length;
  const fresh = alarms.filter((alarm) => !known.has(keyOf(alarm)));
  const starting = [
    ...fresh.filter(({ jobId }) => jobId === ""),
    ...fresh.filter(({ jobId }) => jobId !== "").slice(0, Math.max(0, room)),
  ];
  const holding = new Set(alarms.map(keyOf));
  const ending = open.filter((alert) => !holding.has(`${alert.rule} ${alert.jobId}`)).map(({ id }) => id);
  if (starting.length + ending.length === 0) return;

  await kysely.transaction().execute(async (transaction) => {
    for (const alertId of await startAlerts(transaction, fleetId, starting, at))
      await alerts.notify(transaction, { fleetId, alertId, state: "begun", tries: 0 });
    for (const alertId of await endAlerts(transaction, ending, at))
      await alerts.notify(transaction, { fleetId, alertId, state: "over", tries: 0 });
  });
}

const listOpen = (kysely: Kysely<Tables>, fleetId: string) =>
  kysely
    .selectFrom("alert")
    .select(["id", "rule", "job_id"])
    .where("fleet_id", "=", fleetId)
    .where("over_at", "is", null)
    .execute();

/** @returns the ids of those that no other instance has started meanwhile */
async function startAlerts(
  transaction: Transaction<Tables>,
  fleetId: string,
  alarms: readonly Alarm[],
  at: Date,
): Promise<string[]> {
  if (alarms.length === 0) return [];
  const rows = alarms.map(({ rule, jobId, threshold, open, stuck }) => ({
    id: `alert_${randomUUID()}`,
    fleet_id: fleetId,
    rule,
    job_id: jobId,
    threshold,
    began_at: at,
    began_open: open,
    began_stuck: stuck,
  }));
  const started = await transaction
    .insertInto("alert")
    .values(rows)
    .onConflict((conflict) =>
      conflict.columns(["fleet_id", "rule", "job_id"]).where("over_at", "is", null).doNothing(),
    )
    .returning("id")
    .execute();
  return started.map(({ id }) => id);
}

/**
 * Counts what is stuck as `sampleTrends` does, whose numbers started the alert.
 *
 * @returns the ids of those that ended now: not of those that another instance has ended, or whose jobs were not scanned since
 */
async function endAlerts(
  transaction: Transaction<Tables>,
  ids: readonly string[],
  at: Date,
): Promise<string[]> {
  if (ids.length === 0) return [];
  const { rows } = await sql<{ id: string }>`
    update alert set over_at = ${at}, over_open = now_open.open, over_stuck = now_open.stuck
    from alert as known, lateral (
      select count(*)::integer as open,
        count(*) filter (where status = 'IN_PROGRESS' and due_at <= ${at})::integer as stuck
      from open_execution
      where open_execution.fleet_id = known.fleet_id
        and (known.job_id = '' or open_execution.job_id = known.job_id)
    ) as now_open
    where alert.id = known.id and alert.over_at is null and known.id in (${sql.join(ids)})
      and not exists (
        select from indexed_job
        where indexed_job.fleet_id = known.fleet_id and indexed_job.read_at < known.began_at and refused is null
          and (known.job_id = '' or indexed_job.job_id = known.job_id))
    returning alert.id
  `.execute(transaction);
  return rows.map(({ id }) => id);
}

/** Deletes alerts that were over 90 days ago. */
export async function deleteOldAlerts({
  kysely,
  fleetId,
}: Pick<Services, "kysely" | "fleetId">): Promise<void> {
  await sql`
    delete from alert where fleet_id = ${fleetId} and over_at < statement_timestamp() - ${KEPT_DAYS} * interval '1 day'
  `.execute(kysely);
}
