"use client";

import { useQuery } from "@tanstack/react-query";
import { useConsole } from "@/components/shell/console-context";
import { ExactTime } from "@/components/ui/exact-time";
import { Notice } from "@/components/ui/notice";
import { alertNotificationWords, alertWords } from "@/lib/core/format/alert-words";
import { triageCountsQuery } from "@/lib/client/queries/triage";

/** More alerts are many of a kind: the view by job lists their jobs. */
const MOST_SHOWN = 3;

/** The open alerts, from the query that the navigation repeats. */
export function AlertNotices() {
  const { fleet } = useConsole();
  const alerts = useQuery(triageCountsQuery(fleet.id)).data?.alerts ?? [];
  const left = alerts.length - MOST_SHOWN;
  return (
    <>
      {alerts.slice(0, MOST_SHOWN).map((alert) => (
        <Notice key={alert.id} tone="warning" title={alertWords(alert)} className="mb-3.5">
          It began <ExactTime date={alert.beganAt} focusable />
          {alertNotificationWords(alert)}
        </Notice>
      ))}
      {left > 0 && <p className="mb-3.5 text-sm text-muted">And {left} more alerts.</p>}
    </>
  );
}
