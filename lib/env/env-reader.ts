import { readFileSync } from "node:fs";

export type Environment = Readonly<Record<string, string | undefined>>;

/** One environment variable that cannot be used; `accepted` completes the sentence "It takes …". */
export interface ConfigProblem {
  readonly variable: string;
  readonly message: string;
}

/** Thrown once with everything that is wrong, so that a person repairs the environment in one go. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
  readonly problems: readonly ConfigProblem[];

  constructor(problems: readonly ConfigProblem[]) {
    const lines = problems.map((problem) => `  ${problem.variable}: ${problem.message}`);
    super(["The configuration cannot be used:", ...lines].join("\n"));
    this.problems = problems;
  }
}

/** Reads typed values from environment variables and collects every problem instead of stopping at the first. */
export class EnvReader {
  readonly problems: ConfigProblem[] = [];
  readonly #environment: Environment;

  constructor(environment: Environment) {
    this.#environment = environment;
  }

  report(variable: string, message: string): void {
    this.problems.push({ variable, message });
  }

  /** An empty value counts as unset: that is what compose files and CI systems pass for "nothing". */
  text(variable: string): string | null {
    const value = this.#environment[variable]?.trim();
    return value === undefined || value === "" ? null : value;
  }

  /** Also reads `<variable>_FILE`, the convention for secrets that are mounted as files. */
  secret(variable: string): string | null {
    const direct = this.text(variable);
    const file = this.text(`${variable}_FILE`);
    if (file === null) return direct;
    if (direct !== null) this.report(variable, `is set twice; set either ${variable} or ${variable}_FILE.`);
    try {
      const content = readFileSync(file, "utf8").trim();
      if (content === "") this.report(`${variable}_FILE`, `names an empty file (${file}).`);
      return content === "" ? null : content;
    } catch {
      this.report(`${variable}_FILE`, `names a file that cannot be read (${file}).`);
      return null;
    }
  }

  integer(variable: string, range: { min: number; max: number; default: number }): number {
    const value = this.text(variable);
    if (value === null) return range.default;
    const number = Number(value);
    if (/^\d+$/.test(value) && number >= range.min && number <= range.max) return number;
    this.report(variable, `takes a whole number from ${range.min} to ${range.max}, not "${value}".`);
    return range.default;
  }

  oneOf<Option extends string>(variable: string, options: readonly Option[], fallback: Option): Option {
    const value = this.text(variable);
    if (value === null) return fallback;
    const option = options.find((candidate) => candidate === value);
    if (option !== undefined) return option;
    this.report(variable, `takes one of ${options.join(", ")}, not "${value}".`);
    return fallback;
  }

  /** Names of mail domains, separated by commas, in lower case. */
  domains(variable: string): readonly string[] {
    const names = (this.text(variable) ?? "").split(",").map((name) => name.trim().toLowerCase());
    const given = names.filter((name) => name !== "");
    const wrong = given.find((name) => !/^([a-z0-9-]+\.)*[a-z0-9-]+$/.test(name));
    if (wrong !== undefined) this.report(variable, `takes domains like example.org, not "${wrong}".`);
    return given;
  }

  /** @param protocols with the colon, as in `URL.protocol`. The value itself is never repeated: it may hold a password. */
  url(variable: string, value: string | null, protocols: readonly string[]): string | null {
    if (value === null) return null;
    const url = URL.parse(value);
    if (url !== null && protocols.includes(url.protocol)) return value;
    const forms = protocols.map((protocol) => `${protocol}//…`).join(" or ");
    this.report(variable, `takes a URL that starts with ${forms}.`);
    return null;
  }
}
