import { IoTClient } from "@aws-sdk/client-iot";
import { createAwsCalls } from "./call-aws";
import { executionCalls } from "./executions";
import type { IotGateway } from "./iot-gateway";
import { jobCalls } from "./jobs";
import { createPacer } from "./pacer";
import { type IotApi, paceOf } from "./quotas";
import { createSharedReads } from "./shared-reads";
import { thingCalls } from "./things";

export interface IotGatewayConfig {
  region: string;
  /** Null: the address that AWS has for the region. */
  endpoint: string | null;
  quotas: "aws" | "off" | Readonly<Record<string, number>>;
  /** Our part of the quotas, 0 to 1. */
  quotaShare: number;
}

/** Fifty calls at once per endpoint is the SDK's own bound too; the pacer keeps far below it. */
const MAX_SOCKETS = 50;
const CONNECT_TIMEOUT_MS = 3_000;

/**
 * The gateway to one account and region. Make one per process and fleet: it holds the
 * pacer and the shared reads, which are of use only when everyone goes through them.
 * Credentials come from the SDK's default chain.
 */
export function createIotGateway({ region, endpoint, quotas, quotaShare }: IotGatewayConfig): IotGateway {
  const client = new IoTClient({
    region,
    ...(endpoint !== null && { endpoint }),
    maxAttempts: 1,
    requestHandler: { connectionTimeout: CONNECT_TIMEOUT_MS, httpsAgent: { maxSockets: MAX_SOCKETS } },
  });
  const shared = createSharedReads();
  const aws = createAwsCalls(createPacer<IotApi>(paceOf(quotas, quotaShare)), shared);

  let account: string | null = null;
  const seen = (arn: string | undefined) => {
    account ??= arn?.split(":")[4] ?? null;
  };

  return {
    account: () => account,
    ...thingCalls(client, aws, seen),
    ...jobCalls(client, aws, seen),
    ...executionCalls(client, aws, seen, () => shared.forget()),
  };
}
