"use client";

import { useQuery } from "@tanstack/react-query";
import { Search } from "lucide-react";
import { type FormEvent, useId, useRef, useState } from "react";
import { useConsole } from "@/components/shell/console-context";
import { TextField } from "@/components/ui/text-field";
import { useShortcut } from "@/components/ui/use-shortcut";
import { GROUP_NAME_PATTERN, GROUP_NAME_RULE } from "@/lib/core/domain/names";
import { namesQuery } from "@/lib/client/queries/things";

/**
 * A thing group, chosen or typed: there may be more groups than a list can offer. It applies once the name is whole:
 * chosen, confirmed by Enter, or when the field is left.
 */
export function JobGroupFilter({
  group,
  onChange,
}: {
  group: string | null;
  onChange: (group: string | null) => void;
}) {
  const { fleet } = useConsole();
  const { data } = useQuery(namesQuery(fleet.id, "groups"));
  const names = data?.names ?? [];
  const listId = useId();
  const field = useRef<HTMLInputElement>(null);
  // Null while nobody types: the field then follows the URL, and so the back button.
  const [draft, setDraft] = useState<string | null>(null);
  if (draft !== null && draft === (group ?? "")) setDraft(null);
  const typed = draft?.trim() ?? "";
  const error = typed === "" || GROUP_NAME_PATTERN.test(typed) ? null : GROUP_NAME_RULE;

  useShortcut("/", (event) => {
    event.preventDefault();
    field.current?.focus();
  });

  const apply = (text: string) => {
    const wanted = text.trim() || null;
    if (wanted !== group) onChange(wanted);
  };
  const confirm = (event: FormEvent) => {
    event.preventDefault();
    if (draft !== null && !error) apply(draft);
  };

  return (
    <form onSubmit={confirm} noValidate>
      <TextField
        ref={field}
        label="Thing group"
        icon={<Search aria-hidden />}
        mono
        list={listId}
        autoComplete="off"
        spellCheck={false}
        placeholder="Any"
        value={draft ?? group ?? ""}
        error={error}
        onChange={({ currentTarget: { value } }) => {
          setDraft(value);
          if (value === "" || names.includes(value)) apply(value);
        }}
        onBlur={(event) => {
          confirm(event);
          if (!error) setDraft(null);
        }}
      />
      <datalist id={listId}>
        {names.map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
    </form>
  );
}
