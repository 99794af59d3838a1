import type { CancelOrder, LeftOut } from "@/lib/core/domain/operation";
import type { StoredPlan } from "./plan-store";

/** An operation that is about to be inserted. */
export interface NewOperation {
  id: string;
  plan: StoredPlan;
  order: CancelOrder;
  /** Its items, and how many of them were queued when they were read. */
  total: number;
  queued: number;
  leftOut: LeftOut;
}
