import type { AuditFacts } from "@/lib/core/domain/audit-entry";

/** Recorded facts. Devices wrote some of this text: it is shown as it is, never as markup. */
export function AuditFactsTable({ title, facts }: { title: string; facts: AuditFacts | null }) {
  if (facts === null) return null;
  return (
    <table className="w-full table-fixed text-left text-sm">
      <caption className="pb-1 text-left text-sm font-medium text-ink">{title}</caption>
      <tbody>
        {Object.entries(facts).map(([name, value]) => (
          <tr key={name} className="border-t border-line align-top">
            <th scope="row" className="w-1/3 py-1.5 pr-3 font-normal text-muted">
              {name}
            </th>
            <td className="py-1.5 font-mono text-xs wrap-anywhere whitespace-pre-wrap text-ink">
              {typeof value === "string" ? value : JSON.stringify(value, null, 2)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
