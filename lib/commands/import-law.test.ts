import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import law from "../../.dependency-cruiser.js";
import { PROJECT } from "./project.ts";

/*
 * A law that is never broken may as well not be read: dependency-cruiser skips, without a word, what it cannot parse or
 * resolve. So each rule is broken here once, in a small tree of its own, by a file that imports what it must not.
 */
const BREACHES: readonly { rule: string; from: string; line: string }[] = [
  { rule: "app", from: "app/breach.tsx", line: 'import "@/lib/iot/target";' },
  { rule: "components", from: "components/shell/breach.tsx", line: 'import "@/lib/services";' },
  { rule: "ui", from: "components/ui/breach.tsx", line: 'import "@/lib/domain/target";' },
  { rule: "domain", from: "lib/domain/breach.ts", line: 'import "@/lib/contracts/target";' },
  { rule: "contracts", from: "lib/contracts/breach.ts", line: 'import "@/lib/format/target";' },
  {
    rule: "queries",
    from: "lib/queries/breach.ts",
    line: 'import type { Target } from "@/lib/executions/target";',
  },
  { rule: "format", from: "lib/format/breach.ts", line: 'import "../contracts/target";' },
  { rule: "actions", from: "lib/actions/breach.ts", line: 'import type { Target } from "@/lib/iot/target";' },
  { rule: "reading-and-canceling", from: "lib/executions/breach.ts", line: 'import "@/lib/services";' },
  { rule: "reading-and-canceling", from: "lib/things/breach.ts", line: 'import "@/lib/auth/session";' },
  { rule: "operations", from: "lib/operations/breach.ts", line: 'import "@/lib/env";' },
  { rule: "triage", from: "lib/triage/room.ts", line: 'import "@/lib/operations/breach";' },
  { rule: "webhook", from: "lib/webhook/breach.ts", line: 'import "@/lib/operations/breach";' },
  { rule: "iot", from: "lib/iot/breach.ts", line: 'import "@/lib/auth/actor";' },
  { rule: "fleets", from: "lib/fleets/breach.ts", line: 'import "@/lib/db/target";' },
  { rule: "audit", from: "lib/audit/breach.ts", line: 'import "@/lib/executions/target";' },
  { rule: "auth", from: "lib/auth/breach.ts", line: 'import "@/lib/iot/target";' },
  { rule: "db", from: "lib/db/breach.ts", line: 'import "@/lib/audit/target";' },
  { rule: "env", from: "lib/env.ts", line: 'import "@/lib/db/target";' },
  { rule: "setting-schemas", from: "lib/setting-schemas.ts", line: 'import "@/lib/db/target";' },
  { rule: "services", from: "lib/services.ts", line: 'import "@/components/target";' },
  { rule: "gate", from: "lib/gate/breach.ts", line: 'import "@/lib/env";' },
  { rule: "telemetry", from: "lib/telemetry/breach.ts", line: 'import "@/lib/services";' },
  { rule: "process", from: "proxy.ts", line: 'import "@/lib/executions/target";' },
  {
    rule: "gateway-as-type",
    from: "lib/executions/value.ts",
    line: 'import { target } from "@/lib/iot/target";',
  },
  {
    rule: "audit-as-type",
    from: "lib/triage/breach.ts",
    line: 'import { target } from "@/lib/audit/target";',
  },
  { rule: "fleet-as-type", from: "lib/iot/value.ts", line: 'import { target } from "@/lib/fleets/target";' },
  { rule: "wire-as-type", from: "lib/iot/wire.ts", line: 'import { target } from "@/lib/contracts/target";' },
  {
    rule: "emulator-is-reached-over-http",
    from: "lib/iot/breach.test.ts",
    line: 'import "../emulator/target.ts";',
  },
  { rule: "emulator-stands-alone", from: "lib/emulator/breach.ts", line: 'import "@/lib/domain/target";' },
  { rule: "emulator-needs-node-only", from: "lib/emulator/package.ts", line: 'import "zod";' },
  { rule: "commands-are-nobodys", from: "vitest.config.ts", line: 'import "./lib/commands/target.ts";' },
  { rule: "commands-start-processes", from: "lib/commands/breach.ts", line: 'import "../domain/target.ts";' },
  { rule: "tests-of-pages-see-pages", from: "e2e/breach.ts", line: 'import "@/lib/services";' },
  { rule: "aws-sdk-in-one-place", from: "lib/executions/sdk.ts", line: 'import "@aws-sdk/client-iot";' },
  { rule: "aws-sdk-in-one-place", from: "lib/jobs/older-sdk.ts", line: 'import "aws-sdk";' },
  { rule: "queue-in-one-place", from: "lib/operations/queue.ts", line: 'import "pg-boss";' },
  { rule: "next-at-the-edges", from: "lib/iot/next.ts", line: 'import "next/headers";' },
  { rule: "react-in-what-is-seen", from: "lib/executions/react.ts", line: 'import "react";' },
  { rule: "domain-is-bare", from: "lib/domain/package.ts", line: 'import "zod";' },
  { rule: "contracts-know-zod", from: "lib/contracts/node.ts", line: 'import "node:fs";' },
  { rule: "no-node-in-the-browser", from: "components/shell/node.ts", line: 'import "node:fs";' },
  { rule: "no-tests-in-the-product", from: "lib/fleets/tested.ts", line: 'import "./target.test.ts";' },
  {
    rule: "no-dev-packages-in-the-product",
    from: "lib/fleets/dev.ts",
    line: 'import "only-for-developing";',
  },
  { rule: "no-unlisted-packages", from: "lib/fleets/luck.ts", line: 'import "there-by-luck";' },
  { rule: "no-unresolved", from: "lib/fleets/nowhere.ts", line: 'import "./nowhere-at-all";' },
  { rule: "no-cycles", from: "lib/fleets/cycle.ts", line: 'import "./cycle";' },
];

/** What looks like a breach and is none. */
const LAWFUL: readonly { from: string; line: string }[] = [
  { from: "app/lawful.tsx", line: 'import "@/lib/services";\nimport "@/components/target";' },
  { from: "lib/executions/lawful.ts", line: 'import type { Target } from "@/lib/iot/target";' },
  { from: "lib/executions/inline.ts", line: 'import { type Target } from "@/lib/iot/target";' },
  { from: "lib/iot/lawful.ts", line: 'import "@aws-sdk/client-iot";\nimport "@/lib/domain/target";' },
  { from: "lib/iot/lawful.test.ts", line: 'import "../commands/target.ts";' },
  { from: "lib/commands/audit.ts", line: 'import "@/lib/db/target";' },
  { from: "lib/emulator/lawful.test.ts", line: 'import "@aws-sdk/client-iot";' },
  { from: "components/shell/lawful.tsx", line: 'import "@/lib/auth/permissions";\nimport "react";' },
];

const DEPENDENCIES = ["zod", "next", "react", "@aws-sdk/client-iot", "aws-sdk", "pg-boss"];
let tree: string;
let violations: Violation[];

type Violation = { from: string; rule: { name: string } };
type Cruise = { summary: { totalCruised: number; violations: Violation[] }; modules: { source: string }[] };

beforeAll(() => {
  tree = mkdtempSync(join(tmpdir(), "import-law-"));
  plantTree();
  violations = cruise(tree).summary.violations;
});
afterAll(() => rmSync(tree, { recursive: true, force: true }));

describe("the import law", () => {
  it("has a breach planted for each of its rules", () => {
    const rules = (law.forbidden ?? []).map(({ name }) => name);
    expect([...new Set(BREACHES.map(({ rule }) => rule))].sort()).toEqual([...rules].sort());
  });

  it("gives a reason for each rule", () => {
    for (const rule of law.forbidden ?? []) expect(rule.comment?.length, rule.name).toBeGreaterThan(20);
  });

  it.each(BREACHES)("$rule: catches $line in $from, and no other rule does", ({ rule, from }) => {
    expect(rulesBrokenBy(from)).toEqual([rule]);
  });

  it.each(LAWFUL)("lets $from have $line", ({ from }) => {
    expect(rulesBrokenBy(from)).toEqual([]);
  });

  it("reads the real tree, TypeScript included", () => {
    const { summary, modules } = cruise(PROJECT);
    expect(summary.totalCruised).toBeGreaterThan(150);
    expect(modules.filter(({ source }) => /^lib\/.*\.ts$/.test(source)).length).toBeGreaterThan(100);
  });
});

function rulesBrokenBy(file: string): string[] {
  return [...new Set(violations.filter(({ from }) => from === file).map(({ rule }) => rule.name))];
}

function plantTree() {
  const target = "export const target = 1;\nexport type Target = number;\n";
  const rooms = [
    "actions",
    "audit",
    "auth",
    "commands",
    "contracts",
    "db",
    "domain",
    "emulator",
    "executions",
  ];
  for (const room of [...rooms, "fleets", "format", "iot", "queries"]) plant(`lib/${room}/target.ts`, target);
  for (const file of ["lib/auth/actor.ts", "lib/auth/permissions.ts", "lib/auth/session.ts"])
    plant(file, target);
  for (const file of ["components/target.tsx", "lib/fleets/target.test.ts"]) plant(file, target);
  for (const { from, line } of [...BREACHES, ...LAWFUL]) plant(from, `${line}\n${target}`);

  for (const name of [...DEPENDENCIES, "only-for-developing", "there-by-luck"]) plantPackage(name);
  const dependencies = Object.fromEntries(DEPENDENCIES.map((name) => [name, "1.0.0"]));
  plant(
    "package.json",
    JSON.stringify({ dependencies, devDependencies: { "only-for-developing": "1.0.0" } }),
  );
  const compilerOptions = { module: "esnext", moduleResolution: "bundler", paths: { "@/*": ["./*"] } };
  plant("tsconfig.json", JSON.stringify({ compilerOptions }));
}

function plantPackage(name: string) {
  plant(`node_modules/${name}/package.json`, JSON.stringify({ name, version: "1.0.0", main: "index.js" }));
  plant(`node_modules/${name}/index.js`, "module.exports = {};");
  if (name === "next") plant("node_modules/next/headers.js", "module.exports = {};");
}

function plant(file: string, text: string) {
  mkdirSync(dirname(join(tree, file)), { recursive: true });
  writeFileSync(join(tree, file), text);
}

/** Runs dependency-cruiser as `npm run check` does, in a folder of our choice. */
function cruise(folder: string): Cruise {
  const program = join(PROJECT, "node_modules/dependency-cruiser/bin/dependency-cruise.mjs");
  const config = join(PROJECT, ".dependency-cruiser.js");
  const args = [program, "--config", config, "--output-type", "json", "."];
  try {
    return JSON.parse(run(args)) as Cruise;
  } catch (error) {
    return JSON.parse((error as { stdout: string }).stdout) as Cruise; // it exits with the number of violations
  }

  function run(all: string[]): string {
    return execFileSync(process.execPath, all, {
      cwd: folder,
      encoding: "utf8",
      maxBuffer: 64 * 1024 * 1024,
      stdio: "pipe",
    });
  }
}
