const MIGRATION = /^lib\/server\/db\/migrations\/(\d{3})-/;

/** The last migration that landed before the checks of words and sizes existed. They apply to later ones. */
const LAST_UNCHECKED = 13;

/** Whether a file is a migration older than these checks, which must not be edited (landed-migrations.test.ts). */
export function isLandedMigration(path: string): boolean {
  const [, number] = MIGRATION.exec(path) ?? [];
  return number !== undefined && Number(number) <= LAST_UNCHECKED;
}
