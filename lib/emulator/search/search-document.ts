/** A thing in the index `AWS_Things`, as queries see it and SearchIndex returns it. */
export type SearchDocument = {
  thingName: string;
  thingTypeName?: string | undefined;
  thingGroupNames: string[];
  /** The index lists it among the group names [MD: ThingDocument.thingGroupNames]. */
  billingGroupName?: string | undefined;
  attributes: Record<string, string>;
  /** In the registry: absent until the first connection. In the index: absent when connectivity is not indexed. */
  connectivity?: { connected: boolean; timestamp?: number; disconnectReason?: string } | undefined;
};
