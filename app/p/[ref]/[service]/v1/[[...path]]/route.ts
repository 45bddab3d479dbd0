import { dataApi } from "#lib/data-api/web.ts";

/** All services of the data API: the same handler that the product's own server mounts directly, for any other host of these pages. */
export {
  dataApi as DELETE,
  dataApi as GET,
  dataApi as HEAD,
  dataApi as OPTIONS,
  dataApi as PATCH,
  dataApi as POST,
  dataApi as PUT,
};
