/** What the functions of triggers on `auth.users` may ask of a new account, with the types of these columns. */
export const accountFacts: Readonly<Record<string, string>> = {
  id: "uuid",
  aud: "text",
  role: "text",
  email: "text",
  phone: "text",
  raw_user_meta_data: "jsonb",
  raw_app_meta_data: "jsonb",
  email_confirmed_at: "timestamp with time zone",
  phone_confirmed_at: "timestamp with time zone",
  confirmed_at: "timestamp with time zone",
  invited_at: "timestamp with time zone",
  last_sign_in_at: "timestamp with time zone",
  created_at: "timestamp with time zone",
  updated_at: "timestamp with time zone",
  is_anonymous: "boolean",
};
