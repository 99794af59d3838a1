import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { PROJECT } from "./project.ts";

test("a program that ends at once has printed everything into a pipe", () => {
  const program = `
    import { printAll } from "./lib/scripts/print-all.ts";
    await printAll(Array.from({ length: 50_000 }, (_, at) => "line " + at));
    process.exit(0);`;
  const output = execFileSync(process.execPath, ["--input-type=module", "--eval", program], {
    cwd: PROJECT,
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
  });
  expect(output.split("\n").at(-2)).toBe("line 49999");
});
