/** Settings whose old names still work. */
const RENAMED_VARIABLES = { DENY_DEEDS: "DENIED_PERMISSIONS" } as const;
const RENAMED_MEMBERS = { deeds: "permissions" } as const;

/** Settings under their current names. */
export interface CurrentNames<Settings> {
  settings: Settings;
  /** A line for the log for each old name that was used. */
  warnings: string[];
  /** A line for each setting that was given under both names. */
  issues: string[];
}

/** Gives variables of the environment that were set under an old name their current name. */
export function renameVariables(
  variables: Readonly<Record<string, string | undefined>>,
): CurrentNames<Record<string, string | undefined>> {
  const given = Object.fromEntries(Object.entries(variables).filter(([, value]) => value));
  const { settings, warnings, issues } = rename(given, RENAMED_VARIABLES, "");
  return { settings: { ...variables, ...settings }, warnings, issues };
}

/** The same for the members of a fleet. @param where which fleet, such as `fleets.json:0.` */
export function renameMembers(fleet: unknown, where: string): CurrentNames<unknown> {
  if (typeof fleet !== "object" || fleet === null || Array.isArray(fleet))
    return { settings: fleet, warnings: [], issues: [] };
  return rename(fleet as Record<string, unknown>, RENAMED_MEMBERS, where);
}

function rename<Value>(
  given: Readonly<Record<string, Value>>,
  names: Readonly<Record<string, string>>,
  where: string,
): CurrentNames<Record<string, Value>> {
  const settings = { ...given };
  const warnings: string[] = [];
  const issues: string[] = [];
  for (const [old, current] of Object.entries(names)) {
    const value = settings[old];
    if (value === undefined) continue;
    delete settings[old];
    if (settings[current] !== undefined)
      issues.push(`- ${where}${old} is the old name of ${current}, and both are given. Remove ${old}`);
    else {
      settings[current] = value;
      warnings.push(`${where}${old} is the old name of ${current}. It still works; please rename it`);
    }
  }
  return { settings, warnings, issues };
}
