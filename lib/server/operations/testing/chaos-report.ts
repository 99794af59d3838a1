import type { ChaosReport } from "./chaos";

/** The outcomes and the faults as tables of plain text, then the verdict. */
export function describeChaos(
  { tookMs, thrown, outcomes, breaches, witnesses }: ChaosReport,
  seed: number,
): string {
  const operations = Object.keys(outcomes);
  const kinds = [...new Set(Object.values(outcomes).flatMap((counts) => Object.keys(counts)))].sort();
  const countOf = (operation: string, kind: string) => outcomes[operation]![kind] ?? 0;
  return [
    ...table([
      ["outcome", ...operations],
      ...kinds.map((kind) => [kind, ...operations.map((operation) => String(countOf(operation, kind)))]),
    ]),
    "",
    ...table([
      ["thrown at them", "times"],
      ...Object.entries(thrown)
        .sort(([a], [b]) => a.localeCompare(b))
        .map(([name, times]) => [name, String(times)]),
    ]),
    "",
    `Entries that the maintenance of the audit log completed or revised: ${witnesses.maintained}`,
    ...breaches.map((breach) => `FAILED  ${breach}`),
    `${breaches.length === 0 ? "ok" : "NOT OK"}: ${Math.round(tookMs / 1_000)} s, seed ${seed}`,
  ].join("\n");
}

/** The first row is the head; all columns but the first are numbers. */
function table(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  const [head, ...lines] = rows.map((row) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!)))
      .join("  "),
  );
  return [head!, "-".repeat(head!.length), ...lines];
}
