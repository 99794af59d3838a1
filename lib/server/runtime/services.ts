import type { Transaction } from "kysely";
import { type AuditLog, createAuditLog } from "@/lib/server/audit/audit-log";
import type { Database } from "@/lib/server/db/open-database";
import { askDatabase } from "@/lib/server/db/ask-database";
import { closeDatabase, getDatabase as getProcessDatabase } from "@/lib/server/db/process-database";
import type { Actor } from "@/lib/core/permissions/actor";
import { isLoopbackUrl } from "@/lib/server/config/loopback-url";
import type { Fleet, FleetConfig, Webhook } from "@/lib/server/config/fleet";
import { canSee, withFleetLimits } from "@/lib/server/config/fleet-limits";
import { localFleet } from "@/lib/server/config/local-fleet";
import { readFleets } from "@/lib/server/config/read-fleets";
import type { AlertRules } from "@/lib/core/domain/alert";
import type { Canceled, CancelFailure } from "@/lib/core/domain/cancel-failure";
import type { Result } from "@/lib/core/domain/result";
import { type Env, EnvError, getEnv } from "@/lib/server/config/env";
import { onStop } from "@/lib/server/runtime/graceful-stop";
import { createFleetGateway, type FleetGateway } from "@/lib/server/iot/create-iot-gateway";
import { readCallerAccount } from "@/lib/server/iot/caller-account";
import { createRateLimiter } from "@/lib/server/iot/rate-limiter";
import { AWS_QUOTAS, type IotApi, paceOf } from "@/lib/server/iot/quotas";
import { createEventQueue, type EventQueue } from "@/lib/server/iot/event-queue";
import type { OutcomeReader } from "@/lib/server/executions/complete-open-cancellations";
import type { IotGateway } from "@/lib/server/iot/iot-gateway";
import type { EventServices } from "@/lib/server/open-executions/events/consume-events";
import { recordEventsOf } from "@/lib/server/telemetry/count-event";
import { countCancellationsOf } from "@/lib/server/telemetry/count-cancellation";
import { log } from "@/lib/server/telemetry/log";
import { logRefusedRowsOf } from "@/lib/server/telemetry/log-refused-row";
import { checkDatabaseBy } from "@/lib/server/telemetry/readiness";
import type { Tables } from "@/lib/server/db/tables";
import type { WorkKind, WorkQueue } from "@/lib/server/db/work-queue";
import type { WakeRunner } from "@/lib/server/operations/operation-services";
import { targetOf } from "@/lib/server/operations/fleet-target";
import { paceBudgetOf } from "@/lib/server/operations/pace-budget";
import type { RunnerServices } from "@/lib/server/operations/runner-services";
import {
  RUN_OPERATIONS,
  NOTIFY_OPERATION_END,
  type OperationEndNotification,
} from "@/lib/server/operations/work-kind";
import type { SyncServices } from "@/lib/server/open-executions/sync-services";
import { NOTIFY_ALERT, type AlertNotification } from "@/lib/server/open-executions/work-kind";
import { createNameRecorder, type NameRecorder } from "@/lib/server/names/name-recorder";
import { recordSeenNames } from "@/lib/server/names/record-seen-names";
import { createIndexUpdater } from "@/lib/server/open-executions/events/update-index";
import { observeCallsOf } from "@/lib/server/telemetry/observe-calls";
import type { WebhookServices } from "@/lib/server/notifications/notify-webhook";

/** What a use case of one fleet may take from: it names the part that it needs. */
export interface FleetServices {
  fleet: Fleet;
  /** Calls AWS in the name of whoever these services were asked for. */
  iot: IotGateway;
  /** One for all fleets, as is the store. */
  audit: AuditLog;
  database: () => Promise<Database>;
  wakeRunner: WakeRunner;
  /** Told what came of each cancellation. */
  publishCancellation: (outcome: Result<Canceled, CancelFailure>) => void | Promise<void>;
}

/** The parts of a fleet that are one for all who ask: quotas and shared reads stand in the gateway. */
interface FleetParts {
  config: FleetConfig;
  fleet: Fleet;
  gateway: FleetGateway;
  /** Waits for room in the index's own share of an API's quota. */
  acquireForIndex: SyncServices["acquire"];
  onRowRefused: ReturnType<typeof logRefusedRowsOf>;
  publishCancellation: FleetServices["publishCancellation"];
  webhook: Webhook | null;
  eventQueue: EventQueue | null;
  alerts: AlertRules;
  /** Told the names in what people read. */
  names: NameRecorder;
}

/**
 * Next loads this module once for pages and once for actions. The rate limiter and the shared reads
 * must be one for the process, so the services live on `globalThis`.
 */
const holder = globalThis as typeof globalThis & {
  standdownFleets?: Map<string, FleetParts>;
  standdownClosesDatabase?: boolean;
  standdownAudit?: AuditLog;
  standdownQueue?: WorkQueue;
};

function fleets(): Map<string, FleetParts> {
  holder.standdownFleets ??= createFleets();
  return holder.standdownFleets;
}

/** @throws EnvError with all that is wrong with any of them */
function createFleets(): Map<string, FleetParts> {
  const env = getEnv();
  const warn = (line: string) => log().warn(line);
  const configs = env.fleetsFile === null ? [localFleet(env)] : readFleets(env.fleetsFile, warn);
  env.warnings.forEach(warn);
  const faults = configs.flatMap((config) => [
    ...findUnknownQuotas(config),
    ...(env.demo ? findRealFleet(config) : []),
  ]);
  if (faults.length > 0) throw new EnvError(faults);
  return new Map(configs.map((config) => [config.id, createParts(config, env)]));
}

function createParts(config: FleetConfig, { databaseUrl }: Env): FleetParts {
  const gateway = createFleetGateway({
    ...config,
    // Only on PostgreSQL can there be other instances to share the quotas with.
    openBucket: databaseUrl === null ? null : paceBudgetOf(getDatabase, config.id),
    observe: observeCallsOf(config.id),
  });
  const fleet = {
    id: config.id,
    name: config.name,
    region: config.region,
    endpoint: config.endpoint,
    thresholds: config.thresholds,
    permissions: config.permissions,
    bulkLimit: config.bulkLimit,
    cancelsPerSecond: finite(paceOf(config.quotas, 1)("CancelJobExecution")),
    quotaShare: config.quotaShare,
    indexShare: config.indexShare,
    get account() {
      return config.account ?? gateway.as(null).account();
    },
  };
  const rateLimiter = createRateLimiter<IotApi>(paceOf(config.quotas, config.indexShare));
  const count = countCancellationsOf(config.id);
  const scope = { fleetId: config.id, thresholds: config.thresholds };
  const updateIndex = createIndexUpdater(getDatabase, scope, (err) =>
    log().error({ err, fleet: config.id }, "The index missed cancellations. Its next scan finds them"),
  );
  return {
    config,
    fleet,
    gateway,
    webhook: config.webhook,
    eventQueue: openEventQueue(config),
    alerts: config.alerts,
    onRowRefused: logRefusedRowsOf(config.id),
    acquireForIndex: (api) => rateLimiter.acquire(api, "background"),
    publishCancellation: (outcome) => {
      count(outcome);
      return config.indexShare > 0 ? updateIndex(outcome) : undefined;
    },
    names: createNameRecorder(getDatabase, config.id, (err) =>
      log().error(
        { err, fleet: config.id },
        "Names for Go to were not saved. They are when they are read again",
      ),
    ),
  };
}

function openEventQueue(config: FleetConfig): EventQueue | null {
  const { eventQueueUrl: url, indexShare } = config;
  return url === null || indexShare === 0 ? null : createEventQueue({ ...config, url });
}

const finite = (rate: number) => (rate === Infinity ? null : rate);

/** A misspelled API would leave its quota as it was, and nobody would notice. */
function findUnknownQuotas({ id, quotas }: FleetConfig): string[] {
  if (typeof quotas === "string") return [];
  const unknown = Object.keys(quotas).filter((api) => !Object.hasOwn(AWS_QUOTAS, api));
  const known = Object.keys(AWS_QUOTAS).join(", ");
  const where = getEnv().fleetsFile === null ? "IOT_QUOTAS" : `The fleet ${id}`;
  return unknown.map((api) => `- ${where} names ${api}, which is none of ${known}`);
}

/** The demo lets everyone in with one click. */
function findRealFleet({ id, endpoint, eventQueueUrl }: FleetConfig): string[] {
  const isSimulated = endpoint !== null && isLoopbackUrl(endpoint);
  if (isSimulated && (eventQueueUrl === null || isLoopbackUrl(eventQueueUrl))) return [];
  return [
    `- STANDDOWN_DEMO is set, but the fleet ${id} is not a simulated one at a loopback address. Unset it`,
  ];
}

/**
 * The services of a fleet for this person, and the person as this fleet has them: with what it does not allow
 * switched off. Null when there is no such fleet, or none that they have to do with. @throws EnvError
 */
export function findFleetServices(fleetId: string, actor: Actor): (FleetServices & { actor: Actor }) | null {
  const parts = canSee(actor, fleetId) ? fleets().get(fleetId) : undefined;
  if (!parts) return null;
  const { fleet, gateway, publishCancellation, names } = parts;
  return {
    fleet,
    iot: recordSeenNames(gatewayOfPerson(gateway, actor), names),
    publishCancellation,
    audit: getAuditLog(),
    database: getDatabase,
    wakeRunner,
    actor: withFleetLimits(actor, fleet),
  };
}

/** A person's reads go as people's do; their cancellations, and the turn for one, before all else. */
function gatewayOfPerson(gateway: FleetGateway, actor: Actor): IotGateway {
  const urgent = gateway.as(actor, "cancel");
  return {
    ...gateway.as(actor),
    acquireCall: (api) => urgent.acquireCall(api),
    cancelExecution: (...call) => urgent.cancelExecution(...call),
    cancelJob: (...call) => urgent.cancelJob(...call),
  };
}

/** Reads a fleet in nobody's name, for what the console does by itself. Null when there is no such fleet. */
export function findBackgroundReader(fleetId: string): OutcomeReader | null {
  return fleets().get(fleetId)?.gateway.as(null) ?? null;
}

/** The fleets that this person has to do with, in the order of the file. @throws EnvError */
export function listFleets(actor: Actor): Fleet[] {
  return [...fleets().values()].map(({ fleet }) => fleet).filter(({ id }) => canSee(actor, id));
}

/** Reads all that says which fleets there are. @throws EnvError with every fault of it */
export function requireFleets(): void {
  fleets();
}

/** The store, opened when first asked for and closed when the process stops. */
export function getDatabase(): Promise<Database> {
  if (!holder.standdownClosesDatabase) {
    onStop("the store", closeDatabase);
    checkDatabaseBy(askDatabase);
  }
  holder.standdownClosesDatabase = true;
  return getProcessDatabase();
}

/** The audit log. It opens the store when it is first written or read. */
export function getAuditLog(): AuditLog {
  holder.standdownAudit ??= createAuditLog(getDatabase);
  return holder.standdownAudit;
}

/** The queue that this process takes part in, from now on. */
export function useWorkQueue(queue: WorkQueue): void {
  holder.standdownQueue = queue;
}

function requireQueue(): WorkQueue {
  const queue = holder.standdownQueue;
  if (!queue) throw new Error("The work queue was asked for before it was started.");
  return queue;
}

const wakeRunner: WakeRunner = async (transaction, fleetId) => {
  await requireQueue().send(transaction, RUN_OPERATIONS, { key: fleetId, data: { fleetId } });
};

/** Has a webhook told once `transaction` is committed. @param afterSeconds after a try that nobody took */
export async function enqueueNotification(
  transaction: Transaction<Tables>,
  kind: WorkKind,
  data: OperationEndNotification | AlertNotification,
  afterSeconds?: number,
): Promise<void> {
  const sending = { data, ...(afterSeconds !== undefined && { afterSeconds }) };
  await requireQueue().send(transaction, kind, sending);
}

/**
 * What telling the end of an operation, or an alert, takes from. Null when the fleet has no webhook, or is not there
 * any more.
 */
export function findWebhookServices(fleetId: string): WebhookServices | null {
  const webhook = fleets().get(fleetId)?.webhook;
  if (!webhook) return null;
  return { webhook, audit: getAuditLog(), database: getDatabase, publicOrigin: getEnv().publicOrigin };
}

/** What the runner of a fleet takes from. Null when there is no such fleet. @param findPerson as they are now */
export function findRunnerServices(
  fleetId: string,
  findPerson: RunnerServices["findPerson"],
): RunnerServices | null {
  const parts = fleets().get(fleetId);
  if (!parts) return null;
  const { fleet, gateway, publishCancellation, webhook } = parts;
  return {
    fleet,
    ...(webhook && {
      notifyEnd: (transaction, operationId) =>
        enqueueNotification(transaction, NOTIFY_OPERATION_END, { fleetId, operationId, tries: 0 }),
      notifyPaused: (transaction, operationId) =>
        enqueueNotification(transaction, NOTIFY_OPERATION_END, { fleetId, operationId, tries: 0 }),
    }),
    audit: getAuditLog(),
    database: getDatabase,
    gatewayOf: (caller) => gateway.as(caller, "bulk-cancel"),
    publishCancellation,
    findPerson: async (id) => {
      const person = await findPerson(id);
      return person && withFleetLimits(person, fleet);
    },
    pace: () => gateway.pace("CancelJobExecution"),
    target: () => targetOf(fleet),
    // Any job's ARN names the account. In one without jobs there is nothing to cancel either.
    learnAccount: async () => {
      await gateway
        .as(null, "reread")
        .listJobs({ status: null, selection: null, group: null, namespace: null }, null);
    },
    suspendAtMostMs: getEnv().suspendAtMostMinutes * 60_000,
  };
}

/** What reads a fleet into the index. Null when there is no such fleet, or it has no index. */
export async function findSyncServices(fleetId: string): Promise<SyncServices | null> {
  const parts = fleets().get(fleetId);
  if (!parts || parts.fleet.indexShare === 0) return null;
  const { fleet, gateway, acquireForIndex, alerts, onRowRefused } = parts;
  const { kysely } = await getDatabase();
  return {
    fleetId,
    thresholds: fleet.thresholds,
    onRowRefused,
    alerts: {
      rules: alerts,
      notify: (transaction, data) => enqueueNotification(transaction, NOTIFY_ALERT, data),
    },
    iot: gateway.as(null, "background"),
    acquire: acquireForIndex,
    kysely,
  };
}

/** What follows a fleet's events. Null when there is no such fleet, or it has no queue of them. */
export function findEventServices(fleetId: string): EventServices | null {
  const parts = fleets().get(fleetId);
  if (!parts?.eventQueue) return null;
  const { fleet, eventQueue } = parts;
  return {
    fleetId,
    thresholds: fleet.thresholds,
    queue: eventQueue,
    origin: () => ({ region: fleet.region, account: fleet.account }),
    database: getDatabase,
    ...recordEventsOf(fleetId),
  };
}

/**
 * For each fleet whose configuration names its account: checks that the credentials of its calls belong there. Left out
 * are fleets of an endpoint of their own without an STS beside it, such as the demo's.
 */
export function listAccountChecks(): (() => Promise<void>)[] {
  const checkable = [...fleets().values()].filter(
    ({ config }) => config.account !== null && (config.endpoint === null || config.stsEndpoint !== null),
  );
  return checkable.map(({ config }) => async () => {
    const connection = { region: config.region, endpoint: config.stsEndpoint };
    const roles = config.cancelRole === null ? [config.readRole] : [config.readRole, config.cancelRole];
    for (const role of roles) {
      const account = await readCallerAccount(connection, role);
      if (account !== config.account)
        throw new Error(
          `The fleet ${config.id} names account ${config.account}, its credentials ${account}.`,
        );
    }
  });
}

/** The ids of the fleets that have an index. */
export function listIndexedFleets(): string[] {
  return [...fleets().values()].filter(({ fleet }) => fleet.indexShare > 0).map(({ fleet }) => fleet.id);
}

export const listFleetIds = (): string[] => [...fleets().keys()];

export const hasFleet = (fleetId: string): boolean => fleets().has(fleetId);

export function countFleets(): number {
  return fleets().size;
}

/** Whether the fleet is a simulated one, which every page says. */
export function isDemo(): boolean {
  return getEnv().demo;
}
