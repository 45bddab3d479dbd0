import { postSql } from "#lib/http/endpoints/sql.ts";
import { methodsOtherThan } from "#lib/http/method-not-allowed.ts";

export const POST = postSql;

export const { GET, PUT, PATCH, DELETE, OPTIONS } = methodsOtherThan("POST");
