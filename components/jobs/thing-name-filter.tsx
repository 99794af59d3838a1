"use client";

import { Search } from "lucide-react";
import { useRef, useState } from "react";
import { TextField } from "@/components/ui/text-field";
import { useShortcut } from "@/components/ui/use-shortcut";
import { SEARCH_MAX_LENGTH } from "@/lib/core/contracts/filters";

/** Filters the loaded rows as one types. `/` focuses it. */
export function ThingNameFilter({
  name,
  onChange,
}: {
  name: string | null;
  onChange: (name: string | null) => void;
}) {
  const field = useRef<HTMLInputElement>(null);
  // The URL follows the typing a moment later: until then the field shows its own draft.
  const [draft, setDraft] = useState<string | null>(null);
  if (draft !== null && draft === (name ?? "")) setDraft(null);
  useShortcut("/", (event) => {
    event.preventDefault();
    field.current?.focus();
  });

  return (
    <TextField
      ref={field}
      label="Filter by thing name"
      labelHidden
      type="search"
      placeholder="Filter by thing name"
      icon={<Search aria-hidden />}
      maxLength={SEARCH_MAX_LENGTH}
      autoComplete="off"
      spellCheck={false}
      value={draft ?? name ?? ""}
      onChange={({ currentTarget: { value } }) => {
        setDraft(value);
        onChange(value.trim() || null);
      }}
      onBlur={() => setDraft(null)}
    />
  );
}
