"use client";

import { useState } from "react";
import { TextField } from "@/components/ui/text-field";

/** A filter by a whole word. It applies on Enter or when the field is left, not with each letter. */
export function ExactFilter({
  label,
  value,
  onChange,
  type = "text",
  mono = false,
  rule,
}: {
  label: string;
  value: string | null;
  onChange: (value: string | null) => void;
  type?: "text" | "datetime-local";
  mono?: boolean;
  /** Input that does not match is not applied; `words` is the error shown. */
  rule?: { pattern: RegExp; words: string };
}) {
  const [draft, setDraft] = useState<string | null>(null);
  const [shown, setShown] = useState(value);
  // The value changed elsewhere, by "Clear filters" or the back button: the text being typed is out of date.
  if (shown !== value) {
    setShown(value);
    setDraft(null);
  }
  const typed = draft?.trim() ?? "";
  const error = rule && typed !== "" && !rule.pattern.test(typed) ? rule.words : null;
  const commit = () => {
    if (error) return;
    if (draft !== null && draft.trim() !== (value ?? "")) onChange(draft.trim() || null);
    setDraft(null);
  };
  return (
    <TextField
      label={label}
      type={type}
      mono={mono}
      autoComplete="off"
      spellCheck={false}
      value={draft ?? value ?? ""}
      error={error}
      onChange={({ currentTarget }) => setDraft(currentTarget.value)}
      onBlur={commit}
      onKeyDown={({ key }) => key === "Enter" && commit()}
    />
  );
}
