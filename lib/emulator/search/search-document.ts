/** What the index `AWS_Things` knows of one thing: the answer of SearchIndex and the ground for queries. */
export type SearchDocument = {
  thingName: string;
  thingTypeName?: string | undefined;
  thingGroupNames: string[];
  /** The index has it among the names of the groups [MD: ThingDocument.thingGroupNames]. */
  billingGroupName?: string | undefined;
  attributes: Record<string, string>;
  /** Of a thing: absent until it connects for the first time. In the index: absent when connectivity is not indexed. */
  connectivity?: { connected: boolean; timestamp?: number; disconnectReason?: string } | undefined;
};
