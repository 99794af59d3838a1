"use client";

import { useFormContext, useFormState } from "react-hook-form";
import { TextField } from "@/components/ui/text-field";

/** Why, for whoever looks afterwards. Of one execution it may be left out, of many it may not. */
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
      hint={hint ?? "For the audit log. AWS and the device are not told."}
      required={required}
      autoComplete="off"
      {...register("reason")}
      error={errors.reason?.message}
    />
  );
}
