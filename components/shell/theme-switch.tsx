import { Monitor, Moon, Sun, SunMoon } from "lucide-react";
import { ThemeChoice } from "./theme-choice";
import { THEMES, type Theme } from "./theme";

const CHOICE: Record<Theme, { name: string; icon: React.ReactNode }> = {
  system: { name: "System", icon: <Monitor aria-hidden /> },
  light: { name: "Light", icon: <Sun aria-hidden /> },
  dark: { name: "Dark", icon: <Moon aria-hidden /> },
};

/**
 * System, light or dark: three radio buttons in the browser's own popover. Rendered on the server; only `ThemeChoice`,
 * which handles the change, is a client component.
 */
export function ThemeSwitch({ initial }: { initial: Theme }) {
  return (
    <>
      <button
        type="button"
        popoverTarget="theme-choice"
        aria-label="Theme"
        className="flex size-8 shrink-0 items-center justify-center rounded-md text-body hover:bg-hover"
      >
        <SunMoon aria-hidden className="size-4" />
      </button>
      <ThemeChoice
        id="theme-choice"
        popover="auto"
        className="fixed inset-auto top-14 right-4 m-0 mt-1 supports-[position-area:bottom]:top-auto supports-[position-area:bottom]:right-auto supports-[position-area:bottom]:[position-area:bottom_span-left] rounded-lg border border-line-strong bg-panel p-1 text-sm text-body shadow-float"
      >
        <legend className="sr-only">Theme</legend>
        {THEMES.map((theme) => (
          <label
            key={theme}
            className="flex h-8 items-center gap-2.5 rounded-md px-2.5 pr-8 hover:bg-hover has-checked:bg-accent-soft has-checked:text-accent has-focus-visible:outline-2 has-focus-visible:outline-accent [&_svg]:size-4"
          >
            <input
              type="radio"
              name="theme"
              value={theme}
              defaultChecked={theme === initial}
              className="sr-only"
            />
            {CHOICE[theme].icon}
            {CHOICE[theme].name}
          </label>
        ))}
      </ThemeChoice>
    </>
  );
}
