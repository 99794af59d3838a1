import { CircleCheck, CircleX, Info, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { joinClasses } from "./join-classes";
import type { Tone } from "./tone";

type NoticeTone = Exclude<Tone, "neutral">;

const LOOK: Record<NoticeTone, { box: string; text: string; icon: ReactNode }> = {
  info: { box: "border-line-strong bg-info-soft", text: "text-info", icon: <Info aria-hidden /> },
  success: {
    box: "border-line-strong bg-success-soft",
    text: "text-success",
    icon: <CircleCheck aria-hidden />,
  },
  warning: {
    box: "border-warning-line bg-warning-panel",
    text: "text-warning",
    icon: <TriangleAlert aria-hidden />,
  },
  danger: { box: "border-danger-line bg-danger-soft", text: "text-danger", icon: <CircleX aria-hidden /> },
};

/**
 * A message about what is below it. `title` is in bold at the start of the text. `controls` are below the text, in the
 * normal color. With `announce`, screen readers read it out when it appears.
 */
export function Notice({
  tone,
  title,
  icon,
  controls,
  announce = false,
  className,
  children,
}: {
  tone: NoticeTone;
  title?: ReactNode;
  icon?: ReactNode;
  controls?: ReactNode;
  announce?: boolean;
  className?: string;
  children?: ReactNode;
}) {
  const look = LOOK[tone];
  return (
    <div
      role={announce ? "alert" : undefined}
      className={joinClasses("flex gap-2.5 rounded-lg border px-3.5 py-3 text-sm", look.box, className)}
    >
      <span className={joinClasses("pt-0.5 [&_svg]:size-4", look.text)}>{icon ?? look.icon}</span>
      <div className="min-w-0 flex-1">
        <div className={joinClasses("wrap-anywhere", look.text)}>
          {title && <strong className="font-semibold">{title} </strong>}
          {children}
        </div>
        {controls && <div className="mt-2">{controls}</div>}
      </div>
    </div>
  );
}
