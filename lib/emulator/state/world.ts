import { EventOutlet } from "../events/event-outlet.ts";
import { Clock } from "./clock.ts";
import type { Job } from "./job.ts";
import type { JobTemplate } from "./job-template.ts";
import { PageTokens } from "./page-token.ts";
import { Registry } from "./registry.ts";
import { Roll } from "./roll.ts";
import { DEFAULT_VARIANTS, type Variants } from "./variants.ts";

/** The model requires neither member. */
export type IndexedField = {
  name: string | undefined;
  type: "Number" | "String" | "Boolean" | undefined;
};

/** Registry and connectivity are searchable. Settings of shadows, violations and fields are stored without effect. */
export type ThingIndexing = {
  thingIndexingMode: "OFF" | "REGISTRY" | "REGISTRY_AND_SHADOW";
  thingConnectivityIndexingMode: "OFF" | "STATUS";
  deviceDefenderIndexingMode: "OFF" | "VIOLATIONS";
  namedShadowIndexingMode: "OFF" | "ON";
  customFields?: IndexedField[] | undefined;
  filter?:
    | {
        namedShadowNames: string[] | undefined;
        geoLocations: { name: string | undefined; order: "LatLon" | "LonLat" | undefined }[] | undefined;
      }
    | undefined;
  /** Until then the index is being built and cannot be queried. */
  readyAtMs: number;
  /** Until then the index is being rebuilt, and can be queried. */
  rebuiltAtMs: number;
};

/** The index that a seed or a setting requests, ready at once. */
export function readyIndexing(
  thingIndexingMode: "OFF" | "REGISTRY",
  thingConnectivityIndexingMode: "OFF" | "STATUS",
): ThingIndexing {
  return {
    thingIndexingMode,
    thingConnectivityIndexingMode,
    deviceDefenderIndexingMode: "OFF",
    namedShadowIndexingMode: "OFF",
    readyAtMs: 0,
    rebuiltAtMs: 0,
  };
}

/** The whole state of one region. Regions share the clock and nothing else. */
export class World {
  readonly clock: Clock;
  readonly registry = new Registry();
  readonly tokens = new PageTokens();
  readonly jobs = new Roll<Job>();
  readonly events = new EventOutlet();
  readonly #jobs = new Map<string, { job: Job; place: number }>();
  /** The revision of the registry for which the dynamic groups were last brought up to date. */
  refreshedRevision = 0;
  readonly jobTemplates = new Roll<JobTemplate>();
  readonly #jobTemplates = new Map<string, { template: JobTemplate; place: number }>();
  /** The service's own rates and limits (rollout, cancellation, 500 concurrent jobs) apply only with the quotas on. */
  hasQuotas: boolean;
  /** How long reads still show an execution as it was before a cancellation. */
  lagMs: number;
  // Off by default, as in a new AWS account [DG:managing-index].
  indexing = readyIndexing("OFF", "OFF");
  groupIndexing: { thingGroupIndexingMode: "OFF" | "ON"; customFields?: IndexedField[] | undefined } = {
    thingGroupIndexingMode: "OFF",
  };

  variants: Variants;

  constructor(settings: { hasQuotas: boolean; lagMs: number; clock?: Clock; variants?: Variants }) {
    this.clock = settings.clock ?? new Clock();
    this.variants = settings.variants ?? DEFAULT_VARIANTS;
    this.hasQuotas = settings.hasQuotas;
    this.lagMs = settings.lagMs;
  }

  job(jobId: string): Job | undefined {
    return this.#jobs.get(jobId)?.job;
  }

  addJob(job: Job): void {
    this.#jobs.set(job.jobId, { job, place: this.jobs.add(job) });
  }

  jobTemplate(id: string): JobTemplate | undefined {
    return this.#jobTemplates.get(id)?.template;
  }

  addJobTemplate(template: JobTemplate): void {
    const place = this.jobTemplates.add(template);
    this.#jobTemplates.set(template.jobTemplateId, { template, place });
  }

  removeJobTemplate({ jobTemplateId }: JobTemplate): void {
    const entry = this.#jobTemplates.get(jobTemplateId);
    if (!entry) return;
    this.jobTemplates.remove(entry.place);
    this.#jobTemplates.delete(jobTemplateId);
  }

  removeJob(job: Job): void {
    const entry = this.#jobs.get(job.jobId);
    if (entry?.job !== job) return;
    this.jobs.remove(entry.place);
    this.#jobs.delete(job.jobId);
  }
}
