import type { AwsOrigin } from "@/lib/core/domain/execution";
import { originFromArn } from "@/lib/core/domain/names";
import { createAwsCalls, type ObserveCall } from "./call-aws";
import { executionCalls } from "./executions";
import { createIotClients } from "./iot-clients";
import type { IotGateway } from "./iot-gateway";
import { jobCalls } from "./jobs";
import type { SharedBuckets } from "./token-bucket";
import type { Pace } from "./api-queue";
import type { Priority } from "./priority";
import { createRateLimiter } from "./rate-limiter";
import { type IotApi, paceOf } from "./quotas";
import { createRoleSessions, type Role } from "./role-sessions";
import { type Caller, SERVICE, sessionName } from "./session-name";
import { createSharedReads } from "./shared-reads";
import { fillShortPages } from "./fill-short-pages";
import { fleetIndexCalls } from "./fleet-index";
import { thingNameCalls } from "./thing-names";
import { thingCalls } from "./things";

export interface IotGatewayConfig {
  region: string;
  /** Null: the address that AWS has for the region. */
  endpoint: string | null;
  quotas: "aws" | "off" | Readonly<Record<string, number>>;
  /** The share of the quotas that the console may use, 0 to 1. */
  quotaShare: number;
  /** Where roles are assumed. Null, the default: AWS_ENDPOINT_URL_STS if it is set, else the region's own STS. */
  stsEndpoint?: string | null;
  /** Null, the default: the credentials of the SDK's own chain. */
  readRole?: Role | null;
  cancelRole?: Role | null;
  /** Where several instances share the quotas; null, the default: this process has them to itself. */
  sharedBuckets?: SharedBuckets | null;
  /** Called after each call, answered or not. */
  observe?: ObserveCall;
  /** `CALL_TIMEOUT_MS` if not given. */
  callTimeoutMs?: number;
}

/** The most connections per endpoint: the SDK's default. The rate limiter keeps the calls in flight far below it. */
const MAX_SOCKETS = 50;
const CONNECT_TIMEOUT_MS = 3_000;

/** All callers' gateways to one account and region. */
export interface FleetGateway {
  /**
   * The gateway that calls in this person's name, or in the service's own.
   *
   * All callers share the quotas and the shared reads: a read that several ask for at once is one call, in the name of
   * the first. A cancellation is always in the name of the person who asks for it.
   *
   * @param priority of its calls, unless a read names another
   */
  as(caller: Caller | null, priority?: Priority): IotGateway;
  /** How fast this API may be called now. Null: without a limit. */
  pace(api: IotApi): Pace | null;
}

/**
 * Create one per process and fleet: the rate limiter and the shared reads work only if every call goes through them.
 */
export function createFleetGateway(config: IotGatewayConfig): FleetGateway {
  const { region, endpoint, quotas, quotaShare, stsEndpoint = null } = config;
  const shared = createSharedReads();
  const rateLimiter = createRateLimiter<IotApi>(paceOf(quotas, quotaShare), config.sharedBuckets);
  const callsAt = createAwsCalls(rateLimiter, shared, config.observe, config.callTimeoutMs);
  const clientsOf = createIotClients(
    {
      region,
      ...(endpoint !== null && { endpoint }),
      maxAttempts: 1,
      requestHandler: { connectionTimeout: CONNECT_TIMEOUT_MS, httpsAgent: { maxSockets: MAX_SOCKETS } },
    },
    { readRole: config.readRole ?? null, cancelRole: config.cancelRole ?? null },
    createRoleSessions({ region, endpoint: stsEndpoint }),
  );

  const forgetReads = (names: readonly string[]) => shared.forget(names);
  let firstOrigin: AwsOrigin | null = null;
  let lastOrigin: AwsOrigin | null = null;
  const seen = (arn: string | undefined) => {
    lastOrigin = originFromArn(arn) ?? lastOrigin;
    firstOrigin ??= lastOrigin;
  };

  return {
    as(caller, priority = "interactive") {
      const clients = clientsOf(sessionName(caller ?? SERVICE));
      const aws = callsAt(priority);
      return fillShortPages({
        account: () => firstOrigin?.account ?? null,
        lastOrigin: () => lastOrigin,
        acquireCall: aws.acquireCall,
        ...fleetIndexCalls(clients.read, aws),
        ...thingCalls(clients.read, aws, seen),
        ...thingNameCalls(clients.read, aws),
        ...jobCalls(clients, aws, seen, forgetReads),
        ...executionCalls(clients, aws, seen, forgetReads),
      });
    },
    pace: (api) => rateLimiter.pace(api),
  };
}

/** The gateway of the service itself. */
export function createIotGateway(config: IotGatewayConfig): IotGateway {
  return createFleetGateway(config).as(null);
}
