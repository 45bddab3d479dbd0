import type { Config } from "#lib/env/env.ts";

/** The names under which every project has a label of its own: the product's own address. */
export function projectHosts({ appUrl }: Pick<Config, "appUrl">): readonly string[] {
  return [new URL(appUrl).hostname];
}
