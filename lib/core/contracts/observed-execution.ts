import * as z from "zod/mini";
import type { ObservedExecution } from "@/lib/core/domain/observed-execution";
import { plainText } from "./plain-text";

const moment = z.nullable(z.coerce.date());

/** What was seen of an execution, sent along with a command. */
export const observedExecutionSchema = z.object({
  status: z.string().check(z.maxLength(64), plainText),
  executionNumber: z.nullable(z.int()),
  queuedAt: moment,
  startedAt: moment,
  versionNumber: z.nullable(z.int()),
  origin: z.nullable(
    z.object({
      region: z.string().check(z.maxLength(64), plainText),
      account: z.string().check(z.regex(/^[0-9]{12}$/)),
    }),
  ),
}) satisfies z.ZodMiniType<ObservedExecution>;
