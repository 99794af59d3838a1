import { THEME_COOKIE, type Theme } from "./theme";

const YEAR_S = 365 * 24 * 60 * 60;

/** Applies the theme at once, and saves it in a cookie for the server's next render. */
export function chooseTheme(theme: Theme) {
  document.documentElement.dataset.theme = theme;
  document.cookie = `${THEME_COOKIE}=${theme}; path=/; max-age=${YEAR_S}; samesite=lax`;
}
