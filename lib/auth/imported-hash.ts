/** Hashes that users bring along from elsewhere, in the forms that exports have; ours are bcrypt. */
const forms = [
  /^\$2[aby]\$\d\d\$[./A-Za-z0-9]{53}$/,
  // The PHC string format of the argon2 libraries.
  /^\$argon2(id|i|d)\$v=19\$m=\d{1,7},t=\d{1,3},p=\d{1,2}\$[A-Za-z0-9+/]{11,128}\$[A-Za-z0-9+/]{16,128}$/,
  // Firebase's scrypt, as Supabase's migration tools write it: n is the memory cost as a power of two, ss the salt
  // separator, sk the signer key.
  /^\$fbscrypt\$v=1,n=\d{1,2},r=\d{1,2},p=\d{1,2}(,ss=[A-Za-z0-9+/=]{0,64})?(,sk=[A-Za-z0-9+/=]{1,256})\$[A-Za-z0-9+/=]{1,128}\$[A-Za-z0-9+/=]{1,256}$/,
] as const;

/** Whether a sign-in can be checked against the text; what costs too much to check is refused, too. */
export function isImportableHash(text: string): boolean {
  return forms.some((form) => form.test(text)) && isAffordable(text);
}

/** A hash is somebody's word for how much work each sign-in takes: at most 256 MiB of memory and a few seconds. */
function isAffordable(text: string): boolean {
  const number = (name: string) => Number(new RegExp(`[$,]${name}=(\\d+)`).exec(text)?.[1] ?? 0);
  if (text.startsWith("$2")) return Number(text.slice(4, 6)) >= 4 && Number(text.slice(4, 6)) <= 14;
  if (text.startsWith("$argon2"))
    return (
      number("m") >= 8 && number("m") <= 262_144 && number("t") >= 1 && number("t") <= 16 && number("p") >= 1
    );
  return (
    number("n") >= 1 &&
    number("n") <= 17 &&
    number("r") >= 1 &&
    number("r") <= 16 &&
    number("p") >= 1 &&
    number("p") <= 4
  );
}
