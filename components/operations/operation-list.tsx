"use client";

import { useRouter } from "next/navigation";
import { useConsole } from "@/components/shell/console-context";
import { jobsHref, operationHref } from "@/components/shell/fleet-href";
import { ListError } from "@/components/shell/list-error";
import { ListFooter } from "@/components/shell/list-footer";
import { LiveStatus } from "@/components/shell/live-status";
import { useLiveList } from "@/components/shell/use-live-list";
import { useShownRows } from "@/components/shell/use-shown-rows";
import { ButtonLink } from "@/components/ui/button-link";
import { DataTable } from "@/components/ui/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { Panel } from "@/components/ui/panel";
import { operationsQuery } from "@/lib/client/queries/operations";
import { operationColumns } from "./operation-columns";
import { useFollowOperations } from "./use-follow-operations";

/** The fleet's bulk cancellations, newest first. */
export function OperationList() {
  const { fleet } = useConsole();
  const router = useRouter();
  const list = useLiveList(operationsQuery(fleet.id));
  const rows = useShownRows(list, false);
  useFollowOperations(list.isLoading ? null : list.rows);
  return (
    <>
      <PageHeader title="Operations" actions={<LiveStatus list={list} />} />
      <Panel padded={false}>
        <DataTable
          label="Operations"
          columns={operationColumns(fleet.id)}
          rows={rows}
          rowKey={({ id }) => id}
          reading={{
            isLoading: list.isLoading,
            error: list.error && <ListError what="The operations" list={list} />,
            empty: (
              <EmptyState
                title="No operations yet"
                action={<ButtonLink href={jobsHref(fleet.id)}>To the jobs</ButtonLink>}
              >
                An operation cancels many executions at once. Select them on the page of a job or of a thing,
                then “Cancel … executions…” shows what will happen before anything does.
              </EmptyState>
            ),
          }}
          paging={{ onEndReached: list.hasMore ? () => void list.loadMore() : undefined }}
          interaction={{ onOpen: ({ id }) => router.push(operationHref(fleet.id, id)) }}
          layout={{
            maxHeight: "max(24rem, calc(100dvh - 14rem))",
            footer: <ListFooter list={list} one="operation" />,
          }}
        />
      </Panel>
    </>
  );
}
