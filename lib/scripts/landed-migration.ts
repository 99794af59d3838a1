const MIGRATION = /^lib\/server\/db\/migrations\/(\d{3})-/;

/** The last one that landed before the checks of words and sizes began. Later ones are held by them from the start. */
const LAST_UNCHECKED = 13;

/** Whether a file is a migration that may not be edited (landed-migrations.test.ts) and that nothing had checked before. */
export function isLandedMigration(path: string): boolean {
  const [, number] = MIGRATION.exec(path) ?? [];
  return number !== undefined && Number(number) <= LAST_UNCHECKED;
}
