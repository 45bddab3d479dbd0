import { requireLocalVisitor } from "#lib/http/local-visitor.ts";
import { methodsOtherThan } from "#lib/http/method-not-allowed.ts";
import { pageOf } from "#lib/http/page.ts";
import { json } from "#lib/http/respond.ts";
import { route } from "#lib/http/route.ts";
import { emptyAccountMailbox, listAccountMailbox } from "#lib/operations/account/mailbox.ts";

/** Nobody is signed in who has forgotten their password: being at the machine is what lets in. */
export const GET = route(
  async ({ request, url }) => {
    requireLocalVisitor(request.headers);
    return json(await listAccountMailbox(pageOf(url)));
  },
  { auth: "none" },
);

export const DELETE = route(
  async ({ request }) => {
    requireLocalVisitor(request.headers);
    await emptyAccountMailbox();
    return json({});
  },
  { auth: "none" },
);

export const { POST, PUT, PATCH, OPTIONS } = methodsOtherThan("GET", "DELETE");
