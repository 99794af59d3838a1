/** What the index `AWS_Things` knows of one thing: the answer of SearchIndex and the ground for queries. */
export type SearchDocument = {
  thingName: string;
  thingTypeName?: string;
  thingGroupNames: string[];
  /** The index has it among the names of the groups [MD: ThingDocument.thingGroupNames]. */
  billingGroupName?: string | undefined;
  attributes: Record<string, string>;
  /** Absent when the index has never seen the thing connect: unknown, which is not the same as offline. */
  connectivity?: { connected: boolean; timestamp?: number; disconnectReason?: string };
};
