import {
  boolean,
  double,
  integer,
  isRecord,
  oneOf,
  optional,
  structure,
  required,
  string,
  type Shape,
} from "../http/shape.ts";
import { isKnownRate } from "../quotas/service-rates.ts";
import { readyIndexing } from "../state/world.ts";
import type { ControlDeed } from "./control-deed.ts";
import { readControlBody } from "./control-body.ts";

/** `{ "ListJobs": 2, "DescribeJob": null }`: calls a second, null for the service's own rate. */
const rates: Shape<Map<string, number | null>> = {
  read(value, where, wrongs) {
    const result = new Map<string, number | null>();
    if (!isRecord(value)) wrongs.push(`'${where}' must be an object of API names and rates`);
    else {
      for (const [api, rate] of Object.entries(value)) {
        if (!isKnownRate(api)) wrongs.push(`There is no API ${api}`);
        result.set(
          api,
          rate === null ? null : double({ min: 0 }).read(rate, `${where}.${api}`, wrongs, false),
        );
      }
    }
    return result;
  },
};

const settings = {
  quotas: optional(oneOf(["aws", "off"])),
  rates: optional(rates),
  lagMs: optional(integer({ min: 0 })),
  latencyMs: optional(integer({ min: 0 })),
  indexing: optional(
    structure({
      mode: required(oneOf(["OFF", "REGISTRY"])),
      connectivity: required(oneOf(["OFF", "STATUS"])),
    }),
  ),
  /** What is left out of how they are delivered is orderly. */
  events: optional(
    structure({
      on: required(boolean()),
      region: optional(string({ pattern: "[a-z0-9-]+" })),
      duplicates: optional(double({ min: 0, max: 1 })),
      disorderMs: optional(integer({ min: 0 })),
      seed: optional(integer({ min: 0 })),
    }),
  ),
};

/** Changes what is named and leaves the rest; an empty body only reads. */
export const changeSettings: ControlDeed = (emulator, { body }) => {
  const given = readControlBody(settings, body);
  const { world, quotas } = emulator;
  if (given.quotas !== undefined) world.hasQuotas = quotas.isOn = given.quotas === "aws";
  for (const [api, rate] of given.rates ?? []) quotas.override(api, rate);
  world.lagMs = given.lagMs ?? world.lagMs;
  emulator.latencyMs = given.latencyMs ?? emulator.latencyMs;
  if (given.indexing) {
    world.indexing = readyIndexing(given.indexing.mode, given.indexing.connectivity);
  }
  if (given.events) {
    const { on, region, ...delivery } = given.events;
    emulator.turnEvents(on, region);
    emulator.eventRule.deliverAs(delivery);
  }
  return {
    quotas: quotas.isOn ? "aws" : "off",
    rates: quotas.overrides,
    lagMs: world.lagMs,
    latencyMs: emulator.latencyMs,
    indexing: {
      mode: world.indexing.thingIndexingMode,
      connectivity: world.indexing.thingConnectivityIndexingMode,
    },
    events: { on: world.events.isEnabled("JOB_EXECUTION"), ...emulator.eventRule.delivery },
  };
};
