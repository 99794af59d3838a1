import {
  boolean,
  double,
  integer,
  isRecord,
  oneOf,
  optional,
  structure,
  required,
  type Shape,
} from "../http/shape.ts";
import { isKnownRate } from "../quotas/service-rates.ts";
import type { Variants } from "../state/variants.ts";
import { readyIndexing } from "../state/world.ts";
import type { ControlAction } from "./control-action.ts";
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
  variants: optional(
    structure({
      groupsOfThing: optional(oneOf(["with-parents", "direct"])),
      groupsInIndex: optional(oneOf(["direct", "with-parents"])),
      executionsOfDeletedThing: optional(oneOf(["removed", "kept"])),
      neverConnected: optional(oneOf(["disconnected", "absent"])),
      versionOnCancel: optional(oneOf(["raised", "unchanged"])),
      cancelChecksFirst: optional(oneOf(["version", "state"])),
    }),
  ),
  /** By default, each event is delivered once and in order. */
  events: optional(
    structure({
      on: required(boolean()),
      duplicates: optional(double({ min: 0, max: 1 })),
      disorderMs: optional(integer({ min: 0 })),
      seed: optional(integer({ min: 0 })),
    }),
  ),
};

type GivenVariants = { [Name in keyof Variants]?: Variants[Name] | undefined } | undefined;

function changeVariants(variants: Variants, given: GivenVariants): Variants {
  return {
    groupsOfThing: given?.groupsOfThing ?? variants.groupsOfThing,
    groupsInIndex: given?.groupsInIndex ?? variants.groupsInIndex,
    executionsOfDeletedThing: given?.executionsOfDeletedThing ?? variants.executionsOfDeletedThing,
    neverConnected: given?.neverConnected ?? variants.neverConnected,
    versionOnCancel: given?.versionOnCancel ?? variants.versionOnCancel,
    cancelChecksFirst: given?.cancelChecksFirst ?? variants.cancelChecksFirst,
  };
}

/**
 * Changes the given settings and leaves the others; an empty body only reads. Index and events apply to one region, all
 * other settings to every region.
 */
export const changeSettings: ControlAction = (emulator, { body, region }) => {
  const given = readControlBody(settings, body);
  const { quotas } = emulator;
  const world = emulator.worldOf(region);
  if (given.quotas !== undefined) quotas.isOn = given.quotas === "aws";
  for (const [api, rate] of given.rates ?? []) quotas.override(api, rate);
  for (const one of emulator.worlds) {
    one.hasQuotas = quotas.isOn;
    one.lagMs = given.lagMs ?? one.lagMs;
    one.variants = changeVariants(one.variants, given.variants);
  }
  emulator.latencyMs = given.latencyMs ?? emulator.latencyMs;
  if (given.indexing) {
    world.indexing = readyIndexing(given.indexing.mode, given.indexing.connectivity);
    world.registry.revision++;
  }
  if (given.events) {
    const { on, ...delivery } = given.events;
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
    variants: world.variants,
    events: { on: world.events.isEnabled("JOB_EXECUTION"), ...emulator.eventRule.delivery },
  };
};
