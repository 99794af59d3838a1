// Styled by hand so that it looks the same everywhere. In forced colors the system draws its own.
export const CHECKBOX_CLASS =
  "relative size-4 shrink-0 appearance-none rounded-sm border border-line-strong bg-panel hover:border-muted " +
  "checked:border-accent checked:bg-accent indeterminate:border-accent indeterminate:bg-accent " +
  "before:absolute before:inset-0 before:hidden before:bg-on-accent checked:before:block indeterminate:before:block " +
  "before:[clip-path:polygon(14%_52%,26%_40%,42%_56%,74%_22%,86%_34%,42%_80%)] " +
  "indeterminate:before:[clip-path:inset(43%_20%)] " +
  "disabled:not-checked:border-dashed disabled:not-checked:bg-hover disabled:checked:opacity-60 forced-colors:appearance-auto forced-colors:before:hidden";
