// The schemas of our route handlers' answers. Imported only on demand, and all at once: nearly all of their size is
// zod.
export { auditEntrySchema, auditPageSchema } from "@/lib/core/contracts/audit";
export {
  executionPageSchema,
  executionSchema,
  openCountSchema,
  retryAttemptSchema,
} from "@/lib/core/contracts/execution";
export { cancelPlanSchema } from "@/lib/core/contracts/plan-cancellation";
export { jobDocumentSchema, jobPageSchema, jobSchema, queueJobsSchema } from "@/lib/core/contracts/job";
export {
  operationItemsPageSchema,
  operationMentionsSchema,
  operationProgressSchema,
  operationsPageSchema,
  openOperationsSchema,
} from "@/lib/core/contracts/operation";
export { foundNamesSchema } from "@/lib/core/contracts/found-names";
export { failedAnswerSchema } from "@/lib/core/contracts/read-failure";
export { nameListSchema, thingPageSchema, thingSchema } from "@/lib/core/contracts/thing";
export {
  openOfThingsSchema,
  savedViewsSchema,
  triageCountsSchema,
  triageGroupsSchema,
  triagePageSchema,
  triageTotalSchema,
} from "@/lib/core/contracts/triage";
export { trendSchema } from "@/lib/core/contracts/trend";
