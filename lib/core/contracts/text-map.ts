import * as z from "zod/mini";

/** Texts by name. Not `z.record`: that drops `__proto__`, which is a legal name for AWS. */
export const textMapSchema = z.custom<Readonly<Record<string, string>>>(
  (value) =>
    typeof value === "object" &&
    value !== null &&
    !Array.isArray(value) &&
    Object.values(value).every((text) => typeof text === "string"),
);
