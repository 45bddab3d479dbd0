/** The one schema that a project has, as clients and messages name it. */
export const schemaName = "public";
