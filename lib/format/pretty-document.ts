/** A job document laid out to be read. Where it is not JSON, it is shown as it is. */
export function prettyDocument(document: string): string {
  try {
    return JSON.stringify(JSON.parse(document), null, 2);
  } catch {
    return document;
  }
}
