"use client";

import { Checkbox } from "@/components/ui/checkbox";
import { Select } from "@/components/ui/select";
import { TextField } from "@/components/ui/text-field";
import { type Role, ROLES } from "@/lib/core/permissions/permissions";

export interface FleetChoice {
  id: string;
  name: string;
}

/** The role and limits of a person, as a form holds them. */
export interface RoleAndLimits {
  role: Role;
  fleets: string[] | null;
  thingPattern: string;
}

const OPTIONS = ROLES.map((role) => ({ value: role, label: role.charAt(0).toUpperCase() + role.slice(1) }));

/** The fields for role, fleets and things. */
export function LimitFields({
  value,
  fleets,
  onChange,
}: {
  value: RoleAndLimits;
  fleets: readonly FleetChoice[];
  onChange: (value: RoleAndLimits) => void;
}) {
  const limited = value.fleets;
  return (
    <>
      <Select
        label="Role"
        options={OPTIONS}
        value={value.role}
        onChange={(event) => onChange({ ...value, role: event.target.value as Role })}
      />
      <fieldset className="flex flex-col gap-2">
        <legend className="mb-1 text-sm font-medium text-ink">Fleets</legend>
        <Checkbox
          label="All fleets, those to come too"
          checked={limited === null}
          onChange={(event) =>
            onChange({ ...value, fleets: event.target.checked ? null : fleets.map(({ id }) => id) })
          }
        />
        {limited !== null &&
          fleets.map(({ id, name }) => (
            <Checkbox
              key={id}
              className="ml-6"
              label={name === id ? id : `${name} (${id})`}
              checked={limited.includes(id)}
              onChange={(event) =>
                onChange({
                  ...value,
                  fleets: event.target.checked ? [...limited, id] : limited.filter((other) => other !== id),
                })
              }
            />
          ))}
      </fieldset>
      <TextField
        label="Only on things named"
        hint="Limits canceling, not reading. “*” stands for any characters, as in kiosk-*. Empty: all things."
        mono
        value={value.thingPattern}
        onChange={(event) => onChange({ ...value, thingPattern: event.target.value })}
      />
    </>
  );
}
