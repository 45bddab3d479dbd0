const themes = ["system", "light", "dark"] as const;
export type Theme = (typeof themes)[number];

/** Read by the server too, so that a page never comes in the wrong colours first. */
export const themeCookie = "rowhouse_theme";

/** What a cookie says; anything else leaves it to the system. */
export function readTheme(value: string | undefined): Theme {
  return themes.find((theme) => theme === value) ?? "system";
}
