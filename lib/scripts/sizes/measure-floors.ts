import { parseSource } from "../parse-source.ts";
import { findComponents } from "./find-components.ts";
import { findFunctions, type Sized } from "./find-functions.ts";
import { compareFloors, floorOf, isTestFile } from "./floors.ts";

export type MeasuredFile = { path: string; lines: number };
/** Something in a file, of a size. */
export type MeasuredPart = Sized & { path: string };

export type Floor = {
  name: string;
  sources: MeasuredFile[];
  /** Of the sources only: tests are counted in files and lines. */
  functions: MeasuredPart[];
  components: MeasuredPart[];
  tests: MeasuredFile[];
};

/** Measures all code of the floors, in the order of the table. @param read gives the text of a file */
export function measureFloors(paths: readonly string[], read: (path: string) => string): Floor[] {
  const floors = new Map<string, Floor>();
  for (const path of paths) {
    const name = floorOf(path);
    if (name === null) continue;
    const floor = floors.get(name) ?? { name, sources: [], functions: [], components: [], tests: [] };
    floors.set(name, floor);
    measureInto(floor, path, read(path));
  }
  return [...floors.values()].sort((one, other) => compareFloors(one.name, other.name));
}

function measureInto(floor: Floor, path: string, text: string) {
  const file = { path, lines: countLines(text) };
  if (isTestFile(path)) {
    floor.tests.push(file);
    return;
  }
  floor.sources.push(file);
  const tree = parseSource(path, text);
  if (tree === null) return;
  const inFile = (part: Sized) => ({ ...part, path });
  floor.functions.push(...findFunctions(tree).map(inFile));
  floor.components.push(...findComponents(tree).map(inFile));
}

/** As `wc -l` counts, and a last line without an end too. */
function countLines(text: string): number {
  const lines = text.split("\n");
  return lines.at(-1) === "" ? lines.length - 1 : lines.length;
}
