const WORDS: Readonly<Record<string, string>> = { SNAPSHOT: "Snapshot", CONTINUOUS: "Continuous" };

/** How a job picks its targets. A word that we do not know is shown as AWS sent it. */
export function selectionWord(selection: string | null): string {
  return selection === null ? "—" : (WORDS[selection] ?? selection);
}
