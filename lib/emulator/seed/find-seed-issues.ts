import {
  abortConfig,
  attributeName,
  attributeValue,
  executionStatus,
  freeText,
  jobId,
  jobStatus,
  namespaceId,
  reasonCode,
  retryConfig,
  rolloutConfig,
  schedulingConfig,
  statusDetails,
  targetSelection,
  thingGroupName,
  thingName,
  thingTypeName,
} from "../http/model-shapes.ts";
import {
  boolean,
  describeWrongs,
  integer,
  isRecord,
  list,
  map,
  oneOf,
  optional,
  required,
  string,
  structure,
  type Shape,
} from "../http/shape.ts";
import { parseCron } from "../state/cron.ts";
import type { World } from "../state/world.ts";
import { namesOf } from "./apply-seed.ts";
import type { Seed } from "./seed-format.ts";

const timeMs = integer({ min: 0 });

const connectivity = structure({
  connected: required(boolean()),
  timestampMs: optional(timeMs),
  disconnectReason: optional(string()),
});
const attributes = map(attributeName, attributeValue);
const nameRange = {
  prefix: required(string({ pattern: "[a-zA-Z0-9:_-]*" })),
  from: required(integer({ min: 0 })),
  count: required(integer({ min: 0, max: 1_000_000 })),
  pad: optional(integer({ min: 0, max: 20 })),
};
const timesAndStatus = {
  status: required(executionStatus),
  queuedAtMs: optional(timeMs),
  startedAtMs: optional(timeMs),
  lastUpdatedAtMs: optional(timeMs),
};
const execution = structure({
  thingName: required(thingName),
  ...timesAndStatus,
  versionNumber: optional(integer({ min: 1 })),
  executionNumber: optional(integer({ min: 1 })),
  retryAttempt: optional(integer({ min: 0 })),
  statusDetails: optional(statusDetails),
  forceCanceled: optional(boolean()),
});
const executionRange = structure({ forThings: required(structure(nameRange)), ...timesAndStatus });

const eitherExecution: Shape<unknown> = {
  read: (value, ...rest) =>
    (isRecord(value) && "forThings" in value ? executionRange : execution).read(value, ...rest),
};
const executions: Shape<unknown> = {
  read(value, ...rest) {
    if (value === "queued") return value;
    return Array.isArray(value)
      ? list(eitherExecution).read(value, ...rest)
      : executionRange.read(value, ...rest);
  },
};

/** The API wraps in `rolloutConfig` and others what a seed has directly; the inner shapes are the same. */
const inside = (shape: Shape<unknown>, name: string): Shape<unknown> => ({
  read: (value, where, wrongs, text) => shape.read({ [name]: value }, where, wrongs, text),
});

const job = structure({
  jobId: required(jobId),
  description: optional(freeText),
  targets: required(structure({ things: optional(list(thingName)), groups: optional(list(thingGroupName)) })),
  targetSelection: optional(targetSelection),
  status: optional(jobStatus),
  document: optional(string({ max: 32_768 })),
  namespaceId: optional(namespaceId),
  createdAtMs: optional(timeMs),
  completedAtMs: optional(timeMs),
  lastUpdatedAtMs: optional(timeMs),
  timeoutMinutes: optional(integer({ min: 1, max: 10_080 })),
  rolloutPerMinute: optional(inside(rolloutConfig, "maximumPerMinute")),
  exponentialRate: optional(inside(rolloutConfig, "exponentialRate")),
  abort: optional(inside(abortConfig, "criteriaList")),
  retry: optional(inside(retryConfig, "criteriaList")),
  scheduling: optional(schedulingConfig),
  reasonCode: optional(reasonCode),
  comment: optional(freeText),
  forceCanceled: optional(boolean()),
  executions: optional(executions),
});

const seedShape = structure({
  thingTypes: optional(
    list(structure({ name: required(thingTypeName), description: optional(string({ max: 2028 })) })),
  ),
  groups: optional(list(structure({ name: required(thingGroupName), parent: optional(thingGroupName) }))),
  things: optional(
    list(
      structure({
        name: required(thingName),
        type: optional(thingTypeName),
        attributes: optional(attributes),
        groups: optional(list(thingGroupName)),
        connectivity: optional(connectivity),
      }),
    ),
  ),
  thingRange: optional(
    list(
      structure({
        ...nameRange,
        type: optional(thingTypeName),
        attributes: optional(attributes),
        groups: optional(list(thingGroupName)),
        connectivity: optional(connectivity),
      }),
    ),
  ),
  jobs: optional(list(job)),
  indexing: optional(
    structure({
      mode: required(oneOf(["OFF", "REGISTRY"])),
      connectivity: required(oneOf(["OFF", "STATUS"])),
    }),
  ),
});

const MEMBERS = ["thingTypes", "groups", "things", "thingRange", "jobs", "indexing"];

/** The issues of a seed for this world, or undefined when it can be applied. */
export function findSeedIssues(world: World, body: unknown): string | undefined {
  const wrongs: string[] = [];
  if (isRecord(body)) {
    for (const name of Object.keys(body)) {
      if (!MEMBERS.includes(name)) wrongs.push(`Unknown member '${name}'; a seed has ${MEMBERS.join(", ")}`);
    }
  }
  seedShape.read(body, "seed", wrongs, false);
  return describeWrongs(wrongs) ?? describeWrongs(findBrokenNames(world, body as Seed));
}

/** Names that already exist, and names that the seed refers to and that do not exist. */
function findBrokenNames(world: World, seed: Seed): string[] {
  const wrongs: string[] = [];
  const { registry } = world;
  const knownTypes = new Set<string>();
  const knownGroups = new Set<string>();
  const knownThings = new Set<string>();

  const claim = (kind: string, known: Set<string>, name: string, exists: boolean): void => {
    if (exists || known.has(name)) wrongs.push(`${kind} ${name} exists already`);
    known.add(name);
  };
  const need = (kind: string, isKnown: boolean, name: string, by: string): void => {
    if (!isKnown) wrongs.push(`${by} names ${kind} ${name}, which does not exist`);
  };
  const needTypeAndGroups = (by: string, type: string | undefined, groups: string[] = []): void => {
    if (type !== undefined) need("type", knownTypes.has(type) || registry.type(type) !== undefined, type, by);
    for (const group of groups) {
      need("group", knownGroups.has(group) || registry.group(group) !== undefined, group, by);
    }
  };

  for (const { name } of seed.thingTypes ?? []) {
    claim("Thing type", knownTypes, name, registry.type(name) !== undefined);
  }
  for (const { name, parent } of seed.groups ?? []) {
    needTypeAndGroups(`group ${name}`, undefined, parent === undefined ? [] : [parent]);
    claim("Group", knownGroups, name, registry.group(name) !== undefined);
  }
  for (const { name, type, groups } of seed.things ?? []) {
    needTypeAndGroups(`thing ${name}`, type, groups);
    claim("Thing", knownThings, name, registry.thing(name) !== undefined);
  }
  for (const range of seed.thingRange ?? []) {
    needTypeAndGroups(`thing range ${range.prefix}`, range.type, range.groups);
    for (const name of namesOf(range)) claim("Thing", knownThings, name, registry.thing(name) !== undefined);
  }
  const knownJobs = new Set<string>();
  for (const { jobId, targets, scheduling } of seed.jobs ?? []) {
    for (const { startTime } of scheduling?.maintenanceWindows ?? []) {
      if (!parseCron(startTime))
        wrongs.push(`job ${jobId} has a window at '${startTime}', no cron expression`);
    }
    claim("Job", knownJobs, jobId, world.job(jobId) !== undefined);
    needTypeAndGroups(`job ${jobId}`, undefined, targets.groups);
    for (const name of targets.things ?? []) {
      need("thing", knownThings.has(name) || registry.thing(name) !== undefined, name, `job ${jobId}`);
    }
  }
  return wrongs.slice(0, 20);
}
