import type { OperationPace } from "@/lib/core/domain/operation";
import { rateWords } from "./count";
import { duration } from "./duration";

/** "9.7 per second, quota 10 · about 56 s left", as far as each is known. */
export function speedWords({ perSecond, quotaPerSecond, share, secondsLeft }: OperationPace): string {
  const ours = share < 1 ? `, ${Math.round(share * 100)}% of it for this console` : "";
  const quota = quotaPerSecond === null ? "no quota is applied" : `quota ${rateWords(quotaPerSecond)}${ours}`;
  const speed = perSecond === null ? quota : `${rateWords(perSecond)} per second, ${quota}`;
  const left = secondsLeft === null ? null : timeLeftWords(secondsLeft);
  return [capital(speed), left].filter((words) => words !== null).join(" · ");
}

/** "about 56 s left". */
export function timeLeftWords(seconds: number): string {
  return seconds < 1 ? "about 1 s left" : `about ${duration(Math.ceil(seconds) * 1000)} left`;
}

const capital = (words: string) => words.charAt(0).toUpperCase() + words.slice(1);
