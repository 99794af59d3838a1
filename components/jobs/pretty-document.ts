/** The document with a line per member where it is JSON; else as it is. It may be any text. */
export function prettyDocument(text: string): { text: string; isJson: boolean } {
  try {
    const value: unknown = JSON.parse(text);
    const pretty = JSON.stringify(value, null, 2);
    // Numbers beyond what JavaScript holds would be shown with other digits than the device gets.
    return { text: withoutSpace(pretty) === withoutSpace(text) ? pretty : text, isJson: true };
  } catch {
    return { text, isJson: false };
  }
}

const withoutSpace = (json: string) => json.replaceAll(/\s/g, "");
