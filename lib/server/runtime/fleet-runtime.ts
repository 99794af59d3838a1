import type { Canceled, CancelFailure } from "@/lib/core/domain/cancel-failure";
import type { Result } from "@/lib/core/domain/result";
import type { Env } from "@/lib/server/config/env";
import type { Fleet, FleetConfig } from "@/lib/server/config/fleet";
import { createFleetGateway, type FleetGateway } from "@/lib/server/iot/create-iot-gateway";
import { createEventQueue, type EventQueue } from "@/lib/server/iot/event-queue";
import { type IotApi, paceOf } from "@/lib/server/iot/quotas";
import { createRateLimiter } from "@/lib/server/iot/rate-limiter";
import type { SharedBuckets } from "@/lib/server/iot/token-bucket";
import { createNameRecorder, type NameRecorder } from "@/lib/server/names/name-recorder";
import { createIndexUpdater } from "@/lib/server/open-executions/events/update-index";
import type { SyncServices } from "@/lib/server/open-executions/sync-services";
import { paceBudgetOf } from "@/lib/server/operations/pace-budget";
import { getDatabase } from "@/lib/server/runtime/store";
import { countCancellationsOf } from "@/lib/server/telemetry/count-cancellation";
import { log } from "@/lib/server/telemetry/log";
import { logRefusedRowsOf } from "@/lib/server/telemetry/log-refused-row";
import { observeCallsOf } from "@/lib/server/telemetry/observe-calls";

/** A fleet, and what this process creates once for it: rate limiters and shared reads serve every consumer. */
export interface FleetRuntime {
  config: FleetConfig;
  fleet: Fleet;
  gateway: FleetGateway;
  /** Waits for room in the index's own share of an API's quota. */
  acquireForIndex: SyncServices["acquire"];
  /** Null: the fleet has no queue of events, or no index that they could update. */
  eventQueue: EventQueue | null;
  /** Logs a row that the store refuses, once an hour at most. */
  onRowRefused: ReturnType<typeof logRefusedRowsOf>;
  /** Counts the outcome of a cancellation and updates the index by it. */
  publishCancellation: (outcome: Result<Canceled, CancelFailure>) => void | Promise<void>;
  /** Records the names in what people read. */
  names: NameRecorder;
}

export function createFleetRuntime(
  config: FleetConfig,
  { databaseUrl }: Pick<Env, "databaseUrl">,
): FleetRuntime {
  const gateway = createFleetGateway({
    ...config,
    // Only on PostgreSQL can there be other instances to share the quotas with.
    sharedBuckets: databaseUrl === null ? null : sharedBucketsOf(config),
    observe: observeCallsOf(config.id),
  });
  const rateLimiter = createRateLimiter<IotApi>(paceOf(config.quotas, config.indexShare));
  return {
    config,
    fleet: toFleet(config, gateway),
    gateway,
    eventQueue: openEventQueue(config),
    acquireForIndex: (api) => rateLimiter.acquire(api, "background"),
    onRowRefused: logRefusedRowsOf(config.id),
    publishCancellation: cancellationPublisherOf(config),
    names: createNameRecorder(getDatabase, config.id, (err) =>
      log().error(
        { err, fleet: config.id },
        "Names for Go to were not saved. They are when they are read again",
      ),
    ),
  };
}

function sharedBucketsOf({ id }: FleetConfig): SharedBuckets {
  return {
    open: paceBudgetOf(getDatabase, id),
    onUnreachable: (err) =>
      log().error(
        { err, fleet: id },
        "The rate limit that all instances share cannot be reached. This one continues alone",
      ),
  };
}

/** What the rest of the console may know of a fleet's configuration, and its account once an answer has named it. */
function toFleet(config: FleetConfig, gateway: FleetGateway): Fleet {
  const cancelsPerSecond = paceOf(config.quotas, 1)("CancelJobExecution");
  return {
    id: config.id,
    name: config.name,
    region: config.region,
    endpoint: config.endpoint,
    thresholds: config.thresholds,
    permissions: config.permissions,
    bulkLimit: config.bulkLimit,
    cancelsPerSecond: cancelsPerSecond === Infinity ? null : cancelsPerSecond,
    quotaShare: config.quotaShare,
    indexShare: config.indexShare,
    get account() {
      return config.account ?? gateway.as(null).account();
    },
  };
}

function cancellationPublisherOf(config: FleetConfig): FleetRuntime["publishCancellation"] {
  const count = countCancellationsOf(config.id);
  const scope = { fleetId: config.id, thresholds: config.thresholds };
  const updateIndex = createIndexUpdater(getDatabase, scope, (err) =>
    log().error({ err, fleet: config.id }, "The index missed cancellations. Its next scan finds them"),
  );
  return (outcome) => {
    count(outcome);
    return config.indexShare > 0 ? updateIndex(outcome) : undefined;
  };
}

function openEventQueue(config: FleetConfig): EventQueue | null {
  const { eventQueueUrl: url, indexShare } = config;
  return url === null || indexShare === 0 ? null : createEventQueue({ ...config, url });
}
