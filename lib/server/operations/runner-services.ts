import type { Transaction } from "kysely";
import type { Actor } from "@/lib/core/permissions/actor";
import type { AuditLog } from "@/lib/server/audit/audit-log";
import type { Database } from "@/lib/server/db/open-database";
import type { Tables } from "@/lib/server/db/tables";
import type { Canceled, CancelFailure } from "@/lib/core/domain/cancel-failure";
import type { Result } from "@/lib/core/domain/result";
import type { AwsTarget } from "@/lib/core/domain/execution";
import type { Fleet } from "@/lib/server/config/fleet";
import type { OutcomeReader } from "@/lib/server/executions/complete-open-cancellations";
import type { IotGateway } from "@/lib/server/iot/iot-gateway";

export type RunnerGateway = OutcomeReader & Pick<IotGateway, "cancelExecution" | "acquireCall">;

/** What the runner of a fleet needs. */
export interface RunnerServices {
  fleet: Pick<Fleet, "id" | "bulkLimit">;
  /** Where the fleet's calls go now. */
  target: () => AwsTarget;
  /** Asks AWS for the account that the fleet's calls go to, if it is unknown. */
  learnAccount?: () => Promise<void>;
  /** How long an operation stays suspended before it is paused and a notification is sent. */
  suspendAtMostMs: number;
  audit: AuditLog;
  database: () => Promise<Database>;
  /** The gateway that calls AWS in this person's name. Null: in the console's own. */
  gatewayOf: (caller: Actor | null) => RunnerGateway;
  /** As in `cancelExecution`. */
  publishCancellation?: (outcome: Result<Canceled, CancelFailure>) => void | Promise<void>;
  /** A person with the permissions that they have now in this fleet. Null: they may no longer sign in. */
  findPerson: (personId: string) => Promise<Actor | null>;
  /** Enqueues the notification of a pause that nobody asked for, if the fleet has a webhook. */
  notifyPaused?: (transaction: Transaction<Tables>, operationId: string) => Promise<void>;
  /** Enqueues the notification of an operation's end, if the fleet has a webhook. */
  notifyEnd?: (transaction: Transaction<Tables>, operationId: string) => Promise<void>;
  /** The rate limit of CancelJobExecution now. Null: there is none. */
  pace: () => { perSecond: number; aim: number; throttledAt: Date | null } | null;
}
