/**
 * Prints lines, and waits until the reader has them all. A command ends with `process.exit`, which drops what a
 * pipe has not taken by then: `console.log` of more than 64 kB would be cut.
 */
export async function printAll(lines: readonly string[]): Promise<void> {
  await new Promise<void>((resolve) => process.stdout.write(`${lines.join("\n")}\n`, () => resolve()));
}
