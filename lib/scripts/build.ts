import { relative } from "node:path";
import { withBuildLock } from "./build-lock.ts";
import { buildConsole } from "./console-build.ts";
import { PROJECT } from "./project.ts";
import { runCommand } from "./run-command.ts";

/** npm run build: builds a complete server in one folder, which can be copied to another machine. */
await runCommand(async () => {
  const { standalone } = await withBuildLock(buildConsole);
  const folder = relative(PROJECT, standalone);
  console.log(
    `The server is in ${folder}: run it with \`npm start\`, or copy the folder and run server.js in it.`,
  );
  return 0;
});
