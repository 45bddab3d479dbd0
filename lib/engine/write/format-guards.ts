import type { Column } from "../../catalog/types.ts";
import { keyword, type Sql, sql } from "../../sql/sql.ts";

/**
 * Conditions under which a text has not the form of its column's type: no door may store what the record validator
 * would refuse. A little wider than `lib/catalog/values/value-text.ts` where only a URL parser could tell.
 *
 * @returns conditions that are null for a null value.
 */
export function formatGuards({ type, sql_type }: Column, value: Sql): readonly Sql[] {
  if (sql_type !== undefined) return [];
  switch (type) {
    case "email":
      return [
        sql`(length(${value}) > 254 or ${value} !~ ${email} or ${value} ~ ${keyword("'\\.\\.|^\\.|\\.@'")})`,
      ];
    case "url":
      return [sql`(length(${value}) > 2048 or ${value} !~* ${webAddress})`];
    case "file":
      return [
        sql`(length(${value}) > 2048 or ${value} = '' or (${value} !~* ${webAddress} and ${value} ~* ${strangePath}))`,
      ];
    case "phone":
      return [
        sql`(length(${value}) > 40 or ${value} !~ '^[0-9+(). -]+$' or length(regexp_replace(${value}, '[^0-9]', '', 'g')) not between 3 and 20)`,
      ];
    default:
      return [];
  }
}

const email = keyword(
  String.raw`'^[^[:space:][:cntrl:]@<>()\[\]\\,;:"]{1,64}@[[:alnum:]]([[:alnum:]-]*\.)+[[:alnum:]-]*[[:alnum:]]$'`,
);
const webAddress = keyword("'^https?://[^[:space:][:cntrl:]/][^[:space:][:cntrl:]]*$'");
/** Another scheme, another host, a way up, or what no path holds. */
const strangePath = keyword(String.raw`'[[:cntrl:]\\]|^[[:space:]]*[a-z][a-z0-9+.-]*:|^//|(^|/)\.\.(/|$)'`);
