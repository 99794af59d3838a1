"use client";

import type { ComponentProps } from "react";
import { Notice } from "@/components/ui/notice";
import { neededRoleWords } from "@/lib/core/format/plan-words";
import { PlanFields } from "./plan-fields";
import { PlanNumbers } from "./plan-numbers";

/** A plan whose numbers are whole, and the form that makes an operation of it. */
export function PlanReady({
  force,
  total,
  refusal,
  isPending,
  ...fields
}: {
  force: boolean;
  /** How many would be canceled. */
  total: number;
  /** Why this person may not; null where they may. */
  refusal: string | null;
  isPending: boolean;
} & ComponentProps<typeof PlanFields>) {
  const { plan } = fields;
  return (
    <>
      {plan.state === "expired" && (
        <Notice tone="warning" announce title="This plan is more than ten minutes old.">
          It may no longer be true, so make a new one. What you typed is kept.
        </Notice>
      )}
      <PlanNumbers plan={plan} force={force} />
      {refusal && <Notice tone="info">{refusal}</Notice>}
      <fieldset disabled={isPending} className="flex min-w-0 flex-col gap-4">
        <legend className="sr-only">What is sent</legend>
        <PlanFields {...fields} />
      </fieldset>
      <p className="text-xs text-muted">
        Needs the role of {neededRoleWords({ force, executions: total, bulkLimit: plan.bulkLimit })}. It
        becomes an operation with a page of its own, which continues if you close this tab.
      </p>
    </>
  );
}
