import type { AuditLog } from "@/lib/server/audit/audit-log";
import type { Database } from "@/lib/server/db/open-database";
import type { WorkKind } from "@/lib/server/db/work-queue";
import { type AuditFacts, CONSOLE } from "@/lib/core/domain/audit-entry";
import type { Webhook } from "@/lib/server/config/fleet";
import { type Sent, sendSigned, WEBHOOK_TRIES } from "./send-signed";

/** What notifications to a fleet's webhook need. */
export interface WebhookServices {
  webhook: Webhook;
  audit: Pick<AuditLog, "record">;
  database: () => Promise<Database>;
  /** The address at which people reach the console. Null: messages have no link. */
  publicOrigin: string | null;
}

/** `nothing-to-send`: what the message is about is gone, or no longer worth a message. */
export type NotificationResult = Sent | { kind: "nothing-to-send" };

/**
 * How the work queue runs notifications. A notification that the receiver did not take is no failed job: `sendSigned`
 * counts the tries, because the last one has to be recorded. `retry` is only for jobs that a process left behind when
 * it ended.
 */
export const NOTIFICATION_WORK = {
  onePerKey: false,
  atOnce: 2,
  retry: { limit: 1_000, delaySeconds: 5, maxDelaySeconds: 300 },
} satisfies Omit<WorkKind, "name">;

/** What a message is about, for the audit log. */
interface Subject {
  fleetId: string;
  jobId: string | null;
  operationId: string | null;
  asked: AuditFacts;
}

/**
 * Sends a message to a fleet's webhook, once. After the last try that fails, an audit entry says that it was given up.
 *
 * @param tries how often it was sent before
 */
export async function notifyWebhook(
  { webhook, audit }: Pick<WebhookServices, "webhook" | "audit">,
  message: object,
  { asked, ...about }: Subject,
  tries: number,
  signal: AbortSignal,
): Promise<Sent> {
  const sent = await sendSigned(webhook, message, tries, signal);
  if (sent.kind === "gave-up")
    await audit.record(
      {
        action: "webhook-told",
        actor: CONSOLE,
        from: null,
        thingName: null,
        executionNumber: null,
        ...about,
        asked: { ...asked, tries: WEBHOOK_TRIES },
        before: null,
      },
      { kind: "gave-up", errorName: sent.problem, requestId: null, completedBy: "answer", after: null },
    );
  return sent;
}
