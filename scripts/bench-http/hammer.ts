/**
 * One app that asks for all it can get, as a process of its own: what it does must not stand in the way of those who measure
 * how long the others wait. Its one argument is a JSON `Hammering`; it prints how many requests were answered.
 */
import { setPriority } from "node:os";
import { Load, type Tenant } from "./load.ts";

export interface Hammering {
  readonly url: string;
  readonly tenant: Tenant;
  readonly connections: number;
  readonly seconds: number;
}

// The cast: written by `bench-http-mixed.ts`, which has the type.
const { url, tenant, connections, seconds } = JSON.parse(process.argv[2] ?? "") as Hammering;
// Not that of the process that measures.
setPriority(0);
const load = new Load(url);
const endsAt = performance.now() + seconds * 1000;
await Promise.all(Array.from({ length: connections }, () => load.person(tenant, 0, endsAt)));
load.close();
process.stdout.write(String(load.latenciesMs.length));
