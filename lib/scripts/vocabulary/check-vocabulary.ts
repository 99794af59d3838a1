import { isLandedMigration } from "../landed-migration.ts";
import { createExceptions, type Exception } from "./exception.ts";
import { findNamingViolations, findViolations } from "./find-violations.ts";

const READ = /\.(tsx?|m?js|css|md|json)$/;
/** The list of words itself, and the tests that plant them. package-lock.json is written by npm. */
const NOT_READ =
  /^package-lock\.json$|^lib\/scripts\/vocabulary\/(terms|exceptions)\.ts$|^lib\/scripts\/vocabulary\/.*\.test\.ts$/;

/**
 * Looks for words that have a standard term in the names of all files and in the text of those that we write.
 *
 * @param read gives the text of a file
 * @returns a line for each violation, then what is wrong with the exceptions
 */
export function checkVocabulary(
  paths: readonly string[],
  read: (path: string) => string,
  list: readonly Exception[],
): string[] {
  const exceptions = createExceptions(list);
  const inNames = findNamingViolations(paths, exceptions);
  const inTexts = paths
    .filter((path) => READ.test(path) && !NOT_READ.test(path) && !isLandedMigration(path))
    .flatMap((path) => findViolations(path, read(path), exceptions));
  return [...inNames, ...inTexts, ...exceptions.problems()];
}
