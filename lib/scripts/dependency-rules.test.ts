import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import config from "../../.dependency-cruiser.js";
import { PROJECT } from "./project.ts";

/*
 * dependency-cruiser silently skips what it cannot parse or resolve, so a rule that is never broken may not work at all.
 * Here each rule is broken once, in a small tree of its own, by a file that imports what it must not.
 */
const VIOLATIONS: readonly { rule: string; from: string; line: string }[] = [
  { rule: "app", from: "app/violation.tsx", line: 'import "@/lib/server/iot/target";' },
  { rule: "app", from: "app/log.tsx", line: 'import "@/lib/server/audit/target";' },
  { rule: "app", from: "app/index.tsx", line: 'import "@/lib/server/open-executions/store/target";' },
  {
    rule: "components",
    from: "components/shell/violation.tsx",
    line: 'import "@/lib/server/runtime/fleet-services";',
  },
  { rule: "ui", from: "components/ui/violation.tsx", line: 'import "@/lib/core/domain/target";' },
  {
    rule: "client",
    from: "lib/client/queries/violation.ts",
    line: 'import type { Target } from "@/lib/server/executions/target";',
  },
  { rule: "domain", from: "lib/core/domain/violation.ts", line: 'import "@/lib/core/contracts/target";' },
  { rule: "contracts", from: "lib/core/contracts/violation.ts", line: 'import "@/lib/core/format/target";' },
  {
    rule: "permissions",
    from: "lib/core/permissions/violation.ts",
    line: 'import "@/lib/server/config/env";',
  },
  { rule: "format", from: "lib/core/format/violation.ts", line: 'import "../contracts/target";' },
  {
    rule: "actions",
    from: "lib/server/actions/violation.ts",
    line: 'import type { Target } from "@/lib/server/iot/target";',
  },
  {
    rule: "reading-and-canceling",
    from: "lib/server/executions/violation.ts",
    line: 'import "@/lib/server/runtime/fleet-services";',
  },
  {
    rule: "reading-and-canceling",
    from: "lib/server/things/violation.ts",
    line: 'import "@/lib/server/auth/session";',
  },
  { rule: "groups", from: "lib/server/groups/violation.ts", line: 'import "@/lib/server/iot/target";' },
  {
    rule: "operations",
    from: "lib/server/operations/violation.ts",
    line: 'import "@/lib/server/runtime/fleet-services";',
  },
  {
    rule: "open-executions",
    from: "lib/server/open-executions/scan/violation.ts",
    line: 'import "@/lib/server/operations/target";',
  },
  {
    rule: "derived",
    from: "lib/server/stuck/violation.ts",
    line: 'import "@/lib/server/open-executions/scan/target";',
  },
  {
    rule: "notifications",
    from: "lib/server/notifications/violation.ts",
    line: 'import "@/lib/server/operations/target";',
  },
  { rule: "iot", from: "lib/server/iot/violation.ts", line: 'import "@/lib/core/permissions/permissions";' },
  { rule: "config", from: "lib/server/config/violation.ts", line: 'import "@/lib/server/db/target";' },
  { rule: "audit", from: "lib/server/audit/violation.ts", line: 'import "@/lib/server/executions/target";' },
  { rule: "auth", from: "lib/server/auth/violation.ts", line: 'import "@/lib/server/iot/target";' },
  { rule: "db", from: "lib/server/db/violation.ts", line: 'import "@/lib/server/audit/target";' },
  { rule: "http", from: "lib/server/http/violation.ts", line: 'import "@/lib/server/config/env";' },
  {
    rule: "process-wide",
    from: "lib/server/process/violation.ts",
    line: 'import "@/lib/server/config/env";',
  },
  {
    rule: "telemetry",
    from: "lib/server/telemetry/violation.ts",
    line: 'import "@/lib/server/runtime/fleet-services";',
  },
  { rule: "runtime", from: "lib/server/runtime/violation.ts", line: 'import "@/lib/server/actions/target";' },
  { rule: "process", from: "proxy.ts", line: 'import "@/lib/server/executions/target";' },
  {
    rule: "gateway-as-type",
    from: "lib/server/executions/value.ts",
    line: 'import { target } from "@/lib/server/iot/target";',
  },
  {
    rule: "audit-as-type",
    from: "lib/server/operations/value.ts",
    line: 'import { target } from "@/lib/server/audit/target";',
  },
  {
    rule: "wire-as-type",
    from: "lib/server/iot/wire.ts",
    line: 'import { target } from "@/lib/core/contracts/target";',
  },
  {
    rule: "emulator-is-reached-over-http",
    from: "lib/server/iot/violation.test.ts",
    line: 'import "../../emulator/target.ts";',
  },
  {
    rule: "emulator-stands-alone",
    from: "lib/emulator/violation.ts",
    line: 'import "@/lib/core/domain/target";',
  },
  { rule: "emulator-needs-node-only", from: "lib/emulator/package.ts", line: 'import "zod";' },
  { rule: "scripts-are-not-imported", from: "vitest.config.ts", line: 'import "./lib/scripts/target.ts";' },
  {
    rule: "scripts-start-processes",
    from: "lib/scripts/violation.ts",
    line: 'import "../core/domain/target.ts";',
  },
  {
    rule: "tests-of-pages-see-pages",
    from: "e2e/violation.ts",
    line: 'import "@/lib/server/runtime/fleet-services";',
  },
  {
    rule: "tests-of-lib-know-no-pages",
    from: "lib/server/iot/pages.test.ts",
    line: 'import "@/e2e/target";',
  },
  {
    rule: "aws-sdk-in-one-place",
    from: "lib/server/executions/sdk.ts",
    line: 'import "@aws-sdk/client-iot";',
  },
  { rule: "aws-sdk-in-one-place", from: "lib/server/jobs/older-sdk.ts", line: 'import "aws-sdk";' },
  { rule: "queue-in-one-place", from: "lib/server/operations/queue.ts", line: 'import "pg-boss";' },
  { rule: "next-at-the-edges", from: "lib/server/iot/next.ts", line: 'import "next/headers";' },
  { rule: "react-in-what-is-seen", from: "lib/server/executions/react.ts", line: 'import "react";' },
  { rule: "domain-is-bare", from: "lib/core/domain/package.ts", line: 'import "zod";' },
  { rule: "contracts-know-zod", from: "lib/core/contracts/node.ts", line: 'import "node:fs";' },
  { rule: "no-node-in-the-browser", from: "components/shell/node.ts", line: 'import "node:fs";' },
  {
    rule: "no-tests-in-the-product",
    from: "lib/server/config/tested.ts",
    line: 'import "./target.test.ts";',
  },
  {
    rule: "no-dev-packages-in-the-product",
    from: "lib/server/config/dev.ts",
    line: 'import "only-for-developing";',
  },
  { rule: "no-unlisted-packages", from: "lib/server/config/luck.ts", line: 'import "there-by-luck";' },
  { rule: "no-unresolved", from: "lib/server/config/nowhere.ts", line: 'import "./nowhere-at-all";' },
  { rule: "no-cycles", from: "lib/server/config/cycle.ts", line: 'import "./cycle";' },
  {
    rule: "no-cycles",
    from: "lib/server/config/types-a.ts",
    line: 'import type { Target as Other } from "./types-b";',
  },
];

/** Imports that look like violations and are allowed. */
const ALLOWED: readonly { from: string; line: string }[] = [
  {
    from: "app/allowed.tsx",
    line: 'import "@/lib/server/runtime/fleet-services";\nimport "@/components/target";',
  },
  {
    from: "lib/server/executions/allowed.ts",
    line: 'import type { Target } from "@/lib/server/iot/target";',
  },
  {
    from: "lib/server/executions/inline.ts",
    line: 'import { type Target } from "@/lib/server/iot/target";',
  },
  {
    from: "lib/server/iot/allowed.ts",
    line: 'import "@aws-sdk/client-iot";\nimport "@/lib/core/domain/target";',
  },
  { from: "lib/server/http/allowed.ts", line: 'import "@/lib/server/process/target";' },
  { from: "lib/server/iot/allowed.test.ts", line: 'import "../../testing/target.ts";' },
  { from: "lib/server/stuck/allowed.ts", line: 'import "../open-executions/store/target";' },
  { from: "lib/scripts/lock.ts", line: 'import "../server/process/exclusive-lock.ts";' },
  { from: "lib/scripts/audit.ts", line: 'import "@/lib/server/db/target";' },
  { from: "lib/emulator/allowed.test.ts", line: 'import "@aws-sdk/client-iot";' },
  {
    from: "components/shell/allowed.tsx",
    line: 'import "@/lib/core/permissions/permissions";\nimport "react";',
  },
];

/** What they import. */
const TARGETS = [
  "lib/server/process/exclusive-lock.ts",
  ...["contracts", "domain", "format"].map((folder) => `lib/core/${folder}/target.ts`),
  ...["actions", "audit", "db", "executions", "iot", "operations", "process"].map(
    (folder) => `lib/server/${folder}/target.ts`,
  ),
  ...["scan", "store"].map((folder) => `lib/server/open-executions/${folder}/target.ts`),
  ...["lib/emulator/target.ts", "lib/scripts/target.ts", "lib/testing/target.ts", "e2e/target.ts"],
  ...["lib/core/permissions/permissions.ts", "lib/server/auth/session.ts"],
  ...["lib/server/config/env.ts", "lib/server/config/target.test.ts", "lib/server/runtime/fleet-services.ts"],
  "components/target.tsx",
];

const DEPENDENCIES = ["zod", "next", "react", "@aws-sdk/client-iot", "aws-sdk", "pg-boss"];
let tree: string;
let violations: Violation[];

type Violation = { from: string; rule: { name: string } };
type Cruise = { summary: { totalCruised: number; violations: Violation[] }; modules: { source: string }[] };

beforeAll(() => {
  tree = mkdtempSync(join(tmpdir(), "dependency-rules-"));
  plantTree();
  violations = cruise(tree).summary.violations;
});
afterAll(() => rmSync(tree, { recursive: true, force: true }));

describe("the dependency rules", () => {
  it("are each broken by a planted violation", () => {
    const rules = (config.forbidden ?? []).map(({ name }) => name);
    expect([...new Set(VIOLATIONS.map(({ rule }) => rule))].sort()).toEqual([...rules].sort());
  });

  it("each give a reason", () => {
    for (const rule of config.forbidden ?? []) expect(rule.comment?.length, rule.name).toBeGreaterThan(20);
  });

  it.each(VIOLATIONS)("$rule catches $line in $from, and no other rule does", ({ rule, from }) => {
    expect(rulesBrokenBy(from)).toEqual([rule]);
  });

  it.each(ALLOWED)("let $from have $line", ({ from }) => {
    expect(rulesBrokenBy(from)).toEqual([]);
  });

  it("read the real tree, TypeScript included", () => {
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
  for (const file of TARGETS) plant(file, target);
  for (const { from, line } of [...VIOLATIONS, ...ALLOWED]) plant(from, `${line}\n${target}`);

  plant("lib/server/config/types-b.ts", `import type { Target as Other } from "./types-a";\n${target}`);

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
  const file = join(PROJECT, ".dependency-cruiser.js");
  const args = [program, "--config", file, "--output-type", "json", "."];
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
