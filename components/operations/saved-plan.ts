import * as z from "zod/mini";
import { cancelSelectorSchema } from "@/lib/core/contracts/cancel-selector";

/**
 * What a plan dialog saves over a reload. Drafts exist just for the moment of a deployment, so the build that reads one
 * is not the build that wrote it: a member that was renamed is read by its old name as well.
 */
export const savedPlanSchema = z.pipe(
  z.object({
    question: cancelSelectorSchema,
    draft: z.object({
      reason: z.string(),
      // Half-typed pairs are saved too: the form says what is wrong with them.
      statusDetails: z.array(z.object({ key: z.string(), value: z.string() })),
      keepDeviceDetails: z.boolean(),
      sendsReason: z.optional(z.boolean()),
      tellsDevice: z.optional(z.boolean()), // the old name of sendsReason
      job: z.optional(z.object({ reasonCode: z.string(), comment: z.string() })),
    }),
  }),
  z.transform(({ question, draft: { sendsReason, tellsDevice, ...draft } }) => ({
    selector: question,
    draft: { ...draft, sendsReason: sendsReason ?? tellsDevice ?? false },
  })),
);
