import { parseArgs } from "node:util";
import { FLEET_NAMES } from "./fleet/load-fleet.ts";
import type { StartOptions } from "./start-emulator.ts";

export const USAGE = `Usage: npm run emulator -- [options]
  --port N             default: EMULATOR_PORT, else 4580; 0 takes a free port
  --host ADDRESS       default 127.0.0.1
  --fleet NAME         empty (default), demo or large
  --quotas aws|off     default aws: throttles as the service does
  --seed N             default 1: the same number gives the same fleet
  --devices on|off     default on: simulated devices work in the demo fleet
  --events on|off      default off: events of jobs go into the SQS queue iot-events
  --lag MS             default 0: reads show a cancel that much later
  --latency MS         default 0: added to every answer
  --paging-chaos SEED  default none: cuts pages of lists at random; any may be empty
  --account ID         default 123456789012
  --region NAME        default eu-west-1: where the fleet is; other regions are empty`;

const OPTIONS = {
  port: { type: "string" },
  host: { type: "string" },
  fleet: { type: "string" },
  quotas: { type: "string" },
  seed: { type: "string" },
  devices: { type: "string" },
  events: { type: "string" },
  lag: { type: "string" },
  latency: { type: "string" },
  "paging-chaos": { type: "string" },
  account: { type: "string" },
  region: { type: "string" },
  help: { type: "boolean" },
} as const;

const DEFAULT_PORT = "4580";

/** Parses the command line. Lists all problems at once; `help` when that was requested. */
export function readCommandLine(
  args: string[],
  environment: Record<string, string | undefined>,
): { options: Required<StartOptions> } | { faults: string[] } | "help" {
  let values;
  try {
    ({ values } = parseArgs({ args, options: OPTIONS }));
  } catch (error) {
    return { faults: [error instanceof Error ? error.message : String(error)] };
  }
  if (values.help) return "help";

  const faults: string[] = [];
  const whole = (name: string, text: string, max = Number.MAX_SAFE_INTEGER): number => {
    const number = /^\d+$/.test(text) ? Number(text) : Number.NaN;
    if (!(number <= max)) faults.push(`${name} must be a whole number from 0 to ${max}, not "${text}"`);
    return number;
  };
  const choice = <T extends string>(name: string, text: string, choices: readonly T[]): T => {
    if (!choices.includes(text as T)) faults.push(`${name} must be ${choices.join(" or ")}, not "${text}"`);
    return text as T;
  };
  const pagingChaos = values["paging-chaos"];
  const environmentPort = environment.EMULATOR_PORT || undefined;
  const portName = values.port === undefined && environmentPort ? "EMULATOR_PORT" : "--port";
  const options = {
    port: whole(portName, values.port ?? environmentPort ?? DEFAULT_PORT, 65_535),
    host: values.host ?? "127.0.0.1",
    fleet: choice("--fleet", values.fleet ?? "empty", FLEET_NAMES),
    quotas: choice("--quotas", values.quotas ?? "aws", ["aws", "off"]),
    seed: whole("--seed", values.seed ?? "1"),
    devices: choice("--devices", values.devices ?? "on", ["on", "off"]) === "on",
    events: choice("--events", values.events ?? "off", ["on", "off"]) === "on",
    lagMs: whole("--lag", values.lag ?? "0"),
    latencyMs: whole("--latency", values.latency ?? "0"),
    pagingChaos: pagingChaos === undefined ? null : whole("--paging-chaos", pagingChaos),
    account: values.account ?? "123456789012",
    region: values.region ?? "eu-west-1",
  };
  if (!/^[a-z0-9-]+$/.test(options.region)) faults.push(`--region must be a region, not "${options.region}"`);
  if (!/^\d{12}$/.test(options.account)) faults.push(`--account must be 12 digits, not "${options.account}"`);
  return faults.length > 0 ? { faults } : { options };
}
