import { useId, type ComponentProps } from "react";
import { CONTROL_CLASS, controlDescription, Field, type FieldProps } from "./field";
import { joinClasses } from "./join-classes";

/** Several lines of text, with label, hint and error wired to it. */
export function TextArea({
  label,
  labelHidden,
  hint,
  error,
  className,
  ...props
}: ComponentProps<"textarea"> & FieldProps) {
  const ownId = useId();
  const id = props.id ?? ownId;
  return (
    <Field id={id} label={label} labelHidden={labelHidden} hint={hint} error={error}>
      <textarea
        rows={3}
        {...props}
        {...controlDescription(id, { hint, error })}
        className={joinClasses(CONTROL_CLASS, "block py-1.5", className)}
      />
    </Field>
  );
}
