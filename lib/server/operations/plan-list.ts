import type { Kysely } from "kysely";
import type { Tables } from "@/lib/server/db/tables";
import type { PlannedExecution } from "@/lib/core/domain/cancel-plan";
import { executionStage } from "@/lib/core/domain/execution-status";
import { dropPlanItems, savePlanItems } from "./plan-item-store";
import type { SelectorPage } from "./plan-reads";
import { touchPlan } from "./plan-store";

/** Rows of four pages of AWS: few enough to hold, and few statements for 100,000. */
const ROWS_A_WRITE = 1_000;

/** The list of a plan that is being resolved. Open executions are written, all others are counted. */
export class PlanList {
  /** Executions read so far. */
  read = 0;
  /** The person has stopped the plan. */
  isStopped = false;
  private readonly counted = { finished: 0, gone: 0, replaced: 0, unknownStatus: 0 };
  /** Keys and not a count: an execution that moves between the lists is read twice. */
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

  /** Whether there are enough executions for a write. */
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
      if (isOpen(execution.status)) this.addOpen(execution);
      else this.countLeftOut(execution.status);
    }
  }

  private countLeftOut(status: PlannedExecution["status"]): void {
    if (executionStage(status) === "unknown") this.counted.unknownStatus += 1;
    else this.counted.finished += 1;
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

  /** Writes executions of the list that were read again. Those that are no longer open leave the list, and are counted. */
  async replace(executions: readonly (PlannedExecution & { seq: number })[]): Promise<void> {
    const open = executions.filter(({ status }) => isOpen(status));
    const ended = executions.filter(({ status }) => !isOpen(status));
    for (const { status } of ended) this.countLeftOut(status);
    await dropPlanItems(
      this.kysely,
      this.planId,
      ended.map(({ seq }) => seq),
    );
    this.isStopped = !(await savePlanItems(this.kysely, this.planId, open, this.read));
  }

  /** Records that the plan is still being resolved. If the store does not answer, the next write reports it. */
  async touch(): Promise<void> {
    const goesOn = await touchPlan(this.kysely, this.planId, { read: this.read }).catch(() => true);
    if (!goesOn) this.isStopped = true;
  }
}

const isOpen = (status: string) => ["queued", "in-progress"].includes(executionStage(status));
