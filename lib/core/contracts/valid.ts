import * as z from "zod/mini";

/** Turns a rule of the domain, which answers with its sentence, into a check of a schema. */
export function valid(faultOf: (text: string) => string | null) {
  return z.check<string>((context) => {
    const message = faultOf(context.value);
    if (message !== null) context.issues.push({ code: "custom", input: context.value, message });
  });
}
