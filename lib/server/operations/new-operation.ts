import type { RequestedSelector, CancelOrder, LeftOut } from "@/lib/core/domain/operation";
import type { StoredPlan } from "./plan-store";

/** An operation as it is written down. */
export interface NewOperation {
  id: string;
  plan: StoredPlan;
  question: RequestedSelector;
  order: CancelOrder;
  /** Items; and how many of them were queued when they were read. */
  total: number;
  queued: number;
  leftOut: LeftOut;
}
