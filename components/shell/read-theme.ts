import { cookies } from "next/headers";
import { THEME_COOKIE, toTheme, type Theme } from "./theme";

/** The theme chosen in this browser; "system" where none was. On the server only. */
export async function readTheme(): Promise<Theme> {
  const jar = await cookies();
  return toTheme(jar.get(THEME_COOKIE)?.value);
}
