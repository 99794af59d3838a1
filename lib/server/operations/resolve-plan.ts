import type { Actor } from "@/lib/core/permissions/actor";
import { whyDenied } from "@/lib/core/permissions/authorize";
import type { Tables } from "@/lib/server/db/tables";
import type { CancelSelector } from "@/lib/core/domain/operation";
import type { Kysely } from "kysely";
import { targetOf } from "./fleet-target";
import type { OperationServices } from "./operation-services";
import { countInOtherOperations, countPlanItems, findLastUpdates, listUndescribed } from "./plan-item-store";
import { PlanList } from "./plan-list";
import { NotReadable, PLAN_READS, type SelectorReader } from "./plan-reads";
import { dropOldPlans, failPlan, finishPlan, touchPlan } from "./plan-store";
import { readConnectivity } from "./read-connectivity";
import { expectedReads, readSelector } from "./read-selector";

export type PlanServices = Pick<OperationServices, "fleet" | "database" | "logger"> & { iot: SelectorReader };

/** Often enough that a plan that waits for the rate limiter is not taken for an orphaned one. */
const TOUCH_EVERY_MS = 3_000;

/**
 * Reads what a selector selects, writes it as the plan's list, and makes the plan ready; or fails the plan.
 *
 * It runs in the process that took the request, and no other process continues it: a plan that is not touched any more
 * has failed, and is cheap to take again. It holds the rows of one write at a time, however many there are.
 */
export async function resolvePlan(
  services: PlanServices,
  actor: Actor,
  planId: string,
  selector: CancelSelector,
): Promise<void> {
  try {
    const { kysely } = await services.database();
    await dropOldPlans(kysely);
    await resolve(services, kysely, actor, planId, selector);
  } catch (error) {
    const { logger } = services;
    if (!(error instanceof NotReadable)) logger.error({ err: error, planId }, "A plan could not be resolved");
    const failure = error instanceof NotReadable ? error.failure : CONSOLE_ERROR;
    await services
      .database()
      .then(({ kysely }) => failPlan(kysely, planId, failure))
      .catch((cause: unknown) =>
        logger.error({ err: cause, planId }, "The failure of a plan could not be recorded"),
      );
  }
}

const CONSOLE_ERROR = { kind: "console", because: "error" } as const;

async function resolve(
  { iot, fleet }: PlanServices,
  kysely: Kysely<Tables>,
  actor: Actor,
  planId: string,
  selector: CancelSelector,
): Promise<void> {
  const list = new PlanList(
    kysely,
    planId,
    (thingName) => whyDenied(actor, "cancel-execution", { fleetId: fleet.id, thingName }) === null,
  );
  const touching = setInterval(() => void list.touch(), TOUCH_EVERY_MS);
  try {
    const { ofAbout, jobCreatedAt } = await expectedReads(iot, kysely, selector);
    const known = { ...(ofAbout !== null && { of_about: ofAbout }), job_created_at: jobCreatedAt };
    if (!(await touchPlan(kysely, planId, known))) return;
    for await (const page of readSelector(iot, kysely, selector)) {
      list.add(page);
      if (list.isLong) await list.save();
      if (list.isStopped) return;
    }
    await list.save();
    if (list.isStopped) return;

    await describeUndescribed(iot, kysely, planId, list);
    const { queued, inProgress } = await countPlanItems(kysely, planId);
    const inOtherOperations = await countInOtherOperations(kysely, planId, fleet.id);
    const connectivity = await readConnectivity(iot, kysely, planId, queued + inProgress);
    const counts = { queued, inProgress, inOtherOperations, ...list.leftOut };
    const lastUpdates = await findLastUpdates(kysely, planId);
    const target = targetOf(fleet);
    await finishPlan(kysely, planId, { read: list.read, counts, lastUpdates, connectivity, target });
  } finally {
    clearInterval(touching);
  }
}

/**
 * A list has neither version nor details, and AWS describes ten executions a second, so only these many are described.
 * The others are compared by the time of their last update, which each report moves. Where that does not decide, they
 * are not canceled.
 */
const MAX_DESCRIBED = 100;
const DESCRIBED_AT_ONCE = 10;

/** Describes executions whose identity is incomplete first, then those in progress, latest update first. */
async function describeUndescribed(
  iot: SelectorReader,
  kysely: Kysely<Tables>,
  planId: string,
  list: PlanList,
): Promise<void> {
  const undescribed = await listUndescribed(kysely, planId, MAX_DESCRIBED);
  for (let from = 0; from < undescribed.length && !list.isStopped; from += DESCRIBED_AT_ONCE) {
    const some = undescribed.slice(from, from + DESCRIBED_AT_ONCE);
    const read = await Promise.all(
      some.map(async ({ thingName, jobId, seq }) => {
        const answer = await iot.describeExecution({ thingName, jobId }, PLAN_READS);
        return answer.ok ? [{ ...answer.value, seq }] : []; // the list's report stands
      }),
    );
    await list.replace(read.flat());
  }
}
