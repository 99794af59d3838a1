import { readFileSync } from "node:fs";
import { join } from "node:path";
import { listFiles } from "../list-files.ts";
import { PROJECT } from "../project.ts";
import { runCommand } from "../run-command.ts";
import { checkVocabulary } from "./check-vocabulary.ts";
import { EXCEPTIONS } from "./exceptions.ts";

/** A step of npm run check: names and prose use the standard terms of terms.ts. */
await runCommand(() => {
  const problems = checkVocabulary(
    listFiles(),
    (path) => readFileSync(join(PROJECT, path), "utf8"),
    EXCEPTIONS,
  );
  if (problems.length > 0) console.log([...problems, `${problems.length} problems.`].join("\n"));
  return problems.length === 0 ? 0 : 1;
});
