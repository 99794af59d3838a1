import { CommandError } from "../command-error.ts";

const START = "<!-- sizes:start -->";
const END = "<!-- sizes:end -->";

/**
 * The document with another text between its marker lines, which stay.
 *
 * @throws CommandError unless each marker stands there once, on a line of its own, in this order
 */
export function withSection(document: string, section: string): string {
  const lines = document.split("\n");
  const [start, end] = [onlyLine(lines, START), onlyLine(lines, END)];
  if (start > end) throw new CommandError(`"${END}" stands before "${START}".`);
  return [...lines.slice(0, start + 1), "", ...section.split("\n"), "", ...lines.slice(end)].join("\n");
}

function onlyLine(lines: readonly string[], marker: string): number {
  const at = lines.indexOf(marker);
  if (at === -1 || lines.lastIndexOf(marker) !== at)
    throw new CommandError(`The line "${marker}" must be in the document, and only once.`);
  return at;
}
