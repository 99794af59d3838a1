import { childEnv } from "@/lib/scripts/child-env";
import { type RunningProcess, startNode } from "@/lib/scripts/start-process";
import { setTimeout as sleep } from "node:timers/promises";
import type { SeededRandom } from "./seeded-random";

/** Like a process supervisor: not at once, so that a process that cannot start does not spin. */
const START_AGAIN_AFTER_MS = 300;

/** Longer than the queue needs to notice that an instance is gone. */
const RUNS_WITHIN_MS = 30_000;
const LOOK_EVERY_MS = 50;

interface Instance {
  process: RunningProcess;
  /** It works on the queue: from here on only a kill may end it. */
  isReady: boolean;
  isRunning: boolean;
  isToEnd: boolean;
}

/** Processes that run operations, each started again when it ends. */
export class ChaosInstances {
  /** What they did and must not do. */
  readonly faults: string[] = [];
  private readonly instances: Instance[] = [];
  private readonly config: object;
  private readonly random: SeededRandom;
  private isOver = false;

  constructor(config: object, count: number, random: SeededRandom) {
    this.config = config;
    this.random = random;
    for (let at = 0; at < count; at++) this.instances.push(this.start(at));
  }

  /** Kills the instance that runs, or any, and starts another in its place. Returns whether it was running. */
  async kill(): Promise<boolean> {
    const instance = await this.choose();
    const { isRunning } = instance;
    instance.isToEnd = true;
    instance.process.kill("SIGKILL");
    await instance.process.exited;
    await sleep(this.random.between(0, 1_000));
    this.instances[this.instances.indexOf(instance)] = this.start(this.instances.indexOf(instance));
    return isRunning;
  }

  /** Freezes the instance that runs while `work` does, with its calls and transactions under way. */
  async freeze(work: () => Promise<void>): Promise<void> {
    const { process } = await this.choose();
    process.kill("SIGSTOP");
    try {
      await work();
    } finally {
      process.kill("SIGCONT");
    }
  }

  /** The number of the instance that runs, or of any. */
  async running(): Promise<number> {
    return this.instances.indexOf(await this.choose());
  }

  async end(): Promise<void> {
    this.isOver = true;
    for (const { process } of this.instances) process.kill("SIGKILL");
    await Promise.all(this.instances.map(({ process }) => process.exited));
  }

  /** The instance that runs. It waits for one: after a kill or an outage it takes a while until one runs. */
  private async choose(): Promise<Instance> {
    const deadline = performance.now() + RUNS_WITHIN_MS;
    for (;;) {
      const running = this.instances.find(({ isRunning }) => isRunning);
      if (running || performance.now() > deadline) return running ?? this.random.pick(this.instances);
      await sleep(LOOK_EVERY_MS);
    }
  }

  private start(at: number): Instance {
    const instance: Instance = { process: null!, isReady: false, isRunning: false, isToEnd: false };
    instance.process = startNode({
      name: `Instance ${at + 1}`,
      args: [
        "--no-warnings",
        ...["--import", "./lib/scripts/resolve-sources.js"],
        "lib/server/operations/testing/run-in-process.ts",
        JSON.stringify({ ...this.config, number: at }),
      ],
      env: childEnv({
        AWS_ACCESS_KEY_ID: "emulator",
        AWS_SECRET_ACCESS_KEY: "emulator",
        AWS_EC2_METADATA_DISABLED: "true",
        AWS_CONFIG_FILE: "/dev/null",
        AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
      }),
      onLine: (line) => {
        if (line === "ready") instance.isReady = true;
        if (line === "running" || line === "resting") instance.isRunning = line === "running";
      },
    });
    void instance.process.exited.then(() => this.onEnd(at, instance));
    return instance;
  }

  /** An instance that cannot start while the database is down may end, and is started again. A ready one must not end. */
  private async onEnd(at: number, { process, isReady, isToEnd }: Instance): Promise<void> {
    if (isToEnd || this.isOver) return;
    if (isReady) this.faults.push(`${process.name} ended by itself:\n${process.tail()}`);
    await sleep(START_AGAIN_AFTER_MS);
    if (!this.isOver) this.instances[at] = this.start(at);
  }
}
