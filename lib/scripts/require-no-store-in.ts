import { existsSync } from "node:fs";
import { join, relative } from "node:path";
import { CommandError } from "./command-error.ts";
import { PROJECT } from "./project.ts";

/**
 * Refuses to delete a folder that holds a console's store: `server.js` runs in its own folder, and without DATA_DIR the
 * users and the audit log are in `data` beside it.
 *
 * @throws CommandError
 */
export function requireNoStoreIn(folder: string): void {
  const store = join(folder, "data");
  if (!existsSync(store)) return;
  throw new CommandError(
    `${relative(PROJECT, store)} has the people and the audit log of a console that was started there without DATA_DIR. ` +
      "A build would delete them: stop that console, move the folder away, and name it by DATA_DIR from then on.",
  );
}
