import type { Metadata } from "next";
import { FullPageMessage } from "@/components/shell/full-page-message";
import { ButtonLink } from "@/components/ui/button-link";

export const metadata: Metadata = { title: "Not found" };

export default function NotFound() {
  return (
    <main>
      <FullPageMessage
        title="There is nothing at this address"
        actions={
          <ButtonLink href="/" variant="primary">
            To the fleet
          </ButtonLink>
        }
      >
        The thing, job or execution may have been deleted, or its name may be misspelled. Names are
        case-sensitive.
      </FullPageMessage>
    </main>
  );
}
