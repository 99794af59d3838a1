import { describe, expect, test } from "vitest";
import { EnvError, parseEnv } from "./env";
import { parseFleets } from "./read-fleets";

const ENV = { AWS_REGION: "eu-west-1" };

function issuesOf(run: () => unknown): readonly string[] {
  try {
    run();
  } catch (error) {
    if (error instanceof EnvError) return error.issues;
    throw error;
  }
  return [];
}

describe("a variable's old name", () => {
  test("works, and gives a warning", () => {
    const env = parseEnv({ ...ENV, DENY_DEEDS: "cancel-job" });
    expect(env.auth.switchedOff).toEqual(["cancel-job"]);
    expect(env.warnings).toEqual([
      "DENY_DEEDS is the old name of DENIED_PERMISSIONS. It still works; please rename it",
    ]);
  });

  test("gives no warning where the current name is used, or the old one is set to nothing", () => {
    const env = parseEnv({ ...ENV, DENIED_PERMISSIONS: "cancel-job", DENY_DEEDS: "" });
    expect(env.auth.switchedOff).toEqual(["cancel-job"]);
    expect(env.warnings).toEqual([]);
  });

  test("is refused beside the current name", () => {
    expect(
      issuesOf(() => parseEnv({ ...ENV, DENIED_PERMISSIONS: "cancel-job", DENY_DEEDS: "cancel-job" })),
    ).toEqual(["- DENY_DEEDS is the old name of DENIED_PERMISSIONS, and both are given. Remove DENY_DEEDS"]);
  });

  test("is checked as the current one is", () => {
    expect(issuesOf(() => parseEnv({ ...ENV, DENY_DEEDS: "cancel" }))).toEqual([
      expect.stringContaining("DENIED_PERMISSIONS names cancel"),
    ]);
  });
});

describe("a fleet's old member", () => {
  const fleet = { id: "north", region: "eu-west-1" };
  const parse = (...fleets: object[]) => {
    const warnings: string[] = [];
    return {
      fleets: parseFleets(JSON.stringify(fleets), "fleets.json", (line) => warnings.push(line)),
      warnings,
    };
  };

  test("works, and gives a warning that names the fleet", () => {
    const { fleets, warnings } = parse(fleet, { ...fleet, id: "south", deeds: ["cancel-execution"] });
    expect(fleets.map(({ permissions }) => permissions)).toEqual([null, ["cancel-execution"]]);
    expect(warnings).toEqual([
      "fleets.json:1.deeds is the old name of permissions. It still works; please rename it",
    ]);
  });

  test("is refused beside the current one", () => {
    expect(issuesOf(() => parse({ ...fleet, deeds: [], permissions: [] }))).toEqual([
      "- fleets.json:0.deeds is the old name of permissions, and both are given. Remove deeds",
    ]);
  });
});
