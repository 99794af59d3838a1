import type { Actor } from "@/lib/core/permissions/actor";
import { whyDenied } from "@/lib/core/permissions/authorize";
import type { Tables } from "@/lib/server/db/tables";
import type { PlannedExecution } from "@/lib/core/domain/cancel-plan";
import { executionStage } from "@/lib/core/domain/execution-status";
import type { CancelSelector } from "@/lib/core/domain/operation";
import type { Kysely } from "kysely";
import { targetOf } from "./fleet-target";
import type { OperationServices } from "./operation-services";
import {
  countInOtherOperations,
  countPlanItems,
  dropOldPlans,
  dropPlanItems,
  failPlan,
  findLastUpdates,
  finishPlan,
  listUndescribed,
  savePlanItems,
  touchPlan,
} from "./plan-store";
import { readConnectivity } from "./read-connectivity";
import { NotReadable, PLAN_READS, type SelectorPage, type SelectorReader } from "./plan-reads";
import { expectedReads, readSelector } from "./read-question";

export type PlanServices = Pick<OperationServices, "fleet" | "database" | "logger"> & { iot: SelectorReader };

/** Often enough that nobody takes a plan that waits for its turn at AWS for one whose process is gone. */
const TOUCH_EVERY_MS = 3_000;

/** Rows of four pages of AWS: few enough to hold, and few statements for 100,000. */
const ROWS_A_WRITE = 1_000;

/**
 * Reads what a question means, puts it down as the plan's list, and makes the plan ready; or says in the plan why not.
 *
 * It runs in the process that was asked, and is not taken up by another one: a plan that nobody tells of any more has
 * failed, and is cheap to begin again. Holds one write's rows at a time, however many there are.
 */
export async function resolvePlan(
  services: PlanServices,
  actor: Actor,
  planId: string,
  question: CancelSelector,
): Promise<void> {
  try {
    const { kysely } = await services.database();
    await dropOldPlans(kysely);
    await resolve(services, kysely, actor, planId, question);
  } catch (error) {
    const { logger } = services;
    if (!(error instanceof NotReadable)) logger.error({ err: error, planId }, "A plan could not be resolved");
    const failure = error instanceof NotReadable ? error.failure : CONSOLE_ERROR;
    await services
      .database()
      .then(({ kysely }) => failPlan(kysely, planId, failure))
      .catch((cause: unknown) =>
        logger.error({ err: cause, planId }, "The failure of a plan could not be saved"),
      );
  }
}

const CONSOLE_ERROR = { kind: "console", because: "error" } as const;

async function resolve(
  { iot, fleet }: PlanServices,
  kysely: Kysely<Tables>,
  actor: Actor,
  planId: string,
  question: CancelSelector,
): Promise<void> {
  const list = new PlanList(
    kysely,
    planId,
    (thingName) => whyDenied(actor, "cancel-execution", { fleetId: fleet.id, thingName }) === null,
  );
  const touching = setInterval(() => void list.touch(), TOUCH_EVERY_MS);
  try {
    const { ofAbout, jobCreatedAt } = await expectedReads(iot, kysely, question);
    const known = { ...(ofAbout !== null && { of_about: ofAbout }), job_created_at: jobCreatedAt };
    if (!(await touchPlan(kysely, planId, known))) return;
    for await (const page of readSelector(iot, kysely, question)) {
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
 * So many executions are described, at AWS's ten a second: a list has neither version nor details. The rest is compared
 * by the time of its last update, which AWS moves with each report, or not canceled where that does not tell.
 */
const MAX_DESCRIBED = 100;
const DESCRIBED_AT_ONCE = 10;

/** Describes executions with missing identity members first, then others in progress, those updated last first. */
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
        return answer.ok ? [{ ...answer.value, seq }] : []; // what the list told of it stands
      }),
    );
    await list.replace(read.flat());
  }
}

/** The list as it grows: what is open is put down, all else is counted. */
class PlanList {
  read = 0;
  isStopped = false;
  private readonly counted = { finished: 0, gone: 0, replaced: 0, unknownStatus: 0 };
  /** By name, as one that moves on while the list is read is met twice. */
  private readonly notAllowed = new Set<string>();
  private waiting = new Map<string, PlannedExecution & { seq: number }>();
  private lastSeq = 0;

  private readonly kysely: Kysely<Tables>;
  private readonly planId: string;
  private readonly canCancelOn: (thingName: string) => boolean;

  constructor(kysely: Kysely<Tables>, planId: string, canCancelOn: (thingName: string) => boolean) {
    this.kysely = kysely;
    this.planId = planId;
    this.canCancelOn = canCancelOn;
  }

  get isLong(): boolean {
    return this.waiting.size >= ROWS_A_WRITE;
  }

  get leftOut() {
    return { ...this.counted, notAllowed: this.notAllowed.size };
  }

  add({ found, read, gone, replaced }: SelectorPage): void {
    this.read += read;
    this.counted.gone += gone;
    this.counted.replaced += replaced;
    for (const execution of found) {
      const stage = executionStage(execution.status);
      if (stage === "finished") this.counted.finished += 1;
      else if (stage === "unknown") this.counted.unknownStatus += 1;
      else this.addOpen(execution);
    }
  }

  private addOpen(execution: PlannedExecution): void {
    const key = `${execution.thingName}/${execution.jobId}`;
    if (!this.canCancelOn(execution.thingName)) {
      this.notAllowed.add(key);
      return;
    }
    const known = this.waiting.get(key);
    if (known && (known.executionNumber ?? 0) > (execution.executionNumber ?? 0)) return;
    this.waiting.set(key, { ...execution, seq: known?.seq ?? ++this.lastSeq });
  }

  async save(): Promise<void> {
    const items = [...this.waiting.values()];
    this.waiting = new Map();
    this.isStopped = !(await savePlanItems(this.kysely, this.planId, items, this.read));
  }

  /** What was read again of executions on the list: those that have ended meanwhile leave it. */
  async replace(executions: readonly (PlannedExecution & { seq: number })[]): Promise<void> {
    const open = executions.filter(({ status }) => isOpen(status));
    const ended = executions.filter(({ status }) => !isOpen(status));
    this.counted.finished += ended.length;
    await dropPlanItems(
      this.kysely,
      this.planId,
      ended.map(({ seq }) => seq),
    );
    this.isStopped = !(await savePlanItems(this.kysely, this.planId, open, this.read));
  }

  /** A store that does not answer now is left to the next write to tell of. */
  async touch(): Promise<void> {
    const goesOn = await touchPlan(this.kysely, this.planId, { read: this.read }).catch(() => true);
    if (!goesOn) this.isStopped = true;
  }
}

const isOpen = (status: string) => ["queued", "in-progress"].includes(executionStage(status));
