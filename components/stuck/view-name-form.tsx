"use client";

import { type FormEvent, useState } from "react";
import { Button } from "@/components/ui/button";
import { TextField } from "@/components/ui/text-field";
import { VIEW_NAME_MAX_LENGTH } from "@/lib/core/domain/triage";

/**
 * The name of a view, for a new or a renamed one.
 *
 * @param verb the button's text, given the typed name, which may be taken by another view of this person
 * @param onName resolves to null once it is saved, else to why not: the typed text then stays
 */
export function ViewNameForm({
  label,
  initial = "",
  verb,
  whyDenied = () => null,
  onName,
  onLeave,
}: {
  label: string;
  initial?: string;
  verb: (name: string) => string;
  whyDenied?: (name: string) => string | null;
  onName: (name: string) => Promise<string | null>;
  onLeave: () => void;
}) {
  const [typed, setTyped] = useState(initial);
  const [isPending, setPending] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const name = typed.trim();
  const reason = name === "" ? "Give it a name." : whyDenied(name);

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (reason !== null || isPending) return;
    setPending(true);
    setProblem(await onName(name));
    setPending(false);
  };

  return (
    <form
      onSubmit={(event) => void submit(event)}
      onKeyDown={({ key }) => key === "Escape" && onLeave()}
      className="flex items-end gap-2"
    >
      <TextField
        label={label}
        labelHidden
        placeholder="Name of the view"
        value={typed}
        onChange={({ currentTarget }) => setTyped(currentTarget.value)}
        error={problem}
        maxLength={VIEW_NAME_MAX_LENGTH}
        autoFocus
      />
      <Button type="submit" pending={isPending} disabledReason={reason}>
        {verb(name)}
      </Button>
      <Button variant="ghost" onClick={onLeave}>
        Leave
      </Button>
    </form>
  );
}
