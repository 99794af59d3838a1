import { COUNTED_UP_TO, type IndexAge } from "@/lib/core/domain/triage";
import { countOf, countWords, executionsWords } from "./count";
import { relativeTime } from "./relative-time";

// The words about the index that every page needs, apart from the sentences of Stuck.

/** "4,000", or "10,000 or more" where counting stopped. */
export function countedWords(count: number): string {
  const words = countWords(count);
  return count >= COUNTED_UP_TO ? `${words} or more` : words;
}

/** The age and the gaps of the index, beside everything that comes from it. */
export function indexAgeWords(age: IndexAge, now: Date): string {
  const read = age.oldestReadAt ?? age.completeAt;
  const words = [
    read && `read ${relativeTime(read, now)}`,
    age.jobsNotRead > 0 && notRead(age),
    age.jobsRefused > 0 && `${countOf(age.jobsRefused, "job")} cannot be read`,
    read === null && age.jobsNotRead > 0 && "nothing read so far",
  ].filter(Boolean);
  return words.length === 0 ? "not read yet" : words.join(", ");
}

/** The same as a sentence of its own, where nothing else is shown. */
export function indexAgeSentence(age: IndexAge, now: Date): string {
  if (age.oldestReadAt ?? age.completeAt) return `The index was ${indexAgeWords(age, now)}.`;
  return age.jobsNotRead === 0
    ? "The index was not read yet."
    : `The index is being read for the first time: ${notRead(age)}.`;
}

/** The same beside a number elsewhere, with the failure of the index. */
export function indexStateWords(age: IndexAge, now: Date): string {
  const words = `By the index, ${indexAgeWords(age, now)}.`;
  return age.failure === null ? words : `${words} ${indexFailureTitle(age)}`;
}

function notRead({ executionsNotRead, jobsNotRead }: IndexAge): string {
  if (executionsNotRead !== null) return `${executionsWords(executionsNotRead)} not read yet`;
  return `${countOf(jobsNotRead, "job")} not read yet`;
}

/** The title above `indexFailureWords`. */
export function indexFailureTitle({
  failure,
  jobsRefused,
}: Pick<IndexAge, "failure" | "jobsRefused">): string {
  switch (failure?.scope) {
    case "jobs":
      return `${countOf(jobsRefused, "job")} cannot be read.`;
    case "enrichment":
      return "Some devices could not be looked at closely.";
    case "thing-types":
      return "The types of some devices are not known.";
    case "everything":
    case undefined:
      return "The index is not being updated.";
  }
}
