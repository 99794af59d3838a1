import { ConsoleProvider } from "@/components/shell/console-context";
import { Frame } from "@/components/shell/frame";
import { isDemo } from "@/lib/services";
import { requireFleet } from "./require-fleet";

export default async function FleetLayout({ params, children }: LayoutProps<"/[fleet]">) {
  const { fleet, actor } = await requireFleet(params);
  const shown = { id: fleet.id, name: fleet.name, region: fleet.region, account: fleet.account };
  return (
    <ConsoleProvider value={{ fleet: shown, actor }}>
      <Frame fleet={shown} actor={actor} demo={isDemo()}>
        {children}
      </Frame>
    </ConsoleProvider>
  );
}
