import * as z from "zod/mini";
import { type CancelJobCall, commentIssue, reasonCodeIssue } from "@/lib/core/domain/cancel-job";
import { valid } from "./valid";
import { fleetIdSchema, jobIdSchema } from "./names";

/** The input of the dialog's form and of the action. */
export const cancelJobSchema = z.object({
  fleetId: fleetIdSchema,
  jobId: jobIdSchema,
  /** When the job that the person saw was created. If a read shows another job under the same id, nothing is sent. */
  seenCreatedAt: z.nullable(z.coerce.date()),
  force: z.boolean(),
  /** AWS stores both on the job, where anyone who reads it sees them; empty: none. The audit log has them too. */
  reasonCode: z.string().check(z.trim(), valid(reasonCodeIssue)),
  comment: z.string().check(z.trim(), valid(commentIssue)),
});
export type CancelJobCommand = z.infer<typeof cancelJobSchema>;
/** A command before it is parsed. */
export type CancelJobInput = z.input<typeof cancelJobSchema>;

/** The command as AWS takes it. */
export function toCancelJobCall({ force, reasonCode, comment }: CancelJobCommand): CancelJobCall {
  return { force, reasonCode: reasonCode || null, comment: comment || null };
}
