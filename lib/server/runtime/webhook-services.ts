import { getEnv } from "@/lib/server/config/env";
import type { WebhookServices } from "@/lib/server/notifications/notify-webhook";
import { findFleet } from "@/lib/server/runtime/fleets";
import { getAuditLog, getDatabase } from "@/lib/server/runtime/store";

/** The services to send a fleet's notifications. Null when there is no such fleet, or it has no webhook. */
export function findWebhookServices(fleetId: string): WebhookServices | null {
  const webhook = findFleet(fleetId)?.config.webhook;
  if (!webhook) return null;
  return { webhook, audit: getAuditLog(), database: getDatabase, publicOrigin: getEnv().publicOrigin };
}
