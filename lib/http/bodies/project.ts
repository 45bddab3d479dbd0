import { bodySchema, object, optionalBody } from "../body-schema.ts";

export const name = {
  type: "string",
  maxLength: 100,
  pattern: "^(?=.*\\S)[^\\u0000-\\u001f\\u007f]*$",
  description: "a name of 1 to 100 characters, not only spaces",
};

const description = { type: ["string", "null"], maxLength: 2000 };

const id = {
  type: "string",
  pattern: "^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$",
  description: "an id (a UUID)",
};

export const createProjectBody = bodySchema<{
  name: string;
  description?: string | null;
  organizationId?: string;
}>(object({ name, description, organizationId: id }, ["name"]));

const template = { type: "string", minLength: 1, maxLength: 100 };

/** As for a project, and the template that its database begins with. */
export const createProjectWithDatabaseBody = bodySchema<{
  name: string;
  description?: string | null;
  organizationId?: string;
  template?: string;
}>(object({ name, description, organizationId: id, template }, ["name"]));

export const applyTemplateBody = bodySchema<{ template: string }>(object({ template }, ["template"]));

export const updateProjectBody = bodySchema<{ name?: string; description?: string | null }>({
  ...object({ name, description }, []),
  minProperties: 1,
});

/** The name as the person typed it, to prove that they mean it. */
export const deleteProjectBody = optionalBody(
  bodySchema<{ name?: string }>(object({ name: { type: "string" } }, [])),
);

export const createDatabaseBody = bodySchema<{ projectId: string }>(object({ projectId: id }, ["projectId"]));

export const createTokenBody = bodySchema<{ name: string; expires_at?: string | null }>(
  object({ name, expires_at: { type: ["string", "null"], maxLength: 40 } }, ["name"]),
);
