import { cookies } from "next/headers";
import { THEME_COOKIE, toTheme, type Theme } from "./theme";

/** The theme the person chose on this browser, "system" where none was chosen. On the server only. */
export async function readTheme(): Promise<Theme> {
  const jar = await cookies();
  return toTheme(jar.get(THEME_COOKIE)?.value);
}
