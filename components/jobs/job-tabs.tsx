"use client";

import { type KeyboardEvent, type ReactNode, useId } from "react";
import { joinClasses } from "@/components/ui/join-classes";

export const JOB_TABS = ["executions", "trend", "document", "configuration"] as const;
export type JobTab = (typeof JOB_TABS)[number];

const WORDS: Record<JobTab, string> = {
  executions: "Executions",
  trend: "Over time",
  document: "Document",
  configuration: "Configuration",
};

/** The tabs of a job's page. Arrow keys move between them. */
export function JobTabs({
  tab,
  onTab,
  onReach,
  children,
}: {
  tab: JobTab;
  onTab: (tab: JobTab) => void;
  /** The pointer or the focus reaches the tabs: their contents may be needed next. */
  onReach: () => void;
  children: ReactNode;
}) {
  const id = useId();

  const move = (event: KeyboardEvent) => {
    const to = keyTarget(event.key, JOB_TABS.indexOf(tab));
    if (to === undefined) return;
    event.preventDefault();
    onTab(to);
    document.getElementById(`${id}-${to}`)?.focus();
  };

  return (
    <>
      <div
        role="tablist"
        aria-label="About this job"
        onKeyDown={move}
        onPointerEnter={onReach}
        onFocus={onReach}
        className="mb-3.5 flex gap-5 overflow-x-auto border-b border-line"
      >
        {JOB_TABS.map((name) => (
          <button
            key={name}
            id={`${id}-${name}`}
            type="button"
            role="tab"
            aria-selected={name === tab}
            aria-controls={name === tab ? `${id}-panel` : undefined}
            tabIndex={name === tab ? 0 : -1}
            onClick={() => name !== tab && onTab(name)}
            className={joinClasses(
              "-mb-px border-b-2 py-2 text-sm font-medium -outline-offset-2",
              name === tab ? "border-accent text-ink" : "border-transparent text-muted hover:text-ink",
            )}
          >
            {WORDS[name]}
          </button>
        ))}
      </div>
      <div role="tabpanel" id={`${id}-panel`} aria-labelledby={`${id}-${tab}`}>
        {children}
      </div>
    </>
  );
}

function keyTarget(key: string, at: number): JobTab | undefined {
  switch (key) {
    case "ArrowRight":
      return JOB_TABS[(at + 1) % JOB_TABS.length];
    case "ArrowLeft":
      return JOB_TABS.at(at - 1);
    case "Home":
      return JOB_TABS[0];
    case "End":
      return JOB_TABS.at(-1);
    default:
      return undefined;
  }
}
