import { useId, type ComponentProps } from "react";
import { CONTROL_CLASS, controlDescription, Field, type FieldProps } from "./field";
import { joinClasses } from "./join-classes";
import { useEarlyInput } from "./use-early-input";

export interface SelectOption {
  value: string;
  label: string;
}

/** The browser's own select: it needs no script, and works as the phone's own picker does. */
export function Select({
  label,
  labelHidden,
  hint,
  error,
  options,
  className,
  ref,
  ...props
}: Omit<ComponentProps<"select">, "children"> & FieldProps & { options: readonly SelectOption[] }) {
  const ownId = useId();
  const id = props.id ?? ownId;
  const early = useEarlyInput(ref);
  return (
    <Field id={id} label={label} labelHidden={labelHidden} hint={hint} error={error}>
      <select
        autoComplete="off"
        {...props}
        ref={early}
        {...controlDescription(id, { hint, error })}
        className={joinClasses(CONTROL_CLASS, "h-8", className)}
      >
        {options.map(({ value, label: words }) => (
          <option key={value} value={value}>
            {words}
          </option>
        ))}
      </select>
    </Field>
  );
}
