/** The query is not in the language of fleet indexing; becomes InvalidQueryException 400. */
export class InvalidQueryError extends Error {
  override name = "InvalidQueryError";
}
