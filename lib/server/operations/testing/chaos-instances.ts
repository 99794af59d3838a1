import { childEnv } from "@/lib/scripts/child-env";
import { type RunningProcess, startNode } from "@/lib/scripts/start-process";
import { setTimeout as sleep } from "node:timers/promises";
import type { SeededRandom } from "./seeded-random";

/** As whoever watches over processes does: not at once, so that one which cannot start does not spin. */
const START_AGAIN_AFTER_MS = 300;

/** Longer than the queue takes to notice that an instance is gone. */
const RUNS_WITHIN_MS = 30_000;
const LOOK_EVERY_MS = 50;

interface Instance {
  process: RunningProcess;
  /** It takes part: from here on nothing but a kill ends it. */
  isReady: boolean;
  isRunning: boolean;
  isToEnd: boolean;
}

/** Processes that run operations, each started again when it ends. */
export class ChaosInstances {
  /** What they did that they should not have done. */
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

  /** Ends one by SIGKILL, the one that runs if there is one, and starts another in its place. @returns whether it ran */
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

  /** Has one stand still until `goOn` ends, while its calls and its transactions are under way. */
  async freeze(goOn: () => Promise<void>): Promise<void> {
    const { process } = await this.choose();
    process.kill("SIGSTOP");
    try {
      await goOn();
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

  /** The one that runs. After it was killed or the database was away, it takes a while until one does. */
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

  /** One that cannot start while the database is away may end, and is tried again; one that took part may not. */
  private async onEnd(at: number, { process, isReady, isToEnd }: Instance): Promise<void> {
    if (isToEnd || this.isOver) return;
    if (isReady) this.faults.push(`${process.name} ended by itself:\n${process.tail()}`);
    await sleep(START_AGAIN_AFTER_MS);
    if (!this.isOver) this.instances[at] = this.start(at);
  }
}
