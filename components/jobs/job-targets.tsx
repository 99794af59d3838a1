import { Boxes, Cpu, Target } from "lucide-react";
import Link from "next/link";
import { thingHref } from "@/components/shell/fleet-href";
import { Panel } from "@/components/ui/panel";
import { THING_NAME_PATTERN } from "@/lib/core/domain/names";
import { targetOf } from "./target-of";

const ICON = { thing: Cpu, group: Boxes, other: Target };
const WORDS = { thing: "Thing", group: "Thing group", other: "Target" };

/** The targets by name, with their ARNs on hover. */
export function JobTargets({
  fleetId,
  targets,
  processing,
}: {
  fleetId: string;
  targets: readonly string[];
  processing: readonly string[];
}) {
  const busy = new Set(processing.map((name) => targetOf(name).name));
  return (
    <Panel title="Targets" aside={<span className="text-sm text-muted">{targets.length}</span>}>
      {targets.length === 0 && <p className="text-sm text-muted">AWS names no target for this job.</p>}
      <ul
        tabIndex={targets.length > 0 ? 0 : undefined}
        aria-label="Targets"
        className="flex max-h-120 flex-col gap-2 overflow-y-auto"
      >
        {targets.map((arn) => {
          const { kind, name } = targetOf(arn);
          const Icon = ICON[kind];
          return (
            <li key={arn} title={arn} className="flex items-baseline gap-2 text-sm">
              <Icon aria-hidden className="size-3.5 shrink-0 translate-y-0.5 text-muted" />
              <span className="sr-only">{WORDS[kind]}</span>
              {kind === "thing" && THING_NAME_PATTERN.test(name) ? (
                <Link
                  href={thingHref(fleetId, name)}
                  prefetch={false}
                  className="min-w-0 font-mono wrap-anywhere text-ink hover:underline"
                >
                  {name}
                </Link>
              ) : (
                <span className="min-w-0 font-mono wrap-anywhere text-ink">{name}</span>
              )}
              {busy.has(name) && <span className="text-xs text-muted">being created</span>}
            </li>
          );
        })}
      </ul>
    </Panel>
  );
}
