"use client";

import { Search } from "lucide-react";
import { useRef, useState } from "react";
import { TextField } from "@/components/ui/text-field";
import { useShortcut } from "@/components/ui/use-shortcut";
import { SEARCH_MAX_LENGTH } from "@/lib/core/contracts/filters";

/** Filters what is loaded while one types. `/` comes here. */
export function ThingNameFilter({
  name,
  onChange,
}: {
  name: string | null;
  onChange: (name: string | null) => void;
}) {
  const field = useRef<HTMLInputElement>(null);
  // The URL follows a moment later, so until it has what was typed the field has its own word.
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
