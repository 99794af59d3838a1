import { useId, type ComponentProps, type ReactNode } from "react";
import { CONTROL_CLASS, controlDescription, Field, type FieldProps } from "./field";
import { joinClasses } from "./join-classes";
import { useEarlyInput } from "./use-early-input";

/** One line of text, with its label, hint and error. Takes a ref and every input attribute. */
export function TextField({
  label,
  labelHidden,
  hint,
  error,
  mono = false,
  icon,
  className,
  ref,
  ...props
}: ComponentProps<"input"> & FieldProps & { mono?: boolean; icon?: ReactNode }) {
  const ownId = useId();
  const id = props.id ?? ownId;
  const early = useEarlyInput(ref);
  return (
    <Field id={id} label={label} labelHidden={labelHidden} hint={hint} error={error}>
      <div className="relative">
        {icon && (
          <span className="pointer-events-none absolute inset-y-0 left-2.5 flex items-center text-muted [&_svg]:size-3.5">
            {icon}
          </span>
        )}
        <input
          type="text"
          {...props}
          ref={early}
          {...controlDescription(id, { hint, error })}
          className={joinClasses(CONTROL_CLASS, "h-8", mono && "font-mono", icon ? "pl-8" : null, className)}
        />
      </div>
    </Field>
  );
}
