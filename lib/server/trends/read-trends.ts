import { type Kysely, sql } from "kysely";
import type { Actor } from "@/lib/core/permissions/actor";
import { authorize } from "@/lib/core/permissions/authorize";
import type { Tables } from "@/lib/server/db/tables";
import type { TrendDayRow } from "@/lib/server/db/triage-tables";
import type { ReadFailure } from "@/lib/core/domain/read-failure";
import { ok, type Result } from "@/lib/core/domain/result";
import {
  type Trend,
  type TrendGrain,
  TREND_KEPT_DAYS,
  TREND_POINTS,
  type TrendPoint,
  type TrendRange,
} from "@/lib/core/domain/trend";
import { placeOf, toDay } from "./sample-trends";
import type { TriageServices } from "@/lib/server/stuck/triage-services";

const SPAN_MS: Readonly<Record<TrendGrain, number>> = { hour: 3_600_000, day: 24 * 3_600_000 };

/**
 * Reads how many executions were open, stuck and canceled, in the fleet or in one of its jobs, by hour or day up to now. A
 * null is a gap: nobody sampled then.
 */
export async function readTrends(
  { fleet, database }: TriageServices,
  actor: Actor,
  { range, job }: { range: TrendRange; job: string | null },
  now = new Date(),
): Promise<Result<Trend, ReadFailure>> {
  const may = authorize(actor, "read", { fleetId: fleet.id });
  if (!may.ok) return may;
  const { grain, count: wanted } = TREND_POINTS[range];
  const count = job !== null && grain === "day" ? Math.min(wanted, TREND_KEPT_DAYS.ofJob) : wanted;
  const spanMs = SPAN_MS[grain];
  const last = Math.floor(now.getTime() / spanMs) * spanMs;
  const starts = Array.from({ length: count }, (_, n) => new Date(last - (count - 1 - n) * spanMs));

  const { kysely } = await database();
  const days = await readDays(kysely, fleet.id, job, starts[0]!);
  const points = starts.map((at) => {
    const ofFleet = figuresOf(days.fleet.get(toDay(at)), grain, at);
    // If the fleet was sampled and the job has no row, nothing of the job was open: that is a zero, and not a gap.
    const nothing = ofFleet.open === null ? null : 0;
    const own = days.job === null ? ofFleet : figuresOf(days.job.get(toDay(at)), grain, at);
    return {
      at,
      open: own.open ?? nothing,
      stuck: own.stuck ?? nothing,
      canceled: own.canceled ?? nothing,
    };
  });
  return ok({ grain, points });
}

type Day = Pick<TrendDayRow, "open" | "stuck" | "canceled" | "open_hours" | "stuck_hours" | "canceled_hours">;

async function readDays(kysely: Kysely<Tables>, fleetId: string, job: string | null, from: Date) {
  const rows = await kysely
    .selectFrom("trend_day")
    .select(["job_id", "open", "stuck", "canceled", "open_hours", "stuck_hours", "canceled_hours"])
    .select(sql<string>`to_char(day, 'YYYY-MM-DD')`.as("on"))
    .where("fleet_id", "=", fleetId)
    .where("job_id", "in", job === null ? [""] : ["", job])
    .where("day", ">=", sql<Date>`${toDay(from)}::date`)
    .execute();
  const daysOf = (jobId: string) =>
    new Map<string, Day>(rows.filter(({ job_id }) => job_id === jobId).map((row) => [row.on, row]));
  return { fleet: daysOf(""), job: job === null ? null : daysOf(job) };
}

function figuresOf(day: Day | undefined, grain: TrendGrain, at: Date): Omit<TrendPoint, "at"> {
  if (!day) return { open: null, stuck: null, canceled: null };
  if (grain === "day") return { open: day.open, stuck: day.stuck, canceled: day.canceled || null };
  const index = placeOf(at).hour - 1; // SQL counts from 1
  return {
    open: day.open_hours?.[index] ?? null,
    stuck: day.stuck_hours?.[index] ?? null,
    canceled: day.canceled_hours?.[index] ?? null,
  };
}
