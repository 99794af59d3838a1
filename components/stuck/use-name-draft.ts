"use client";

import { type FocusEvent, type KeyboardEvent, type ChangeEvent, useState } from "react";

/** The text of a name field until it is whole: confirmed by Enter, or when the field is left. */
export function useNameDraft(
  value: string | null,
  pattern: RegExp,
  onChange: (value: string | null) => void,
) {
  const [draft, setDraft] = useState<string | null>(null);
  const text = draft?.trim() ?? value ?? "";
  const error = text !== "" && !pattern.test(text);
  const commit = () => {
    if (error) return;
    if (draft !== null && text !== (value ?? "")) onChange(text || null);
    setDraft(null);
  };
  return {
    value: draft ?? value ?? "",
    error,
    onChange: ({ currentTarget }: ChangeEvent<HTMLInputElement>) => setDraft(currentTarget.value),
    onBlur: (_: FocusEvent) => commit(),
    onKeyDown: ({ key }: KeyboardEvent) => key === "Enter" && commit(),
  };
}
