import { setTimeout as sleep } from "node:timers/promises";
import { CancelJobExecutionCommand, DescribeJobCommand } from "@aws-sdk/client-iot";
import { signInToDemo } from "../demo-sign-in.ts";
import { launchEmulator } from "../launch.ts";
import { hasAwsCli, runAwsCli } from "./aws-cli.ts";
import { createBareClient } from "./bare-client.ts";
import type { Amounts } from "./bench-arguments.ts";
import type { BenchTools } from "./bench-tools.ts";
import { cancelByOperation } from "./cancel-by-operation.ts";
import { callDifference } from "./call-difference.ts";
import { type CancelAnswer, readCallCounts, readCancelAnswers, seedEmulator } from "./emulator-control.ts";
import { type Figure, roundTo } from "./figure.ts";
import { launchBenchConsole } from "./launch-bench-console.ts";
import { startPeopleLooking } from "./people-looking.ts";
import { percentile } from "./percentile.ts";
import { perSecondSteady } from "./per-second-steady.ts";

/** AWS's default for CancelJobExecution. The emulator enforces it, and the console uses all of it. */
const QUOTA_PER_SECOND = 10;
const PEOPLE = 10;
/** An operation counts as hanging after this many times its expected duration. */
const PATIENCE = 3;
/** After this time the emulator's bucket is full again, so that all methods start equal. */
const BETWEEN_WAYS_MS = 2_000;

type Way = { name: string; jobId: string; cancel: (jobId: string) => Promise<void> };

/**
 * Measures the same cancellations by a shell loop of the AWS CLI, by Promise.all over the SDK with its defaults, and by
 * an operation of the console, one after another on one emulator that throttles as AWS does.
 *
 * The first two are given the list of things. The operation's time starts when the person presses "Cancel …", so it
 * includes reading the list, the plan and its confirmation.
 */
export async function measureOperations(
  { build, browser }: BenchTools,
  { cancellations }: Amounts,
): Promise<Figure[]> {
  const emulator = await launchEmulator({ quotas: "aws" });
  const server = await launchBenchConsole(emulator.url, build, { IOT_QUOTAS: "aws", QUOTA_SHARE: "1" });
  const things = Array.from({ length: cancellations }, (_, number) => `kiosk-${number}`);
  try {
    const state = await signInToDemo(await browser(), server.url, "supervisor");
    const patienceMs = 60_000 + (PATIENCE * cancellations * 1_000) / QUOTA_PER_SECOND;
    const operation: Way = {
      name: "an operation",
      jobId: "by-operation",
      cancel: async (jobId) =>
        cancelByOperation(await browser(), state, server.url, { jobId, count: cancellations, patienceMs }),
    };
    let looked: { ms: number[]; refused: number } = { ms: [], refused: 0 };
    const watched: Way = {
      name: "an operation while ten people look",
      jobId: "by-operation-watched",
      cancel: async (jobId) => {
        const looking = startPeopleLooking(server.url, state, jobId, PEOPLE);
        try {
          await operation.cancel(jobId);
        } finally {
          looked = await looking.stop();
        }
      },
    };
    const sdk: Way = {
      name: "Promise.all over the SDK",
      jobId: "by-sdk",
      cancel: (jobId) => cancelBySdk(emulator.url, jobId, things),
    };
    const cli: Way = {
      name: "a shell loop of the AWS CLI",
      jobId: "by-cli",
      cancel: (jobId) => cancelByCli(emulator.url, jobId, things),
    };
    const ways = [operation, watched, sdk];
    if (await hasAwsCli()) ways.push(cli);
    else console.log("  There is no AWS CLI (`aws`) on this machine: its shell loop is left out.");

    await seedEmulator(emulator.url, fleetOf(cancellations, ways));
    const figures: Figure[] = [];
    for (const way of ways) {
      await sleep(BETWEEN_WAYS_MS);
      figures.push(...(await measureWay(emulator.url, way, cancellations)));
    }
    return [
      ...paceFigures("operation", await readCancelAnswers(emulator.url, operation.jobId), PACE_AIMS),
      ...paceFigures(
        "operation while ten people look",
        await readCancelAnswers(emulator.url, watched.jobId),
        {},
      ),
      ...peopleFigures(looked),
      ...figures,
    ];
  } finally {
    await Promise.all([server.stop(), emulator.stop()]);
  }
}

/** All calls of the method, reads included, and the executions at the end, as the emulator counts them. */
async function measureWay(
  emulatorUrl: string,
  { name, jobId, cancel }: Way,
  count: number,
): Promise<Figure[]> {
  const before = await readCallCounts(emulatorUrl);
  const beganAt = performance.now();
  await cancel(jobId);
  const seconds = (performance.now() - beganAt) / 1_000;
  const calls = Object.values(callDifference(before, await readCallCounts(emulatorUrl)));
  const answers = await readCancelAnswers(emulatorUrl, jobId);
  const lost = count - (await countCanceled(emulatorUrl, jobId));
  const what = `g. ${count.toLocaleString("en-US")} cancellations by ${name}`;
  return [
    { name: `${what}, time`, value: roundTo(1, seconds), unit: "s", aim: null },
    { name: `${what}, calls`, value: calls.reduce((sum, one) => sum + one, 0), unit: "calls", aim: null },
    { name: `${what}, throttled`, value: countThrottled(answers), unit: "calls", aim: null },
    {
      name: `${what}, lost`,
      value: lost,
      unit: "not canceled",
      aim: jobId.startsWith("by-operation") ? { max: 0 } : null,
    },
  ];
}

/** The expected duration of an operation whose items are all queued, without other load. */
const PACE_AIMS = { rate: { min: 0.97 }, throttled: { max: 0.01 } };

function paceFigures(
  what: string,
  answers: readonly CancelAnswer[],
  { rate = null, throttled = null }: { rate?: Figure["aim"]; throttled?: Figure["aim"] },
): Figure[] {
  const canceledAt = answers.filter(({ status }) => status === 200).map(({ at }) => at);
  return [
    {
      name: `g. ${what}, items a second : quota, after the first two seconds' worth`,
      value: roundTo(3, perSecondSteady(canceledAt, 2 * QUOTA_PER_SECOND) / QUOTA_PER_SECOND),
      unit: "ratio",
      aim: rate,
    },
    {
      name: `g. ${what}, share of its cancellations that were throttled`,
      value: roundTo(4, countThrottled(answers) / answers.length),
      unit: "ratio",
      aim: throttled,
    },
  ];
}

function peopleFigures({ ms, refused }: { ms: number[]; refused: number }): Figure[] {
  const waits = [...ms].sort((a, b) => a - b);
  const name = "g. people's reads of executions during an operation";
  return [
    { name: `${name}, median`, value: roundTo(0, percentile(waits, 50)), unit: "ms", aim: null },
    { name: `${name}, p95`, value: roundTo(0, percentile(waits, 95)), unit: "ms", aim: null },
    { name: `${name}, refused as throttled`, value: refused, unit: "reads", aim: null },
  ];
}

const countThrottled = (answers: readonly CancelAnswer[]) =>
  answers.filter(({ errorName }) => errorName === "ThrottlingException").length;

/** The simplest code: what fails, fails. */
async function cancelBySdk(emulatorUrl: string, jobId: string, things: readonly string[]): Promise<void> {
  const client = createBareClient(emulatorUrl, { retries: "default" });
  try {
    await Promise.allSettled(
      things.map((thingName) => client.send(new CancelJobExecutionCommand({ thingName, jobId }))),
    );
  } finally {
    client.destroy();
  }
}

async function cancelByCli(emulatorUrl: string, jobId: string, things: readonly string[]): Promise<void> {
  const cancel = `aws iot cancel-job-execution --job-id ${jobId} --thing-name "$thing" || true`;
  await runAwsCli(emulatorUrl, `for thing in ${things.join(" ")}; do ${cancel}; done`);
}

async function countCanceled(emulatorUrl: string, jobId: string): Promise<number> {
  const client = createBareClient(emulatorUrl);
  try {
    const { job } = await client.send(new DescribeJobCommand({ jobId }));
    return job?.jobProcessDetails?.numberOfCanceledThings ?? 0;
  } finally {
    client.destroy();
  }
}

function fleetOf(count: number, ways: readonly Way[]): object {
  const things = { prefix: "kiosk-", from: 0, count };
  return {
    thingRange: [things],
    jobs: ways.map(({ jobId }) => ({
      jobId,
      targets: { things: ["kiosk-0"] },
      executions: [{ forThings: things, status: "QUEUED" }],
    })),
  };
}
