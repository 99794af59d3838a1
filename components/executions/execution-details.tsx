import { Panel } from "@/components/ui/panel";
import type { StatusDetails } from "@/lib/core/domain/status-details";

/**
 * What the device reported, or what a cancellation left. Devices write this text: it is shown as it is, never as
 * markup.
 */
export function ExecutionDetails({ details }: { details: StatusDetails }) {
  const keys = Object.keys(details);
  return (
    <Panel title="Status details" padded={keys.length === 0}>
      {keys.length === 0 ? (
        <p className="text-sm text-muted">AWS IoT has no status details for this execution.</p>
      ) : (
        <table className="w-full table-fixed text-left text-sm">
          <thead>
            <tr className="border-y border-line text-xs text-muted">
              <th scope="col" className="w-1/3 px-4 py-2 font-medium">
                Key
              </th>
              <th scope="col" className="px-4 py-2 font-medium">
                Value
              </th>
            </tr>
          </thead>
          <tbody>
            {keys.map((key) => (
              <tr key={key} className="border-b border-line align-top last:border-0">
                <th scope="row" className="px-4 py-2 font-mono font-normal wrap-anywhere text-body">
                  {key}
                </th>
                <td className="px-4 py-2 font-mono wrap-anywhere whitespace-pre-wrap text-ink">
                  {details[key]}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Panel>
  );
}
