import { randomUUID } from "node:crypto";
import { type Kysely, sql, type Transaction } from "kysely";
import type { Tables } from "@/lib/server/db/tables";
import { type Alarm, type AlertRules, findAlarms, type Standing } from "@/lib/core/domain/alert";
import type { AlertNotification } from "@/lib/server/open-executions/work-kind";

/** The rules of a fleet, and whom to tell. */
export interface AlertServices {
  rules: AlertRules;
  /** Has the webhook told once `transaction` is committed. */
  notify: (transaction: Transaction<Tables>, data: AlertNotification) => Promise<void>;
}

interface Services {
  fleetId: string;
  kysely: Kysely<Tables>;
  alerts: AlertServices;
}

/** Where ten thousand jobs hang at once, nobody reads ten thousand messages: the worst are told of. */
const MOST_OF_JOBS = 100;

const KEPT_DAYS = 90;

const keyOf = ({ rule, jobId }: Pick<Alarm, "rule" | "jobId">) => `${rule} ${jobId}`;

/**
 * Tells of each rule that holds and did not, and of each that held and does not. To be asked of a sound index only.
 *
 * A row stands for an alert from its beginning to its end, and is written together with the message: neither a restart
 * nor another instance tells twice. It is over only when what it is of has been read to the end since it began.
 */
export async function judgeAlerts(
  services: Services,
  standings: readonly Standing[],
  at: Date,
): Promise<void> {
  const { fleetId, kysely, alerts } = services;
  const open = await kysely
    .selectFrom("alert")
    .select(["id", "rule", "job_id"])
    .where("fleet_id", "=", fleetId)
    .where("over_at", "is", null)
    .execute();
  const goesOn = new Set(open.filter(({ rule }) => rule === "job-stuck-share").map(({ job_id }) => job_id));
  const alarms = findAlarms(alerts.rules, standings, goesOn);
  const holding = new Set(alarms.map(keyOf));
  const known = new Set(open.map(({ rule, job_id }) => `${rule} ${job_id}`));
  const room = MOST_OF_JOBS - open.filter(({ job_id }) => job_id !== "").length;
  const news = alarms.filter((alarm) => !known.has(keyOf(alarm)));
  const begun = [
    ...news.filter(({ jobId }) => jobId === ""),
    ...news.filter(({ jobId }) => jobId !== "").slice(0, Math.max(0, room)),
  ];
  const over = open.filter(({ rule, job_id }) => !holding.has(`${rule} ${job_id}`)).map(({ id }) => id);
  if (begun.length + over.length === 0) return;

  await kysely.transaction().execute(async (transaction) => {
    for (const alertId of await keepBegun(transaction, fleetId, begun, at))
      await alerts.notify(transaction, { fleetId, alertId, state: "begun", tries: 0 });
    for (const alertId of await keepOver(transaction, over, at))
      await alerts.notify(transaction, { fleetId, alertId, state: "over", tries: 0 });
  });
}

/** @returns the ids of those that no other instance has kept already */
async function keepBegun(
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
  const kept = await transaction
    .insertInto("alert")
    .values(rows)
    .onConflict((conflict) =>
      conflict.columns(["fleet_id", "rule", "job_id"]).where("over_at", "is", null).doNothing(),
    )
    .returning("id")
    .execute();
  return kept.map(({ id }) => id);
}

/** Stuck is counted as in sampleTrends, by which it began. @returns the ids of those that are over, and were not before */
async function keepOver(
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

/** Alerts that have long been over are in whatever the webhook leads to. */
export async function forgetOldAlerts({
  kysely,
  fleetId,
}: Pick<Services, "kysely" | "fleetId">): Promise<void> {
  await sql`
    delete from alert where fleet_id = ${fleetId} and over_at < statement_timestamp() - ${KEPT_DAYS} * interval '1 day'
  `.execute(kysely);
}
