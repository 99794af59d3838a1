// The entry point of every command. Plain JavaScript, so that a Node too old for TypeScript prints a sentence, not a stack.
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

const OLDEST = "22.18";
const [major, minor] = process.versions.node.split(".").map(Number);
const [oldestMajor, oldestMinor] = OLDEST.split(".").map(Number);

if (major < oldestMajor || (major === oldestMajor && minor < oldestMinor)) {
  console.error(
    `Standdown needs Node ${OLDEST} or newer (24 is best); this is Node ${process.versions.node} at ${process.execPath}.\n` +
      "On Linux x64 `npm ci` brings Node 24 along (an optional dependency); elsewhere install it from nodejs.org.",
  );
  process.exit(1);
}

await import("./resolve-sources.js"); // for the commands that open the store, which import the product's own sources
const [script, ...rest] = process.argv.slice(2);
process.argv = [process.argv[0], resolve(script), ...rest];
await import(pathToFileURL(resolve(script)).href);
