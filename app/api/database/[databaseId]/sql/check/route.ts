import { postSqlCheck } from "#lib/http/endpoints/sql.ts";
import { methodsOtherThan } from "#lib/http/method-not-allowed.ts";

export const POST = postSqlCheck;

export const { GET, PUT, PATCH, DELETE, OPTIONS } = methodsOtherThan("POST");
