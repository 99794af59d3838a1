const WORDS: Readonly<Record<string, string>> = { SNAPSHOT: "Snapshot", CONTINUOUS: "Continuous" };

/** How a job picks its targets. A word that this console does not know is shown as AWS spells it. */
export function selectionWord(selection: string | null): string {
  return selection === null ? "—" : (WORDS[selection] ?? selection);
}
