/** RegistryMaxResults of the model. */
const REGISTRY_PAGE_SIZE = 250;

/** The members of a registry call that say which page it wants. */
export const pageOf = (cursor: string | null) => ({
  maxResults: REGISTRY_PAGE_SIZE,
  nextToken: cursor ?? undefined,
});

export function toPage<Row>(rows: Row[] | undefined, nextToken: string | undefined) {
  return { rows: rows ?? [], cursor: nextToken ?? null, readAt: new Date() };
}
