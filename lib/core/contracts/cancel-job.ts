import * as z from "zod/mini";
import { type CancelJobCall, commentIssue, reasonCodeIssue } from "@/lib/core/domain/cancel-job";
import { valid } from "./valid";
import { fleetIdSchema, jobIdSchema } from "./names";

/** What the dialog sends and the action accepts. */
export const cancelJobSchema = z.object({
  fleetId: fleetIdSchema,
  jobId: jobIdSchema,
  /** When the job that the person saw was created: another one under the same id is never canceled. */
  seenCreatedAt: z.nullable(z.coerce.date()),
  force: z.boolean(),
  /** AWS keeps both on the job, and shows them to whoever reads it; empty: none. The audit log has them too. */
  reasonCode: z.string().check(z.trim(), valid(reasonCodeIssue)),
  comment: z.string().check(z.trim(), valid(commentIssue)),
});
export type CancelJobCommand = z.infer<typeof cancelJobSchema>;
/** A command before it is parsed. */
export type CancelJobInput = z.input<typeof cancelJobSchema>;

/** The command as it is sent. */
export function toCancelJobCall({ force, reasonCode, comment }: CancelJobCommand): CancelJobCall {
  return { force, reasonCode: reasonCode || null, comment: comment || null };
}
