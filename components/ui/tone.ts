/** The meaning of a color. Never the only sign of it: an icon and a word stand beside it. */
export type Tone = "neutral" | "info" | "success" | "warning" | "danger";

export const TONE_CHIP: Record<Tone, string> = {
  neutral: "bg-neutral-soft text-neutral",
  info: "bg-info-soft text-info",
  success: "bg-success-soft text-success",
  warning: "bg-warning-soft text-warning",
  danger: "bg-danger-soft text-danger",
};

export const TONE_TEXT: Record<Tone, string> = {
  neutral: "text-ink",
  info: "text-info",
  success: "text-success",
  warning: "text-warning",
  danger: "text-danger",
};

export const TONE_FILL: Record<Tone, string> = {
  neutral: "bg-neutral-fill",
  info: "bg-info",
  success: "bg-success",
  warning: "bg-warning",
  danger: "bg-danger-fill",
};
