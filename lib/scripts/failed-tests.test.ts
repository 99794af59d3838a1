import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { listFailedBrowserTests, listFailedUnitTests } from "./failed-tests.ts";
import { PROJECT } from "./project.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "failed-tests-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function write(report: object): Promise<string> {
  const file = join(folder, "report.json");
  await writeFile(file, JSON.stringify(report));
  return file;
}

test("names each failed unit test with the first line of its error, and a file that does not load", async () => {
  const assertion = (fullName: string, status: string, failureMessages: string[] = []) => ({
    fullName,
    status,
    failureMessages,
  });
  const report = await write({
    testResults: [
      {
        name: join(PROJECT, "lib/a.test.ts"),
        status: "failed",
        message: "",
        assertionResults: [
          assertion("a works", "passed"),
          assertion("a fails", "failed", ["\u001b[31mexpected 1\u001b[39m\n  at a.ts:1"]),
        ],
      },
      {
        name: join(PROJECT, "lib/b.test.ts"),
        status: "failed",
        message: "Cannot find c",
        assertionResults: [],
      },
      { name: join(PROJECT, "lib/d.test.ts"), status: "passed", message: "", assertionResults: [] },
    ],
  });
  expect(await listFailedUnitTests(report)).toEqual([
    "lib/a.test.ts › a fails › expected 1",
    "lib/b.test.ts › Cannot find c",
  ]);
});

test("names each failed browser test at any depth, and those that passed only when tried again", async () => {
  const spec = (title: string, line: number, status: string, projectName = "e2e") => ({
    title,
    file: "a.spec.ts",
    line,
    tests: [{ projectName, status, results: [{ error: { message: "Timed out\nlong" } }] }],
  });
  const report = await write({
    suites: [
      {
        specs: [spec("passes", 1, "expected"), spec("fails", 2, "unexpected")],
        suites: [
          {
            specs: [spec("is flaky", 3, "flaky", "other-way"), spec("is skipped", 4, "skipped")],
          },
        ],
      },
    ],
  });
  expect(await listFailedBrowserTests(report)).toEqual([
    "a.spec.ts:2 › fails › Timed out",
    "a.spec.ts:3 › is flaky (--project other-way) › Timed out",
  ]);
});

test("names no tests for a report that was never written", async () => {
  expect(await listFailedUnitTests(join(folder, "none.json"))).toEqual([]);
  expect(await listFailedBrowserTests(join(folder, "none.json"))).toEqual([]);
});
