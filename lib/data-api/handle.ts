import type { Room } from "#lib/limits/body-room.ts";
import { runtime } from "#lib/runtime/runtime.ts";
import { absentServices, projectNotNamed } from "./absent-service.ts";
import { lacksProject, readAddress } from "./address.ts";
import { authService } from "./auth/auth-service.ts";
import { cachingHeaders } from "./caching.ts";
import { corsHeaders, isPreflight, preflight } from "./cors.ts";
import type { DataHandler, DataRequest, DataResponse } from "./data-request.ts";
import { restService } from "./rest-service.ts";

/** The services of a project's data API, by the name in their path. */
const services: ReadonlyMap<string, DataHandler> = new Map([
  ["auth", authService],
  ["rest", restService],
  ...absentServices,
]);

/**
 * Answers one request of an app.
 *
 * @param hosts the names under which projects have labels of their own.
 * @returns null when it is not for the data API.
 */
export function handle(request: DataRequest, hosts: readonly string[]): Promise<DataResponse> | null {
  const address = readAddress(request.url, request.header("host"), hosts);
  if (address === null) return lacksProject(request.url) ? sayThatNoneIsNamed(request) : null;
  const serve = services.get(address.service);
  if (serve === undefined) return null;
  if (isPreflight(request)) return Promise.resolve(preflight(request));
  const { ref, path, search } = address;
  let room: Room | undefined;
  // One by one: a request's methods may live on its prototype.
  const found = {
    method: request.method,
    url: request.url,
    header: (name: string) => request.header(name),
    headerNames: () => request.headerNames(),
    text: async () => {
      room ??= await runtime().bodyRoom.take(ref, (name) => request.header(name));
      const text = await request.text(room.late);
      room.arrived();
      return text;
    },
    ref,
    path,
    search,
  };
  const answer = serve(found);
  return withOwnHeaders(request.method === "GET" ? answer : answer.finally(() => room?.leave()), request);
}

function sayThatNoneIsNamed(request: DataRequest): Promise<DataResponse> {
  if (isPreflight(request)) return Promise.resolve(preflight(request));
  return withOwnHeaders(Promise.resolve(projectNotNamed), request);
}

/** With what every service's answers have. */
async function withOwnHeaders(answer: Promise<DataResponse>, request: DataRequest): Promise<DataResponse> {
  const response = await answer;
  const headers = [...cachingHeaders(request, response), ...corsHeaders(request)];
  return headers.length === 0 ? response : { ...response, headers: [...response.headers, ...headers] };
}
