import { describe, expect, it } from "vitest";
import { CommandError } from "../command-error.ts";
import { readBenchArguments } from "./bench-arguments.ts";

describe("the command line of the bench", () => {
  it("measures every part by default", () => {
    expect(readBenchArguments([])).toEqual({
      parts: ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j"],
      amounts: { cancellations: 1_000, items: 100_000, executions: 1_000_000 },
      jsonFile: null,
      strict: false,
    });
  });

  it("accepts some parts, in the bench's order and once each", () => {
    expect(readBenchArguments(["--only", "d, a,d"]).parts).toEqual(["a", "d"]);
  });

  it("accepts a file and --strict", () => {
    expect(readBenchArguments(["--json", "bench.json", "--strict"])).toMatchObject({
      jsonFile: "bench.json",
      strict: true,
    });
  });

  it("accepts how much to measure", () => {
    const asked = readBenchArguments(["--cancellations", "1000", "--executions", "100000"]);
    expect(asked.amounts).toEqual({ cancellations: 1_000, items: 100_000, executions: 100_000 });
  });

  it.each([
    [["--items", "99"]],
    [["--items", "many"]],
    [["--only", "z"]],
    [["--only", ""]],
    [["--json"]],
    [["--json="]],
    [["--fast"]],
    [["a"]],
  ])("refuses %j, and says how it is used", (args) => {
    expect(() => readBenchArguments(args)).toThrow(CommandError);
    expect(() => readBenchArguments(args)).toThrow(/Usage: npm run bench/);
  });
});
