import type { NameKind } from "./upsert-names";

export const NAME_KINDS = ["thing", "job"] as const satisfies readonly NameKind[];

export type FoundNames = Record<NameKind, { names: string[] }>;

export function byKind(rows: readonly { kind: NameKind; name: string }[]): FoundNames {
  const named = (of: NameKind) => rows.filter(({ kind }) => kind === of).map(({ name }) => name);
  return { thing: { names: named("thing") }, job: { names: named("job") } };
}
