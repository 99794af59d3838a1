"use client";

import { Plus, Trash2 } from "lucide-react";
import { useState } from "react";
import { useFieldArray, useFormContext, useFormState, useWatch } from "react-hook-form";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { IconButton } from "@/components/ui/icon-button";
import { TextField } from "@/components/ui/text-field";
import type { StatusDetailsPair } from "@/lib/core/contracts/cancel-execution";
import { MAX_PAIRS, type StatusDetails } from "@/lib/core/domain/status-details";

/** The part of the form's values that these fields edit. */
interface DetailsInput {
  statusDetails: StatusDetailsPair[];
  keepDeviceDetails: boolean;
}

/**
 * The fields for up to ten pairs of status details. AWS replaces the device's own details by them. So if the device has
 * some, the fields say so and offer to keep them.
 *
 * @param addedKeys the keys of pairs that the console adds to those typed here
 */
export function StatusDetailsFields({
  deviceDetails,
  addedKeys = [],
}: {
  deviceDetails: StatusDetails;
  addedKeys?: readonly string[];
}) {
  const { control, register } = useFormContext<DetailsInput>();
  const { errors } = useFormState({ control });
  const { fields, append, remove } = useFieldArray({ control, name: "statusDetails" });
  const [pairs, keeps] = useWatch({ control, name: ["statusDetails", "keepDeviceDetails"] });
  const deviceKeys = Object.keys(deviceDetails);
  const keptKeys =
    keeps && pairs.length > 0 ? deviceKeys.filter((key) => !pairs.some((pair) => pair.key === key)) : [];
  const added = addedKeys.filter((key) => !pairs.some((pair) => pair.key === key));
  const total = pairs.length + added.length + keptKeys.length;

  return (
    <fieldset className="flex min-w-0 flex-col gap-2">
      <div className="flex items-baseline justify-between gap-3">
        <legend className="contents text-sm font-medium text-ink">
          <span>
            Status details <span className="font-normal text-muted">optional</span>
          </span>
        </legend>
        <span className={total > MAX_PAIRS ? "text-xs text-danger" : "text-xs text-muted"} aria-live="polite">
          {total} of {MAX_PAIRS} pairs
        </span>
      </div>
      <p className="text-xs text-muted">
        Recorded on the execution for the device and for the next person who looks. Leave empty to keep what
        is there.
      </p>

      {fields.map((field, index) => (
        <PairFields key={field.id} index={index} pairs={fields.length} onRemove={() => remove(index)} />
      ))}
      {errors.statusDetails?.root?.message && (
        <p role="alert" className="text-xs text-danger">
          {errors.statusDetails.root.message}
        </p>
      )}

      <div>
        <Button
          variant="ghost"
          onClick={() => append({ key: "", value: "" })}
          disabledReason={pairs.length >= MAX_PAIRS ? `AWS IoT takes at most ${MAX_PAIRS} pairs.` : null}
        >
          <Plus aria-hidden />
          Add pair
        </Button>
      </div>

      {pairs.length > 0 && deviceKeys.length > 0 && (
        <Checkbox
          {...register("keepDeviceDetails")}
          label="Keep the device's details too"
          hint={
            <>
              AWS replaces what the device reported ({deviceKeys.join(", ")}) with your pairs, unless you keep
              them.
            </>
          }
        />
      )}
      {errors.keepDeviceDetails?.message && (
        <p role="alert" className="text-xs text-danger">
          {errors.keepDeviceDetails.message}
        </p>
      )}
    </fieldset>
  );
}

/**
 * One pair. Its errors show after the first blur, or once the form was submitted: react-hook-form validates every pair
 * as soon as one is added or removed, before anyone has typed.
 */
function PairFields({ index, pairs, onRemove }: { index: number; pairs: number; onRemove: () => void }) {
  const { control, register } = useFormContext<DetailsInput>();
  const { errors, touchedFields, submitCount } = useFormState({ control });
  const [addedAt] = useState(submitCount);
  const errorOf = (part: keyof StatusDetailsPair) =>
    submitCount > addedAt || touchedFields.statusDetails?.[index]?.[part]
      ? errors.statusDetails?.[index]?.[part]?.message
      : undefined;
  // Validates the other keys too: a duplicate shows its error at the second pair, even if the first one was changed.
  const otherKeys = Array.from({ length: pairs }, (_, at) => `statusDetails.${at}.key` as const).toSpliced(
    index,
    1,
  );

  return (
    <div className="flex items-start gap-2">
      <div className="grid min-w-0 flex-1 grid-cols-1 gap-2 sm:grid-cols-[2fr_3fr]">
        <TextField
          label={`Key of pair ${index + 1}`}
          labelHidden
          placeholder="key"
          mono
          autoComplete="off"
          spellCheck={false}
          {...register(`statusDetails.${index}.key`, { deps: otherKeys })}
          error={errorOf("key")}
        />
        <TextField
          label={`Value of pair ${index + 1}`}
          labelHidden
          placeholder="value"
          autoComplete="off"
          {...register(`statusDetails.${index}.value`)}
          error={errorOf("value")}
        />
      </div>
      <IconButton label={`Remove pair ${index + 1}`} icon={<Trash2 aria-hidden />} onClick={onRemove} />
    </div>
  );
}
