/** An execution's version on its own, as in a table. */
export const versionWord = (versionNumber: number | null): string =>
  versionNumber === null ? "unknown" : String(versionNumber);

/** The same within a sentence: "Retry on version 3". */
export const versionPhrase = (versionNumber: number | null): string =>
  versionNumber === null ? "an unknown version" : `version ${versionNumber}`;
