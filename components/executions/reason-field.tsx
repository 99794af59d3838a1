"use client";

import { useFormContext, useFormState } from "react-hook-form";
import { TextField } from "@/components/ui/text-field";

/** The reason, for readers of the audit log. Optional for one execution, required for many. */
export function ReasonField({ required = false, hint }: { required?: boolean; hint?: string }) {
  const { control, register } = useFormContext<{ reason: string }>();
  const { errors } = useFormState({ control, name: "reason" });
  return (
    <TextField
      label={
        required ? (
          "Reason"
        ) : (
          <>
            Reason <span className="font-normal text-muted">optional</span>
          </>
        )
      }
      hint={hint ?? "For the audit log. Not sent to AWS or the device."}
      required={required}
      autoComplete="off"
      {...register("reason")}
      error={errors.reason?.message}
    />
  );
}
