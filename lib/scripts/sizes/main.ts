import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { listFiles } from "../list-files.ts";
import { PROJECT } from "../project.ts";
import { runCommand } from "../run-command.ts";
import { checkSizes } from "./check-sizes.ts";
import { measureFloors } from "./measure-floors.ts";

const DOCUMENT = "docs/architecture.md";

/**
 * npm run sizes: writes the table of sizes into the document, and names what is too large. With --check, as a step of
 * npm run check: writes nothing, and fails if anything is too large or the table is not what the tree gives.
 */
await runCommand(() => {
  const isCheck = process.argv.includes("--check");
  const read = (path: string) => readFileSync(join(PROJECT, path), "utf8");
  const { document, isCurrent, broken } = checkSizes(read(DOCUMENT), measureFloors(listFiles(), read));
  if (!isCheck && !isCurrent) writeFileSync(join(PROJECT, DOCUMENT), document);

  const stale =
    isCheck && !isCurrent ? [`The table in ${DOCUMENT} is not what the tree gives: run npm run sizes.`] : [];
  const problems = [...stale, ...broken];
  if (problems.length > 0) console.log(problems.join("\n"));
  return isCheck && problems.length > 0 ? 1 : 0;
});
