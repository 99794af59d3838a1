"use client";

import { useQuery } from "@tanstack/react-query";
import { useConsole } from "@/components/shell/console-context";
import { Select } from "@/components/ui/select";
import { namesQuery } from "@/lib/client/queries/things";

const LABELS = { types: "Thing type", groups: "Thing group" } as const;

/**
 * A thing type or a thing group of the fleet, or any. The chosen one stays among the choices even if AWS no longer
 * lists it.
 */
export function NameChoice({
  of,
  chosen,
  onChange,
}: {
  of: "types" | "groups";
  chosen: string | null;
  onChange: (chosen: string | null) => void;
}) {
  const { fleet } = useConsole();
  const names = useQuery(namesQuery(fleet.id, of));
  const known = names.data?.names ?? [];
  const options = chosen !== null && !known.includes(chosen) ? [chosen, ...known] : known;
  return (
    <Select
      label={LABELS[of]}
      value={chosen ?? ""}
      onChange={(event) => onChange(event.currentTarget.value || null)}
      options={[
        { value: "", label: names.isError ? "Any (names not read)" : "Any" },
        ...options.map((name) => ({ value: name, label: name })),
      ]}
    />
  );
}
