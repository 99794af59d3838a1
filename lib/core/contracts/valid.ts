import * as z from "zod/mini";

/** Turns a rule of the domain, which returns a sentence or null, into a check of a schema. */
export function valid(issueOf: (text: string) => string | null) {
  return z.check<string>((context) => {
    const message = issueOf(context.value);
    if (message !== null) context.issues.push({ code: "custom", input: context.value, message });
  });
}
