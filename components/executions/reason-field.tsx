"use client";

import { useFormContext, useFormState } from "react-hook-form";
import { TextField } from "@/components/ui/text-field";
import type { CancelExecutionCommand } from "@/lib/contracts/cancel-execution";

/** Why, for whoever looks afterwards. */
export function ReasonField() {
  const { control, register } = useFormContext<CancelExecutionCommand>();
  const { errors } = useFormState({ control, name: "reason" });
  return (
    <TextField
      label={
        <>
          Reason <span className="font-normal text-muted">optional</span>
        </>
      }
      hint="For the audit log. AWS and the device are not told."
      autoComplete="off"
      {...register("reason")}
      error={errors.reason?.message}
    />
  );
}
