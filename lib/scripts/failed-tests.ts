import { readFile } from "node:fs/promises";
import { relative } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { PROJECT } from "./project.ts";

interface UnitReport {
  testResults: {
    name: string;
    status: string;
    message: string;
    assertionResults: { fullName: string; status: string; failureMessages: string[] }[];
  }[];
}

interface BrowserSuite {
  specs: {
    title: string;
    file: string;
    line: number;
    tests: { projectName: string; status: string; results: { error?: { message?: string } }[] }[];
  }[];
  suites?: BrowserSuite[];
}

/** A line for each failed test of a vitest JSON report, or file that does not load, with the first line of its error. */
export async function listFailedUnitTests(report: string): Promise<string[]> {
  const { testResults } = await read<UnitReport>(report, { testResults: [] });
  return testResults.flatMap(({ name, status, message, assertionResults }) => {
    const file = relative(PROJECT, name);
    const failed = assertionResults.filter((test) => test.status === "failed");
    if (failed.length === 0) return status === "failed" ? [lineOf(file, "", message)] : [];
    return failed.map(({ fullName, failureMessages }) => lineOf(file, fullName, failureMessages[0]));
  });
}

/** The same for a Playwright JSON report. A test that passed only on a retry has failed. */
export async function listFailedBrowserTests(report: string): Promise<string[]> {
  const { suites } = await read<{ suites: BrowserSuite[] }>(report, { suites: [] });
  return suites.flatMap(failedIn);
}

/** @param none the result for a report that was never written */
async function read<Report>(file: string, none: Report): Promise<Report> {
  try {
    return JSON.parse(await readFile(file, "utf8")) as Report;
  } catch {
    return none;
  }
}

function failedIn({ specs, suites = [] }: BrowserSuite): string[] {
  const failed = specs.flatMap(({ title, file, line, tests }) =>
    tests
      .filter(({ status }) => status === "unexpected" || status === "flaky")
      .map(({ projectName, results }) => {
        // Several projects run the same specs under different conditions.
        const name = projectName === "e2e" ? title : `${title} (--project ${projectName})`;
        return lineOf(`${file}:${line}`, name, results[0]?.error?.message);
      }),
  );
  return [...failed, ...suites.flatMap(failedIn)];
}

function lineOf(file: string, title: string, message = ""): string {
  const cause = stripVTControlCharacters(message).trim().split("\n")[0] ?? "";
  return [file, title, cause].filter((part) => part !== "").join(" › ");
}
