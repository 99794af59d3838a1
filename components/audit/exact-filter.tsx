"use client";

import { useState } from "react";
import { TextField } from "@/components/ui/text-field";

/** A filter by a whole word: it is asked for on Enter, or when the field is left, not with each letter. */
export function ExactFilter({
  label,
  value,
  onChange,
  type = "text",
  mono = false,
}: {
  label: string;
  value: string | null;
  onChange: (value: string | null) => void;
  type?: "text" | "datetime-local";
  mono?: boolean;
}) {
  const [draft, setDraft] = useState<string | null>(null);
  const commit = () => {
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
      onChange={({ currentTarget }) => setDraft(currentTarget.value)}
      onBlur={commit}
      onKeyDown={({ key }) => key === "Enter" && commit()}
    />
  );
}
