// What our route handlers answer with. Imported on demand only, and all at once: nearly all of its weight is zod.
export { auditEntrySchema, auditPageSchema } from "@/lib/contracts/audit";
export {
  executionPageSchema,
  executionSchema,
  openCountSchema,
  retryAttemptSchema,
} from "@/lib/contracts/execution";
export { cancelPlanSchema } from "@/lib/contracts/plan-cancellation";
export { jobDocumentSchema, jobPageSchema, jobSchema, queueJobsSchema } from "@/lib/contracts/job";
export {
  operationItemsPageSchema,
  operationMentionsSchema,
  operationProgressSchema,
  operationsPageSchema,
  openOperationsSchema,
} from "@/lib/contracts/operation";
export { foundNamesSchema } from "@/lib/contracts/found-names";
export { failedAnswerSchema } from "@/lib/contracts/read-failure";
export { nameListSchema, thingPageSchema, thingSchema } from "@/lib/contracts/thing";
export {
  openOfThingsSchema,
  savedViewsSchema,
  triageCountsSchema,
  triageGroupsSchema,
  triagePageSchema,
  triageTotalSchema,
} from "@/lib/contracts/triage";
export { trendSchema } from "@/lib/contracts/trend";
