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

/** What the runner of a fleet takes from. */
export interface RunnerServices {
  fleet: Pick<Fleet, "id" | "bulkLimit">;
  /** Where the fleet's calls go now. */
  target: () => AwsTarget;
  /** Finds out the account that the fleet's calls go to, where nothing has told it yet. */
  learnAccount?: () => Promise<void>;
  /** How long an operation waits for what suspended it, before it is paused and somebody is notified. */
  suspendAtMostMs: number;
  audit: AuditLog;
  database: () => Promise<Database>;
  /** Calls AWS in this person's name, after calls that people wait for. Null: in the service's own. */
  gatewayOf: (caller: Actor | null) => RunnerGateway;
  /** As cancelExecution takes it. */
  publishCancellation?: (outcome: Result<Canceled, CancelFailure>) => void | Promise<void>;
  /** A person with the rights that they have now, in this fleet. Null: they may not sign in any more. */
  findPerson: (personId: string) => Promise<Actor | null>;
  /** Has a pause that nobody asked for told to whoever the fleet's configuration names. */
  notifyPaused?: (transaction: Transaction<Tables>, operationId: string) => Promise<void>;
  /** Has the end of an operation told to whoever the fleet's configuration names, once `transaction` is committed. */
  notifyEnd?: (transaction: Transaction<Tables>, operationId: string) => Promise<void>;
  /** How fast CancelJobExecution may be called now. Null: without a bound. */
  pace: () => { perSecond: number; aim: number; throttledAt: Date | null } | null;
}
