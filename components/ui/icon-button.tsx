"use client";

import type { ReactNode } from "react";
import { Button, type ButtonProps } from "./button";
import { joinClasses } from "./join-classes";
import { useTip } from "./tip";

/** A button that shows only an icon. `label` is its name, and shows on hover and focus. */
export function IconButton({
  label,
  icon,
  className,
  variant = "ghost",
  ...props
}: Omit<ButtonProps, "children" | "aria-label"> & { label: string; icon: ReactNode }) {
  const { target, tip } = useTip(label);
  return (
    <>
      <Button
        {...(!props.disabledReason && target)}
        {...props}
        variant={variant}
        aria-label={label}
        aria-describedby={undefined}
        className={joinClasses("w-8 px-0! [&_svg]:size-4!", className)}
      >
        {icon}
      </Button>
      {!props.disabledReason && tip}
    </>
  );
}
