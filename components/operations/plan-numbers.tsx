import type { ReactNode } from "react";
import { ExactTime } from "@/components/ui/exact-time";
import { joinClasses } from "@/components/ui/join-classes";
import { TONE_TEXT, type Tone } from "@/components/ui/tone";
import type { CancelPlan, PlanConnectivity } from "@/lib/core/domain/cancel-plan";
import { countWords } from "@/lib/core/format/count";
import { NOT_CONNECTED } from "@/lib/core/format/thing-words";
import { paceWords } from "@/lib/core/format/plan-words";

/** What will happen to how many executions, what is known of their devices, and how long it takes. Leaves out zeros. */
export function PlanNumbers({ plan, force }: { plan: CancelPlan; force: boolean }) {
  const { counts } = plan;
  const canceled = counts.queued + (force ? counts.inProgress : 0);
  return (
    <dl className="grid grid-cols-[auto_auto_1fr] gap-x-3 gap-y-1 text-sm">
      <Row
        words="Queued"
        number={counts.queued}
        tone={counts.queued > 0 ? "danger" : "neutral"}
        will={counts.queued > 0 ? "will be canceled" : "nothing to cancel"}
      />
      {counts.inProgress > 0 && (
        <Row
          words="In progress"
          number={counts.inProgress}
          tone={force ? "danger" : "neutral"}
          will={force ? "will be canceled by force" : "left alone: AWS IoT cancels them by force only"}
        />
      )}
      {counts.finished > 0 && (
        <Row words="Finished" number={counts.finished} will="skipped: they have ended" />
      )}
      {counts.gone > 0 && (
        <Row words="Gone" number={counts.gone} will="skipped: AWS IoT no longer has them" />
      )}
      {counts.replaced > 0 && (
        <Row
          words="Replaced"
          number={counts.replaced}
          will="left alone: the execution you picked was replaced by another one"
        />
      )}
      {counts.unknownStatus > 0 && (
        <Row
          words="Unknown status"
          number={counts.unknownStatus}
          will="left alone: not canceled on a guess"
        />
      )}
      {counts.notAllowed > 0 && (
        <Row
          words="Not allowed"
          number={counts.notAllowed}
          will="left alone: your account is limited to things with other names"
        />
      )}
      {counts.inOtherOperations > 0 && (
        <Row
          words="Listed twice"
          number={counts.inOtherOperations}
          will="are on another operation's list too; each is canceled once"
        />
      )}
      {plan.connectivity && canceled > 0 && (
        <Fact words="Devices">{connectivityCounts(plan.connectivity)}</Fact>
      )}
      {canceled > 0 && <Fact words="Takes">{paceWords(canceled, plan.quotaPerSecond, plan.share)}</Fact>}
      <Fact words="List taken">
        <ExactTime date={plan.takenAt} focusable />
        {plan.question.kind === "executions"
          ? "; only what you selected is in it"
          : "; what was queued since then is not in it"}
      </Fact>
    </dl>
  );
}

function Row({
  words,
  number,
  will,
  tone = "neutral",
}: {
  words: string;
  number: number;
  will: string;
  tone?: Tone;
}) {
  return (
    <>
      <dt className="text-muted">{words}</dt>
      <dd className={joinClasses("text-right font-semibold tabular-nums", TONE_TEXT[tone])}>
        {countWords(number)}
      </dd>
      <dd className="min-w-0 text-body">{will}</dd>
    </>
  );
}

function Fact({ words, children }: { words: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-muted">{words}</dt>
      <dd className="col-span-2 min-w-0 text-body">{children}</dd>
    </>
  );
}

/** "1,204 connected, 251 disconnected, 37 unknown". Unknown is not offline. */
function connectivityCounts({
  connected,
  disconnected,
  notConnected,
  unknown,
  notAsked,
}: PlanConnectivity): string {
  const words = [
    [connected, "connected"],
    [disconnected, "disconnected"],
    [notConnected, NOT_CONNECTED],
    [unknown, "unknown"],
    [notAsked, "not looked up"],
  ] as const;
  const met = words.filter(([number]) => number > 0);
  return met.map(([number, word]) => `${countWords(number)} ${word}`).join(", ");
}
