"use client";

import { useFormContext, useWatch } from "react-hook-form";
import { ReasonField } from "@/components/executions/reason-field";
import { StatusDetailsFields } from "@/components/executions/status-details-fields";
import { Checkbox } from "@/components/ui/checkbox";
import { Notice } from "@/components/ui/notice";
import { useNow } from "@/components/ui/now";
import { TextField } from "@/components/ui/text-field";
import type { RequestOperationCommand } from "@/lib/core/contracts/request-operation";
import type { CancelPlan } from "@/lib/core/domain/cancel-plan";
import { executionsWords } from "@/lib/core/format/count";
import { FORCE_MANY_CONSEQUENCE, inProgressManySentence } from "@/lib/core/format/force-words";

/** The fields that a person fills in before a plan becomes an operation. */
export function PlanFields({
  plan,
  forceRefusal,
  toType,
  typed,
  onType,
}: {
  plan: CancelPlan;
  /** Why this person may not force; null where they may. */
  forceRefusal: string | null;
  /** The number to type; null where none is needed. */
  toType: number | null;
  typed: string;
  onType: (text: string) => void;
}) {
  const { control, register } = useFormContext<RequestOperationCommand>();
  const [force, sendsReason, pairs] = useWatch({ control, name: ["force", "sendsReason", "statusDetails"] });
  const sendsDetails = sendsReason || pairs.length > 0;

  return (
    <>
      {plan.counts.inProgress > 0 && <ForceMany plan={plan} refusal={forceRefusal} />}
      <ReasonField
        required
        hint={
          sendsReason
            ? "Shown in the audit log and on the operation's page, and sent to the devices."
            : "Shown in the audit log and on the operation's page. Not sent to AWS or the devices."
        }
      />
      <Checkbox
        {...register("sendsReason")}
        label="Send the reason to the devices"
        hint={
          <>
            Adds <code className="font-mono">reason</code> and <code className="font-mono">operation</code>{" "}
            (its id) to the status details of each execution.
          </>
        }
      />
      <StatusDetailsFields deviceDetails={{}} addedKeys={sendsReason ? ADDED_KEYS : []} />
      {sendsDetails && (
        <Checkbox
          {...register("keepDeviceDetails")}
          label="Keep the devices' details too"
          hint="AWS replaces what a device has reported with these pairs, unless you keep it. A queued execution that is retried carries what its failed attempt reported."
        />
      )}
      {toType !== null && (
        <TextField
          label={`Type ${toType} to confirm`}
          hint={`That many executions will be canceled${force ? ", some of them by force" : ""}.`}
          value={typed}
          onChange={({ currentTarget }) => onType(currentTarget.value)}
          inputMode="numeric"
          autoComplete="off"
          mono
          className="max-w-40"
        />
      )}
    </>
  );
}

const ADDED_KEYS = ["reason", "operation"];

function ForceMany({ plan, refusal }: { plan: CancelPlan; refusal: string | null }) {
  const { control, register } = useFormContext<RequestOperationCommand>();
  const force = useWatch({ control, name: "force" });
  const now = new Date(useNow());
  const { inProgress } = plan.counts;
  return (
    <Notice
      tone="warning"
      title={inProgressManySentence(inProgress, plan.lastUpdates, now)}
      controls={
        refusal === null ? (
          <>
            <Checkbox
              {...register("force")}
              label={`Force cancel ${executionsWords(inProgress)} in progress too`}
              hint={
                <>
                  Sends <code className="font-mono">force=true</code> for these: without it AWS IoT refuses to
                  cancel them.
                </>
              }
            />
            {force && (
              <Checkbox
                {...register("evenIfProgressed")}
                label="Even if they report progress"
                hint="Otherwise a device that reports anything after this plan was made is left running, and listed as changed meanwhile."
              />
            )}
          </>
        ) : (
          <p className="text-sm text-body">{refusal}</p>
        )
      }
    >
      Left alone, unless you force it. {FORCE_MANY_CONSEQUENCE}
    </Notice>
  );
}
