/**
 * The limits of `statusDetails`. Keys and values by the AWS IoT model (DetailsKey, DetailsValue); ten pairs by the text
 * of the model, 1,024 characters by the device plane's reference.
 */
export const MAX_PAIRS = 10;
export const KEY_MAX_LENGTH = 128;
export const VALUE_MAX_LENGTH = 1024;
const VALUE_TOO_LONG = "At most 1,024 characters in a value.";

export const KEY_PATTERN = /^[a-zA-Z0-9:_-]+$/;

/** `\p{C}` as the model has it: controls, but also formats, surrogates, private and unassigned characters. */
const CONTROL = /\p{C}/u;

export type StatusDetails = Readonly<Record<string, string>>;

/** Why `key` is refused, or null when AWS takes it. */
export function keyIssue(key: string): string | null {
  if (key === "") return "Give the pair a key.";
  if (key.length > KEY_MAX_LENGTH) return `At most ${KEY_MAX_LENGTH} characters in a key.`;
  if (!KEY_PATTERN.test(key)) return "Use only letters, digits, “:”, “_” and “-” in a key.";
  return null;
}

/** Why `value` is refused, or null when AWS takes it. */
export function valueIssue(value: string): string | null {
  if (value === "") return "Give the pair a value.";
  if (value.length > VALUE_MAX_LENGTH) return VALUE_TOO_LONG;
  if (CONTROL.test(value)) return "No line breaks, tabs or other control characters in a value.";
  return null;
}

/** The device's details overridden by ours. Null when that is more than ten pairs. */
export function mergeStatusDetails(device: StatusDetails, ours: StatusDetails): StatusDetails | null {
  const merged = { ...device, ...ours };
  return Object.keys(merged).length > MAX_PAIRS ? null : merged;
}
