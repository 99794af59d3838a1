import { joinClasses } from "./join-classes";

export type ButtonVariant = "default" | "primary" | "danger" | "ghost";
export type ButtonSize = "sm" | "md";

const VARIANT: Record<ButtonVariant, string> = {
  default: "border-line-strong bg-panel text-ink hover:bg-hover",
  primary: "border-accent bg-accent text-on-accent hover:opacity-90",
  danger:
    "border-danger-fill bg-danger-fill text-on-danger hover:border-danger-fill-hover hover:bg-danger-fill-hover",
  ghost: "border-transparent bg-transparent text-body hover:bg-hover",
};

const SIZE: Record<ButtonSize, string> = {
  sm: "h-7 px-3",
  md: "h-8 px-3",
};

export function buttonClass(variant: ButtonVariant, size: ButtonSize, className?: string): string {
  return joinClasses(
    "inline-flex shrink-0 items-center justify-center gap-2 rounded-md border text-sm font-medium whitespace-nowrap",
    "disabled:pointer-events-none disabled:opacity-45 aria-disabled:opacity-45 [&_svg]:size-3.5 [&_svg]:shrink-0",
    SIZE[size],
    VARIANT[variant],
    className,
  );
}
